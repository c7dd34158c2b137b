import { expect, test } from "vitest";
import type { Message } from "@/api";
import { beginsDay, rowsOf } from "./rows";
import type { Coming } from "./stream";
import { together } from "./useMessages";

const message = (uid: string, position: number): Message => ({
  uid, position, rev: 1, conversation_uid: "c", sender: "secretary", secretary_uid: "s", message_type: "text", content: uid, attachments: [], context: [],
  is_partial: false, is_edited: false, edited_at: null, created_at: "2026-11-20T10:00:00.000Z",
});
const coming = (part: Partial<Coming>): Coming => ({ secretaryUid: "s", text: "", phase: "coming", waitMs: 0, error: null, lately: false, ...part });
const error = { code: "refused" as const, message: "x", params: {} };

test("an answer that is asked for again comes in its message's place, and a new one at the end", () => {
  const rows = rowsOf([message("a", 1), message("b", 2)], new Map([["a", coming({ text: "new" })], ["z", coming({})]]));
  expect(rows.map(({ kind, uid, coming: part }) => [kind, uid, part?.text ?? null])).toEqual([["said", "a", "new"], ["said", "b", null], ["coming", "z", ""]]);
});

test("what is over is shown for its fault, or until its message is here, and not when it was thrown away", () => {
  const over = (part: Partial<Coming>) => rowsOf([], new Map([["a", coming({ phase: "over", ...part })]])).length;
  expect(over({ error })).toBe(1);
  expect(over({ text: "x", lately: true })).toBe(1);
  expect(over({ text: "x" })).toBe(0);
  expect(over({ text: "x", error })).toBe(0);
  expect(over({})).toBe(0);
});

test("pages that overlap give each message once, in order", () => {
  expect(together([[message("a", 1), message("b", 2)], [message("b", 2), message("c", 3)]]).map(({ uid }) => uid)).toEqual(["a", "b", "c"]);
});

test("a day begins where the local date changes", () => {
  const noon = { created_at: "2026-11-20T12:00:00.000Z" };
  expect(beginsDay(noon, undefined)).toBe(true);
  expect(beginsDay(noon, { created_at: "2026-11-20T11:59:00.000Z" })).toBe(false);
  expect(beginsDay(noon, { created_at: "2026-11-18T12:00:00.000Z" })).toBe(true);
});
