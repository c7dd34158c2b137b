// @vitest-environment node
import { describe, expect, it } from "vitest";
import { begunAt, closingBrackets } from "./completing";

describe("what is begun at the cursor", () => {
  it.each([
    ["see [[床", { kind: "link", query: "床", from: 4 }],
    ["[[", { kind: "link", query: "", from: 0 }],
    ["![[pic", { kind: "link", query: "pic", from: 1 }],
    ["[[A]] and [[B", { kind: "link", query: "B", from: 10 }],
    ["[[Note#Hea", { kind: "heading", note: "Note", query: "Hea", from: 0 }],
    ["[[#Hea", { kind: "heading", note: "", query: "Hea", from: 0 }],
    ["[[Note#^blo", { kind: "block", note: "Note", query: "blo", from: 0 }],
    ["text #仕", { kind: "tag", query: "仕", from: 5 }],
    ["- #a/b", { kind: "tag", query: "a/b", from: 2 }],
    ["、#日", { kind: "tag", query: "日", from: 1 }],
  ])("%j", (before, begun) => expect(begunAt(before)).toEqual(begun));

  it.each(["", "# Heading", "#", "a#b", "https://x.org/#part", "[[A]]", "[[A|words", "[a](b"])("%j is nothing to complete", (before) => expect(begunAt(before)).toBeNull());
});

it("knows the brackets that stand there already", () => {
  expect(closingBrackets("]] more")).toBe(2);
  expect(closingBrackets("] more")).toBe(1);
  expect(closingBrackets(" ]]")).toBe(0);
});
