// @vitest-environment node
/// What came from the file and what was typed meanwhile both stand.
import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { aroundTyping, changeBetween } from "./difference";

const doc = (text: string) => Text.of(text.split("\n"));

/** A stream of numbers that is the same in every run. */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

describe("a change between two texts", () => {
  it.each([
    ["", "a"],
    ["a\nb\n", "a\nB\nb\n"],
    ["床は杉\n壁は白\n", "床は檜\n壁は白\n"],
    ["😀a", "a😀"],
  ])("makes the second of the first: %j to %j", (from, to) => expect(changeBetween(from, to).apply(doc(from)).toString()).toBe(to));

  it("holds for any texts", () => {
    const next = stream(7);
    const words = () => Array.from({ length: Math.floor(next() * 20) }, () => ["杉", "a", "\n", "  ", "😀"][Math.floor(next() * 5)]).join("");
    for (let round = 0; round < 300; round += 1) {
      const [from, to] = [words(), words()];
      expect(changeBetween(from, to).apply(doc(from)).toString()).toBe(to);
    }
  });
});

it("keeps what was typed and what came, each in its place", () => {
  const sent = "title\n\nfirst\nlast\n";
  const typed = ChangeSet.of({ from: sent.indexOf("first") + 5, insert: " and more" }, sent.length);
  const theirs = changeBetween(sent, "title\n\nfirst\nlast\nfrom outside\n");
  const screen = typed.apply(doc(sent));
  expect(aroundTyping(theirs, typed).apply(screen).toString()).toBe("title\n\nfirst and more\nlast\nfrom outside\n");
});
