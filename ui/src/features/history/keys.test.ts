/// Undo and redo are heard where nothing is typed, and left alone everywhere else.
import { afterEach, describe, expect, it } from "vitest";
import { historyKey, type HistoryKey } from "./keys";

const press = (parts: Partial<HistoryKey> = {}): HistoryKey => ({
  key: "z", ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, defaultPrevented: false, isComposing: false, keyCode: 90, target: document.body, ...parts,
});

/** An element on the page. */
function element(html: string): Element {
  document.body.innerHTML = html;
  return document.body.querySelector("[data-here]") ?? document.body;
}

afterEach(() => {
  document.body.innerHTML = "";
});

it.each<[string, Partial<HistoryKey>, "undo" | "redo" | null]>([
  ["Ctrl-Z", {}, "undo"],
  ["⌘-Z", { ctrlKey: false, metaKey: true }, "undo"],
  ["Shift-Ctrl-Z", { shiftKey: true, key: "Z" }, "redo"],
  ["Ctrl-Z with caps lock", { key: "Z" }, "undo"],
  ["Z alone", { ctrlKey: false }, null],
  ["Ctrl-Alt-Z", { altKey: true }, null],
  ["Ctrl-Y", { key: "y" }, null],
  ["a key that was handled", { defaultPrevented: true }, null],
  ["a key of an input method", { isComposing: true }, null],
  ["a key of an input method on macOS", { keyCode: 229 }, null],
])("%s", (_, parts, meant) => expect(historyKey(press(parts))).toBe(meant));

describe("where the focus is", () => {
  it.each<[string, "undo" | null]>([
    ['<input data-here type="text">', null],
    ['<input data-here type="search">', null],
    ["<textarea data-here></textarea>", null],
    ['<div contenteditable="true"><b data-here>x</b></div>', null],
    ['<input data-here type="checkbox">', "undo"],
    ["<button data-here>x</button>", "undo"],
    ['<a data-here href="#/today">x</a>', "undo"],
  ])("%s", (html, meant) => expect(historyKey(press({ target: element(html) }))).toBe(meant));
});

it("leaves alone what lies behind a dialog", () => {
  element('<div role="dialog"></div>');
  expect(historyKey(press())).toBeNull();
});
