import { expect, it } from "vitest";
import type { Minutes, OpenTurn, Running } from "@/api";
import { isHeldBack, minutesUpTo, runningUpTo, withoutRound } from "./upto";

const message = (number: number, round: number, spoken_by = "secretary") => ({ number, round, spoken_by, created_at: `2027-01-01T00:00:0${number}` });
const minutes = {
  messages: [message(0, 1), message(1, 1, "person"), message(2, 2)],
  interruptions: [{ created_at: "2027-01-01T00:00:01" }, { created_at: "2027-01-01T00:00:09" }],
} as unknown as Minutes;
const running = { round: 3, status: "active", phase: "positions", turns: [], stances: [{ message: 0 }, { message: 2 }], objections: [{ round: 1 }, { round: 2 }] } as unknown as Running;
const own = { is_own: true, phase: "positions" } as OpenTurn;

it("shows a discussion as it stood after each message, and whole at its end", () => {
  const early = minutesUpTo(minutes, 2);
  expect([early.messages.length, early.interruptions.length]).toEqual([2, 1]);
  const stood = runningUpTo(running, early);
  expect([stood.round, stood.stances.length, stood.objections.length]).toEqual([1, 1, 1]);
  expect(minutesUpTo(minutes, 3).interruptions).toHaveLength(2);
});

it("holds back what others say while the person forms a position of their own", () => {
  expect(isHeldBack({ ...running, turns: [own] })).toBe(true);
  expect(isHeldBack(running)).toBe(false);
  expect(isHeldBack({ ...running, phase: "critique", turns: [own] })).toBe(false);
  expect(isHeldBack({ ...running, turns: [{ ...own, phase: null }] })).toBe(false);
  expect(withoutRound(minutes, 1).messages.map(({ number }) => number)).toEqual([1, 2]);
});
