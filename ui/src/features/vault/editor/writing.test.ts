// @vitest-environment node
/// What was typed is never given up unasked, and what others wrote comes along.
import { describe, expect, it } from "vitest";
import { isDirty, open, phase, step, type Writing, type WritingEffect, type WritingEvent } from "./writing";

const A = { text: "one\n", hash: "a" };
const B = { text: "one\ntheirs\n", hash: "b" };

function run(events: WritingEvent[], from: Writing = open(A)): { state: Writing; effects: WritingEffect[] } {
  let state = from;
  const effects: WritingEffect[] = [];
  for (const event of events) {
    const next = step(state, event);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}
const edited = (text: string): WritingEvent => ({ type: "edited", text });

describe("saving", () => {
  it("waits for quiet, then sends what is on the screen on the file it was written on", () => {
    const { state, effects } = run([edited("two\n"), { type: "due" }]);
    expect(effects).toEqual([{ type: "wait" }, { type: "send", base: A, text: "two\n" }]);
    expect(phase(state)).toBe("saving");
  });

  it("is over when the file has the text", () => {
    const { state } = run([edited("two\n"), { type: "due" }, { type: "saved", hash: "c", text: "two\n", merged: false }]);
    expect(phase(state)).toBe("saved");
    expect(state.base).toEqual({ hash: "c", text: "two\n" });
  });

  it("goes on with what was typed meanwhile", () => {
    const { state, effects } = run([edited("two\n"), { type: "due" }, edited("three\n"), { type: "due" }, { type: "saved", hash: "c", text: "two\n", merged: false }]);
    expect(state.text).toBe("three\n");
    expect(effects.at(-1)).toEqual({ type: "send", base: { hash: "c", text: "two\n" }, text: "three\n" });
  });

  it("sends nothing that the file has", () => {
    expect(run([{ type: "due" }]).effects).toEqual([]);
    expect(run([edited("two\n"), edited(A.text), { type: "due" }]).effects).toEqual([{ type: "wait" }]);
  });

  it("that failed leaves the text, and goes on with the next letter", () => {
    const failed = run([edited("two\n"), { type: "due" }, { type: "failed", error: "full" }]);
    expect(phase(failed.state)).toBe("failed");
    expect(failed.state.text).toBe("two\n");
    const again = run([edited("two!\n"), { type: "due" }], failed.state);
    expect(again.effects.at(-1)).toEqual({ type: "send", base: A, text: "two!\n" });
  });
});

describe("another program's change", () => {
  it("comes to the screen where nothing was typed", () => {
    const { state, effects } = run([{ type: "arrived", ...B }]);
    expect(effects).toEqual([{ type: "merge", from: A.text, to: B.text }]);
    expect(state.base).toEqual(B);
    expect(isDirty(state)).toBe(false);
  });

  it("is merged by the host where something was typed", () => {
    const { state, effects } = run([edited("mine\n"), { type: "arrived", ...B }]);
    expect(effects.at(-1)).toEqual({ type: "send", base: A, text: "mine\n" });
    expect(state.text).toBe("mine\n");
  });

  it("that a save brought along is merged around what was typed since", () => {
    const { state, effects } = run([edited("mine\n"), { type: "due" }, edited("mine more\n"), { type: "saved", hash: "m", text: "mine\ntheirs\n", merged: true }]);
    expect(effects).toContainEqual({ type: "merge", from: "mine\n", to: "mine\ntheirs\n" });
    expect(state.text).toBe("mine more\n");
    expect(state.base).toEqual({ hash: "m", text: "mine\ntheirs\n" });
    expect(effects.at(-1)).toEqual({ type: "wait" });
  });

  it("is said when the save is over", () => {
    const { state } = run([edited("mine\n"), { type: "due" }, { type: "saved", hash: "m", text: "mine\ntheirs\n", merged: true }, edited("mine\ntheirs\n")]);
    expect(phase(state)).toBe("merged");
  });

  it("heard of during a save is read once the save is over", () => {
    const { effects } = run([edited("mine\n"), { type: "due" }, { type: "arrived", ...B }, { type: "saved", hash: "m", text: "mine\n", merged: false }]);
    expect(effects.at(-1)).toEqual({ type: "read" });
  });

  it("that says the same as the screen is no change", () => {
    const { state, effects } = run([edited(B.text), { type: "arrived", ...B }]);
    expect(phase(state)).toBe("saved");
    expect(effects.some(({ type }) => type === "send")).toBe(false);
  });
});

describe("a conflict", () => {
  const conflict = run([edited("mine\n"), { type: "due" }, { type: "conflict" }, { type: "arrived", ...B }]);

  it("reads the other text and keeps both", () => {
    expect(conflict.effects.at(-1)).toEqual({ type: "read" });
    expect(conflict.state.text).toBe("mine\n");
    expect(conflict.state.problem).toEqual({ kind: "conflict", theirs: B });
  });

  it("sends nothing before the person has chosen, whatever is typed", () => {
    expect(run([edited("mine still\n"), { type: "due" }], conflict.state).effects).toEqual([]);
  });

  it("ends with the file's text when the person says so", () => {
    const { state, effects } = run([{ type: "take_theirs" }], conflict.state);
    expect(effects).toEqual([{ type: "show", text: B.text }]);
    expect(phase(state)).toBe("saved");
  });

  it("ends with the person's text, written over the newest file", () => {
    const { effects } = run([{ type: "settle", text: "mine\n" }], conflict.state);
    expect(effects).toEqual([{ type: "send", base: B, text: "mine\n" }]);
  });

  it("ends with what the person made of both", () => {
    const { effects } = run([{ type: "settle", text: "both\n" }], conflict.state);
    expect(effects).toEqual([{ type: "show", text: "both\n" }, { type: "send", base: B, text: "both\n" }]);
  });
});
