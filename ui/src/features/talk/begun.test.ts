import { expect, test } from "vitest";
import { beginning, begunAt, completed, quoted, titleOf } from "./begun";
import { orderOf, ordersLike } from "./orders";

test("what is begun at the cursor is known by what stands before it", () => {
  expect(begunAt("見て [[会議")).toEqual({ kind: "note", query: "会議", from: 3 });
  expect(begunAt("@花")).toEqual({ kind: "secretary", query: "花", from: 0 });
  expect(begunAt("はい、＠は")).toEqual({ kind: "secretary", query: "は", from: 3 });
  expect(begunAt("/ta")).toEqual({ kind: "order", query: "ta", from: 0 });
  for (const plain of ["mail@example.com", "a/b", "[[done]] more", "@花子 です", "", "x /task"]) expect(begunAt(plain)).toBeNull();
});

test("a completed beginning leaves the rest of the text where it is", () => {
  const text = "聞いて @ha です";
  const begun = begunAt(text.slice(0, 7));
  expect(begun && completed(text, begun, 7, "@Hana ")).toEqual({ text: "聞いて @Hana  です", cursor: 10 });
});

test("names are found whatever their width, case and kana", () => {
  const known = [{ name: "ハナコ" }, { name: "Taro" }];
  expect(beginning(known, "はな")).toEqual([known[0]]);
  expect(beginning(known, "ｔａ")).toEqual([known[1]]);
});

test("a quote marks each line and leaves room for the answer", () => {
  expect(quoted("a\n\nb\n")).toBe("> a\n>\n> b\n\n");
});

test("a conversation is called by its first line, without signs of Markdown, and not too long", () => {
  expect(titleOf("\n## **引っ越し**の相談\nいつ?")).toBe("引っ越しの相談");
  expect(titleOf("🙂".repeat(50))).toBe(`${"🙂".repeat(39)}…`);
  expect(titleOf("  \n")).toBe("");
});

test("orders are known by their words in both languages", () => {
  expect(orderOf("/task buy")?.word).toBe("task");
  expect(orderOf(" /要約")?.carriedOut).toBe(false);
  expect(orderOf("/etc/passwd")).toBeUndefined();
  expect(orderOf("say /task")).toBeUndefined();
  expect(ordersLike("").length).toBe(4);
  expect(ordersLike("ﾀｽ").map(({ word }) => word)).toEqual(["task"]);
});
