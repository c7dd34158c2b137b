import { describe, expect, it } from "vitest";
import { emptyContent, missing, rekeyed, toContent, toDraft } from "./draft";
import { blankMilestone, insertAfter, mayWaitFor, move, remove, scopeChange, toggleAfter, withoutGone } from "./milestones";

const row = (key: string) => ({ key, uid: key, title: key, due_on: null, after: [] as string[], held: key });
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

describe("what a milestone waits for", () => {
  const chain = toggleAfter(toggleAfter(abc, "b", "a"), "c", "b");

  it("is never itself, nor what waits for it", () => {
    expect(mayWaitFor(chain, "c", "a")).toBe(true);
    expect(mayWaitFor(chain, "a", "c")).toBe(false);
    expect(mayWaitFor(chain, "a", "a")).toBe(false);
  });

  it("is taken back by the same choice, and goes with its row", () => {
    expect(toggleAfter(chain, "b", "a")[1]?.after).toEqual([]);
    expect(withoutGone(remove(chain, "a").rows)[0]?.after).toEqual([]);
  });

  it("comes back from a crash under new keys", () => {
    const draft = rekeyed({ ...toDraft(emptyContent("T")), milestones: chain });
    const [a, b] = draft.milestones;
    expect(a?.key).not.toBe("a");
    expect(b?.after).toEqual([a?.key]);
  });
});

describe("a change of scope", () => {
  it("counts what was added, moved and dropped", () => {
    const at = (uid: string, due_on: string | null) => ({ uid, title: uid, due_on, depends_on: [] });
    expect(scopeChange([at("a", null), at("b", "2027-01-01"), at("c", null)], [at("b", "2027-01-02"), at("a", null), at("d", null)])).toEqual({ added: 1, moved: 1, dropped: 1 });
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
    const days = (...due: string[]) => due.map((due_on, i) => ({ ...row(`m${i}`), due_on, after: i === 0 ? [] : ["m0"] }));
    expect(missing({ ...ready, due_on: "2026-05-01", milestones: days("2026-05-02") })).toEqual(["milestone_outside"]);
    expect(missing({ ...ready, milestones: days("2026-05-02", "2026-05-01") })).toEqual(["milestone_early"]);
    expect(missing({ ...ready, cost: { ...ready.cost, text: "much" } })).toEqual(["cost"]);
    expect(missing({ ...ready, risks: [{ key: "r", title: "", likelihood: "low", impact: "low", response: "Tents" }] })).toEqual(["risk_title"]);
    expect(missing({ ...ready, milestones: [{ ...blankMilestone(), due_on: "2026-05-01" }] })).toEqual(["milestone_title"]);
  });

  it("does not lose a milestone whose name is just being retyped", () => {
    const draft = toDraft({ ...emptyContent("T"), objective: "O", milestones: [{ uid: "u1", title: "A", due_on: null, depends_on: [] }] });
    const emptied = { ...draft, milestones: draft.milestones.map((m) => ({ ...m, title: "" })) };
    expect(toContent(emptied).milestones).toEqual([{ uid: "u1", title: "A", due_on: null, depends_on: [] }]);
    expect(missing(emptied)).toEqual(["milestone_title"]);
  });

  it("keeps the keys of its rows when the host's content comes in", () => {
    const content = { ...emptyContent("T"), milestones: [{ uid: "u1", title: "A", due_on: null, depends_on: [] }], criteria: ["fast"] };
    const first = toDraft(content);
    const second = toDraft({ ...content, milestones: [{ uid: "u0", title: "Z", due_on: null, depends_on: [] }, ...content.milestones] }, first);
    expect(second.milestones[1]?.key).toBe(first.milestones[0]?.key);
    expect(toContent(second).milestones.map((m) => m.uid)).toEqual(["u0", "u1"]);
  });
});
