import { expect, it } from "vitest";
import type { Discussion, DiscussionMessage, Interruption, Phase, Running, Seat3, SeatRole } from "@/api";
import { paceOf, phasesOf, turnsAhead } from "./course";

const seat = (uid: string, role: SeatRole, left: string | null = null) => ({ uid, role, left_at: left }) as Seat3;
const at = (second: number) => new Date(Date.UTC(2027, 0, 1, 0, 0, second)).toISOString();
const said = (seat_uid: string, round: number, second: number, more: Partial<DiscussionMessage> = {}) => ({ seat_uid, round, created_at: at(second), spoken_by: "secretary", is_partial: false, ...more }) as DiscussionMessage;
const table: Pick<Discussion, "kind" | "seats"> = { kind: "debate", seats: [seat("a", "participant"), seat("b", "participant"), seat("m", "moderator"), seat("o", "observer")] };
const setup = [{ number: 1, at: at(0), kind: "setup", data: { setup: { critique_rounds: 2 } } }];
const now = (round: number, phase: Phase) => ({ round, phase, options: [] }) as unknown as Running;

it("knows the phase of each round by the kind and by who spoke", () => {
  const messages = [said("a", 1, 1), said("b", 1, 2), said("m", 2, 3), said("b", 3, 4), said("a", 3, 5), said("o", 4, 6)];
  expect([...phasesOf(table, { messages, interruptions: [] }, now(5, "observing")).values()]).toEqual(["positions", "sorting", "critique", "observing", "observing"]);
  expect([...phasesOf({ ...table, kind: "brainstorming" }, { messages, interruptions: [] }, now(4, "critique")).values()]).toEqual(["ideas", "building", "positions", "critique"]);
});

it("begins anew with another topic", () => {
  const messages = [said("a", 1, 1), said("b", 1, 2), said("a", 2, 8)];
  const redirected = [{ interruption_type: "redirect", created_at: at(3), resolved_at: at(4) } as Interruption];
  const phases = phasesOf(table, { messages, interruptions: redirected }, now(3, "critique"));
  expect([...phases]).toEqual([[1, "positions"], [2, "positions"], [3, "critique"]]);
});

it("says how many turns may come at the most", () => {
  const none = { messages: [], interruptions: [], events: setup };
  // Two positions, one sorting, two rounds of critique of two, one observer.
  expect(turnsAhead(table, none, now(1, "positions"))).toBe(2 + 1 + 4 + 1);
  const later = { ...none, messages: [said("a", 1, 1), said("b", 1, 2), said("a", 2, 3), said("b", 2, 4, { is_partial: true })] };
  expect(turnsAhead(table, later, now(2, "critique"))).toBe(1 + 2 + 1);
  expect(turnsAhead({ ...table, seats: [...table.seats.slice(0, 1), seat("b", "participant", at(1)), seat("o", "observer")] }, later, now(3, "observing"))).toBe(1);
});

it("takes the usual time of a turn, without rests and the person's own thinking", () => {
  expect(paceOf([said("a", 1, 0)])).toBeNull();
  const messages = [said("a", 1, 0), said("b", 1, 10), said("a", 2, 30), said("b", 2, 60), said("b", 2, 5_000), said("a", 3, 5_100, { spoken_by: "person" })];
  expect(paceOf(messages)).toBe(20_000);
});
