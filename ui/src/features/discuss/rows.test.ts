import { expect, it } from "vitest";
import type { DiscussionMessage, Interruption, Phase } from "@/api";
import { rowsOf } from "./rows";

const said = (uid: string, round: number, created_at: string) => ({ uid, round, created_at }) as DiscussionMessage;
const stepped = (uid: string, created_at: string) => ({ uid, created_at }) as Interruption;
const heard = { speaking: new Map(), unanswered: [] };

it("tells rounds, words and interruptions in their order, and what is being said last", () => {
  const told = {
    messages: [said("a", 1, "2027-01-01T00:00:01"), said("b", 1, "2027-01-01T00:00:02"), said("c", 2, "2027-01-01T00:00:05")],
    interruptions: [stepped("pause", "2027-01-01T00:00:03"), stepped("resume", "2027-01-01T00:00:04"), stepped("end", "2027-01-01T00:00:09")],
    phases: new Map<number, Phase>([[1, "positions"], [2, "critique"]]),
    round: 3,
    isOver: false,
    heard: { speaking: new Map([[7, { seatUid: "s", text: "", phase: "thinks" as const, waitMs: 0 }]]), unanswered: [{ turn: 6, seatUid: "t", error: { code: "internal" as const, message: "", params: {} } }] },
  };
  expect(rowsOf(told).map(({ key }) => key)).toEqual(["round-1", "a", "b", "pause", "resume", "round-2", "c", "end", "round-3", "unanswered-6", "turn-7"]);
});

it("has no round without words once it is over", () => {
  expect(rowsOf({ messages: [], interruptions: [stepped("end", "1")], phases: new Map(), round: null, heard, isOver: true }).map(({ key }) => key)).toEqual(["end", "ended"]);
});
