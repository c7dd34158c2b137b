import { describe, expect, it } from "vitest";
import type { Provenance } from "@/api";
import { byPart } from "./PlanGrounds";

const ground = (part: Provenance["part"], words: string, message: number): Provenance => ({
  part,
  milestone_uid: null,
  words,
  stands: true,
  discussion_uid: "d",
  message_uid: `m${message}`,
  message,
  seat_uid: "s",
  who: { kind: "person", secretary_uid: null, name: null },
  quote: `said ${message}`,
});

describe("what a plan rests on", () => {
  it("keeps the quotes of one part together, and two risks apart", () => {
    const parts = byPart([ground("risk", "Frost", 1), ground("objective", "A garden", 2), ground("risk", "Drought", 3), ground("risk", "Frost", 4)]);
    expect(parts.map(({ first, quotes }) => [first.words, quotes.map(({ message }) => message)])).toEqual([
      ["Frost", [1, 4]],
      ["A garden", [2]],
      ["Drought", [3]],
    ]);
  });
});
