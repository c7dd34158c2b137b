import { describe, expect, it } from "vitest";
import type { PlanContent } from "@/api";
import { isDirty, open, phase, step, type Autosave, type AutosaveEvent } from "./autosave";
import { emptyContent, toContent, type Draft } from "./draft";
import { blankMilestone } from "./milestones";

const content: PlanContent = { ...emptyContent("Move the office"), objective: "Be in the new rooms by May" };

function play(state: Autosave, ...events: AutosaveEvent[]) {
  let effects: ReturnType<typeof step>["effects"] = [];
  for (const event of events) ({ state, effects } = step(state, event));
  return { state, effects };
}

function typed(state: Autosave, fields: Partial<Draft>): AutosaveEvent {
  return { type: "edited", draft: { ...state.draft, ...fields } };
}

const editable = true;

describe("autosave", () => {
  it("waits for the keyboard, sends the revision it read, and is saved with the answer", () => {
    const start = open(3, content);
    const afterTyping = play(start, typed(start, { scope: "Both floors" }));
    expect(afterTyping.effects).toEqual([{ type: "wait" }]);
    expect(phase(afterTyping.state)).toBe("edited");
    const sent = play(afterTyping.state, { type: "due" });
    expect(sent.effects).toEqual([{ type: "send", rev: 3, content: { ...content, scope: "Both floors" } }]);
    expect(phase(sent.state)).toBe("saving");
    const done = play(sent.state, { type: "saved", rev: 4, content: { ...content, scope: "Both floors" } });
    expect(phase(done.state)).toBe("saved");
    expect(done.state.rev).toBe(4);
  });

  it("sends nothing when nothing was changed", () => {
    expect(play(open(3, content), { type: "due" }).effects).toEqual([]);
  });

  it("keeps what is typed while a save is on its way, and saves it afterwards", () => {
    const start = open(3, content);
    const sending = play(start, typed(start, { title: "Move" }), { type: "due" }).state;
    const typing = play(sending, typed(sending, { title: "Move the archive" })).state;
    const answered = play(typing, { type: "saved", rev: 4, content: { ...content, title: "Move" } });
    expect(answered.state.draft.title).toBe("Move the archive");
    expect(answered.effects).toEqual([{ type: "wait" }]);
    expect(play(answered.state, { type: "due" }).effects).toMatchObject([{ type: "send", rev: 4 }]);
  });

  it("saves at once after the answer when it was asked to while sending", () => {
    const start = open(3, content);
    const sending = play(start, typed(start, { title: "Move" }), { type: "due" }).state;
    const asked = play(sending, typed(sending, { title: "Moved" }), { type: "due" });
    expect(asked.effects).toEqual([]);
    const answered = play(asked.state, { type: "saved", rev: 4, content: { ...content, title: "Move" } });
    expect(answered.effects).toMatchObject([{ type: "send", rev: 4, content: { title: "Moved" } }]);
  });

  it("does not let the host's trimming move the cursor", () => {
    const start = open(3, content);
    const sending = play(start, typed(start, { title: "Move the " }), { type: "due" }).state;
    const answered = play(sending, { type: "saved", rev: 4, content: { ...content, title: "Move the" } });
    expect(answered.state.draft.title).toBe("Move the ");
    expect(phase(answered.state)).toBe("saved");
    const echo = play(answered.state, { type: "arrived", rev: 5, content: { ...content, title: "Move the" }, editable });
    expect(echo.state.draft.title).toBe("Move the ");
    expect(echo.state.rev).toBe(5);
  });

  it("takes its own echo, arriving before the answer, for what it is", () => {
    const start = open(3, content);
    const mine = { ...content, title: "Move" };
    const sending = play(start, typed(start, { title: "Move" }), { type: "due" }).state;
    const echoed = play(sending, { type: "arrived", rev: 4, content: mine, editable }, { type: "saved", rev: 4, content: mine });
    expect(phase(echoed.state)).toBe("saved");
  });

  it("gives new milestones the uids of the host, in the rows they were typed in", () => {
    const start = open(3, content);
    const first = { ...blankMilestone(), title: "Lease" };
    const second = { ...blankMilestone(), title: "Move" };
    const sending = play(start, typed(start, { milestones: [first, second] }), { type: "due" }).state;
    const swapped = play(sending, typed(sending, { milestones: [second, first] })).state;
    const answer = {
      ...content,
      milestones: [
        { uid: "u1", title: "Lease", due_on: null, depends_on: [] },
        { uid: "u2", title: "Move", due_on: null, depends_on: [] },
      ],
    };
    const done = play(swapped, { type: "saved", rev: 4, content: answer });
    expect(done.state.draft.milestones.map((m) => [m.key, m.uid])).toEqual([
      [second.key, "u2"],
      [first.key, "u1"],
    ]);
    expect(isDirty(done.state)).toBe(true);
  });

  it("sends what a new milestone waits for as soon as the host has named it", () => {
    const start = open(3, content);
    const first = { ...blankMilestone(), title: "Lease" };
    const second = { ...blankMilestone(), title: "Move", after: [first.key] };
    const sending = play(start, typed(start, { milestones: [first, second] }), { type: "due" });
    expect(sending.effects).toMatchObject([{ content: { milestones: [{ depends_on: [] }, { depends_on: [] }] } }]);
    const answer = { ...content, milestones: ["u1", "u2"].map((uid, i) => ({ uid, title: ["Lease", "Move"][i] ?? "", due_on: null, depends_on: [] })) };
    const named = play(sending.state, { type: "saved", rev: 4, content: answer });
    expect(named.effects).toEqual([{ type: "wait" }]);
    expect(play(named.state, { type: "due" }).effects).toMatchObject([{ rev: 4, content: { milestones: [{ depends_on: [] }, { uid: "u2", depends_on: ["u1"] }] } }]);
  });

  it("keeps a cost that cannot be read on the screen, and what the host has in the save", () => {
    const held = { amount: 500, currency: "JPY" };
    const priced = { ...content, resources: { ...content.resources, cost: held } };
    const start = open(3, priced);
    const state = play(start, typed(start, { scope: "x", cost: { ...start.draft.cost, text: "five hundred" } }), { type: "due" });
    expect(state.effects).toMatchObject([{ content: { resources: { cost: held } } }]);
    const done = play(state.state, { type: "saved", rev: 4, content: { ...priced, scope: "x" } });
    expect(done.state.draft.cost.text).toBe("five hundred");
  });

  it("keeps a row that has no title yet on the screen and out of the save", () => {
    const start = open(3, content);
    const rows = [blankMilestone()];
    const state = play(start, typed(start, { milestones: rows })).state;
    expect(toContent(state.draft).milestones).toEqual([]);
    expect(isDirty(state)).toBe(false);
    const changed = play(state, { type: "arrived", rev: 4, content: { ...content, scope: "East wing" }, editable });
    expect(changed.state.draft.scope).toBe("East wing");
    expect(changed.state.draft.milestones).toEqual(rows);
  });

  it("shows somebody else's change at once when nothing is unsaved", () => {
    const changed = play(open(3, content), { type: "arrived", rev: 4, content: { ...content, scope: "East wing" }, editable });
    expect(changed.state.draft.scope).toBe("East wing");
    expect(phase(changed.state)).toBe("saved");
  });

  it("ignores an older answer", () => {
    const start = open(3, content);
    expect(play(start, { type: "arrived", rev: 3, content: emptyContent("Old"), editable }).state).toBe(start);
  });

  it("never replaces unsaved text: a foreign change becomes a conflict", () => {
    const start = open(3, content);
    const dirty = play(start, typed(start, { scope: "mine" })).state;
    const conflict = play(dirty, { type: "arrived", rev: 4, content: { ...content, scope: "theirs" }, editable });
    expect(phase(conflict.state)).toBe("stale");
    expect(conflict.state.draft.scope).toBe("mine");
    expect(play(conflict.state, { type: "due" }).effects).toEqual([]);
    const goesOn = play(conflict.state, typed(conflict.state, { scope: "mine, longer" }));
    expect(phase(goesOn.state)).toBe("stale");
    expect(goesOn.state.draft.scope).toBe("mine, longer");
  });

  it("reads the newer version when a save lost the race, and lets either side win", () => {
    const start = open(3, content);
    const lost = play(start, typed(start, { scope: "mine" }), { type: "due" }, { type: "stale" });
    expect(lost.effects).toEqual([{ type: "read" }]);
    const read = play(lost.state, { type: "arrived", rev: 7, content: { ...content, scope: "theirs" }, editable }).state;
    expect(read.draft.scope).toBe("mine");
    const mine = play(read, { type: "keep_mine" });
    expect(mine.effects).toMatchObject([{ type: "send", rev: 7, content: { scope: "mine" } }]);
    const theirs = play(read, { type: "take_theirs" });
    expect(theirs.state.draft.scope).toBe("theirs");
    expect(theirs.state.rev).toBe(7);
    expect(phase(theirs.state)).toBe("saved");
  });

  it("cannot save over a version that is no longer a draft", () => {
    const start = open(3, content);
    const dirty = play(start, typed(start, { scope: "mine" })).state;
    const conflict = play(dirty, { type: "arrived", rev: 4, content: { ...content }, editable: false });
    expect(phase(conflict.state)).toBe("stale");
    expect(play(conflict.state, { type: "keep_mine" }).effects).toEqual([]);
    expect(conflict.state.draft.scope).toBe("mine");
  });

  it("keeps the text after a failure and tries again", () => {
    const start = open(3, content);
    const failed = play(start, typed(start, { scope: "mine" }), { type: "due" }, { type: "failed", error: { code: "io" } });
    expect(phase(failed.state)).toBe("failed");
    expect(failed.state.draft.scope).toBe("mine");
    expect(play(failed.state, { type: "due" }).effects).toMatchObject([{ type: "send", rev: 3 }]);
  });
});
