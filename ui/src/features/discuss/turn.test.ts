import { expect, it } from "vitest";
import type { DiscussionMessage, HeldStance, OpenTurn, Phase, Running } from "@/api";
import { EMPTY, isDraft, moves, toSay, wantedOf } from "./turn";

const turn = (phase: Phase | null): OpenTurn => ({ turn: 4, seat_uid: "a", phase, question: phase === null ? "Why?" : null, is_own: true, text: "" });
const running = {
  options: ["Spring", "Autumn"],
  stances: [{ seat_uid: "a", option: 0, text: "Spring" }, { seat_uid: "b", option: 1, text: "Autumn" }] as HeldStance[],
  objections: [
    { seat_uid: "a", text: "Wet", is_open: true, against: null, round: 1 },
    { seat_uid: "b", text: "Dear", is_open: true, against: null, round: 1 },
    { seat_uid: "a", text: "Late", is_open: false, against: null, round: 1 },
  ],
} as unknown as Running;
const messages = [{ seat_uid: "a", number: 0 }, { seat_uid: "b", number: 1 }, { seat_uid: "b", number: 2, is_partial: true }] as DiscussionMessage[];

it("asks in a blind round for a position without showing what others hold", () => {
  const wanted = wantedOf(turn("positions"), running, messages, false);
  expect([wanted.position, wanted.objections, wanted.options, wanted.before, wanted.others]).toEqual([true, true, [], undefined, []]);
  expect(wantedOf(turn("positions"), running, messages, true).options).toEqual(["Spring", "Autumn"]);
});

it("offers in a critique the answers on the table, one's own open objections, and what others said", () => {
  const wanted = wantedOf(turn("critique"), running, messages, false);
  expect(wanted.options).toEqual(["Spring", "Autumn"]);
  expect(wanted.open).toEqual([{ number: 0, text: "Wet" }]);
  expect(wanted.others.map(({ number }) => number)).toEqual([1]);
});

it("sends a reason for a change only where something changed", () => {
  const wanted = wantedOf(turn("critique"), running, messages, false);
  const draft = { ...EMPTY, text: "Well", because: 1, objections: " Cold \n\nDark", withdraws: [0, 1], references: "[[Sea]]" };
  expect(moves({ ...draft, option: 0 }, wanted)).toBe(false);
  const stays = toSay("d", turn("critique"), { ...draft, option: 0 }, wanted, null);
  expect(stays).not.toHaveProperty("changed_because");
  const moved = toSay("d", turn("critique"), { ...draft, option: 1 }, wanted, 1);
  expect(moved).toEqual({ uid: "d", turn: 4, content: "Well", references: ["[[Sea]]"], reply_to: 1, stance: "Autumn", option: 1, changed_because: 1, objections: ["Cold", "Dark"], withdraws: [0] });
  expect(moves({ ...draft, stance: "Winter" }, wanted)).toBe(true);
});

it("says outside of a turn, and to a question, words alone", () => {
  const draft = { ...EMPTY, text: "Hear me", stance: "Spring", objections: "No" };
  expect(toSay("d", null, draft, wantedOf(null, running, messages, false), 3)).toEqual({ uid: "d", content: "Hear me" });
  expect(toSay("d", turn(null), draft, wantedOf(turn(null), running, messages, false), null)).toEqual({ uid: "d", turn: 4, content: "Hear me", references: [], objections: [], withdraws: [] });
});

it("takes up what was kept, and nothing else", () => {
  expect(isDraft(JSON.parse(JSON.stringify({ ...EMPTY, text: "half", option: 2 })))).toBe(true);
  expect([isDraft(null), isDraft({ text: "x" }), isDraft({ ...EMPTY, withdraws: "1" })]).toEqual([false, false, false]);
});
