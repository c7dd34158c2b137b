import { describe, expect, it } from "vitest";
import { emptyContent, missing, toContent, toDraft } from "./draft";
import { blankMilestone, insertAfter, move, remove } from "./milestones";

const row = (key: string) => ({ key, uid: key, title: key, due_on: null, held: key });
const abc = [row("a"), row("b"), row("c")];
const keys = (rows: { key: string }[]) => rows.map((r) => r.key).join("");

describe("milestone rows", () => {
  it("Enter adds a row below the one it was pressed in, and the cursor goes there", () => {
    const added = insertAfter(abc, "a", row("x"));
    expect(keys(added.rows)).toBe("axbc");
    expect(added.focus).toBe("x");
    expect(keys(insertAfter(abc, null, row("x")).rows)).toBe("abcx");
  });

  it("moves by one and stays at the ends", () => {
    expect(keys(move(abc, "b", -1).rows)).toBe("bac");
    expect(keys(move(abc, "b", 1).rows)).toBe("acb");
    expect(keys(move(abc, "a", -1).rows)).toBe("abc");
    expect(keys(move(abc, "c", 1).rows)).toBe("abc");
    expect(keys(move(abc, "gone", 1).rows)).toBe("abc");
  });

  it("after a removal the cursor goes to the row before, else the next, else nowhere", () => {
    expect(remove(abc, "b")).toMatchObject({ focus: "a" });
    expect(remove(abc, "a")).toMatchObject({ focus: "b" });
    expect(remove([row("a")], "a")).toEqual({ rows: [], focus: null });
  });
});

describe("a draft", () => {
  it("says what it lacks before it can be submitted", () => {
    const draft = toDraft(emptyContent(""));
    expect(missing(draft)).toEqual(["title", "objective"]);
    expect(missing({ ...draft, title: "T", objective: "　" })).toEqual(["objective"]);
    const ready = { ...draft, title: "T", objective: "O" };
    expect(missing(ready)).toEqual([]);
    expect(missing({ ...ready, start_on: "2026-05-02", due_on: "2026-05-01" })).toEqual(["due_before_start"]);
    expect(missing({ ...ready, milestones: [{ ...blankMilestone(), due_on: "2026-05-01" }] })).toEqual(["milestone_title"]);
  });

  it("does not lose a milestone whose name is just being retyped", () => {
    const draft = toDraft({ ...emptyContent("T"), objective: "O", milestones: [{ uid: "u1", title: "A", due_on: null }] });
    const emptied = { ...draft, milestones: draft.milestones.map((m) => ({ ...m, title: "" })) };
    expect(toContent(emptied).milestones).toEqual([{ uid: "u1", title: "A", due_on: null }]);
    expect(missing(emptied)).toEqual(["milestone_title"]);
  });

  it("keeps the keys of its rows when the host's content comes in", () => {
    const content = { ...emptyContent("T"), milestones: [{ uid: "u1", title: "A", due_on: null }], criteria: ["fast"] };
    const first = toDraft(content);
    const second = toDraft({ ...content, milestones: [{ uid: "u0", title: "Z", due_on: null }, ...content.milestones] }, first);
    expect(second.milestones[1]?.key).toBe(first.milestones[0]?.key);
    expect(toContent(second).milestones.map((m) => m.uid)).toEqual(["u0", "u1"]);
  });
});
