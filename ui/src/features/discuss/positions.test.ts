import { expect, it } from "vitest";
import type { HeldStance, Seat3 } from "@/api";
import { countedOf, holdersOf, matrixOf } from "./positions";
import { optionLetter } from "./words";

const held = (seat_uid: string, round: number, option: number) => ({ seat_uid, round, option, text: `${option}`, confidence: null, change: "first", message: 0 }) as HeldStance;
const seats = [{ uid: "a", role: "participant", left_at: null }, { uid: "b", role: "participant", left_at: "x" }, { uid: "c", role: "participant", left_at: null }, { uid: "o", role: "observer", left_at: null }] as Seat3[];
const stances = [held("a", 1, 0), held("b", 1, 1), held("a", 3, 1), held("a", 3, 2)];

it("shows each seat by round, also those who left, and what is missing as missing", () => {
  const { rounds, rows } = matrixOf(stances, seats);
  expect(rounds).toEqual([1, 3]);
  expect(rows.map(({ seat, cells }) => [seat.uid, cells.map((cell) => cell?.option ?? null)])).toEqual([["a", [0, 2]], ["b", [1, null]], ["c", [null, null]]]);
});

it("counts for an option only who is there, and no change that nothing was named for", () => {
  const unexplained = { ...held("a", 4, 0), change: "unexplained" } as HeldStance;
  expect(holdersOf({ options: ["0", "1", "2"], stances: [...stances, unexplained] }, new Set(["a", "c"]), 1).map(({ option, seats: of }) => [option, of])).toEqual([[2, ["a"]], [0, []], [1, []]]);
});

it("forgets what was held on another topic", () => {
  expect([...countedOf(stances, 3).keys()]).toEqual(["a"]);
  expect(holdersOf({ options: ["new"], stances }, new Set(["a", "b"]), 4)).toEqual([{ option: 0, text: "new", seats: [] }]);
});

it("has a letter for every option", () => {
  expect([0, 25, 26, 59].map(optionLetter)).toEqual(["A", "Z", "AA", "BH"]);
});
