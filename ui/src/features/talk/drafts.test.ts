import { beforeEach, expect, test } from "vitest";
import { EMPTY, recallDraft, rememberDraft } from "./drafts";

beforeEach(() => localStorage.clear());

test("what was written is kept by conversation, and forgotten when it is empty", () => {
  const draft = { text: "半分", context: ["a.md"], files: [{ uid: "f", name: "図.png", mime: "image/png", size: 5 }] };
  rememberDraft("one", draft);
  expect(recallDraft("one")).toEqual(draft);
  expect(recallDraft("two")).toEqual(EMPTY);
  rememberDraft("one", { ...EMPTY, text: " " });
  expect(localStorage.length).toBe(0);
});

test("what is no draft is taken for none", () => {
  localStorage.setItem("hisho.talk-draft.x", '{"text":1}');
  expect(recallDraft("x")).toEqual(EMPTY);
});
