import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PlanContent, PlanDetail, PlanStatus } from "@/api";
import { emptyContent } from "./draft";
import { dropKeeper, keeperFor, QUIET_MS, type DraftPort } from "./draft-keeper";
import { remember } from "./draft-storage";

function detail(rev: number, content: PlanContent, status: PlanStatus = "draft"): PlanDetail {
  const author = { kind: "person" as const, secretary_uid: null, name: null };
  const newest = { number: 1, status, content, content_hash: "h", change_summary: null, from_version: null, created_at: "2026-01-01T00:00:00.000Z", author };
  return { uid: "p1", rev, newest, versions: [newest], in_force: null, decisions: [], advice: [], moves: [], project: null, discussions: [], note_path: null };
}

const content = emptyContent("Plan");

/** A host that holds one plan, refuses old revisions and counts its saves. */
function host(rev: number) {
  const held = { rev, content, saves: 0, failNext: null as unknown };
  const port: DraftPort = {
    save: async (from, next) => {
      held.saves += 1;
      if (held.failNext !== null) {
        const error = held.failNext;
        held.failNext = null;
        throw error;
      }
      if (from !== held.rev) throw { code: "stale", message: "", params: { entity: "plan" } };
      held.rev += 1;
      held.content = next;
      return detail(held.rev, next);
    },
    read: async () => detail(held.rev, held.content),
  };
  return { held, port };
}

describe("an open draft", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    dropKeeper("p1");
    window.localStorage.clear();
  });
  afterEach(() => vi.useRealTimers());

  it("is saved once, after the keyboard has been quiet", async () => {
    const { held, port } = host(1);
    const keeper = keeperFor(detail(1, content), port);
    keeper.edit({ ...keeper.snapshot().draft, scope: "a" });
    await vi.advanceTimersByTimeAsync(QUIET_MS - 1);
    keeper.edit({ ...keeper.snapshot().draft, scope: "ab" });
    await vi.advanceTimersByTimeAsync(QUIET_MS - 1);
    expect(held.saves).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(held).toMatchObject({ saves: 1, rev: 2, content: { scope: "ab" } });
    expect(keeper.unsaved).toBe(false);
    expect(window.localStorage.length).toBe(0);
  });

  it("gives the newest revision once everything is saved", async () => {
    const { held, port } = host(1);
    const keeper = keeperFor(detail(1, content), port);
    keeper.edit({ ...keeper.snapshot().draft, scope: "a" });
    keeper.save();
    keeper.edit({ ...keeper.snapshot().draft, scope: "ab" });
    expect(await keeper.settled()).toBe(3);
    expect(held.content.scope).toBe("ab");
  });

  it("is still there, with its text, after a failed save and leaving the page", async () => {
    const { held, port } = host(1);
    const keeper = keeperFor(detail(1, content), port);
    held.failNext = { code: "io", message: "", params: {} };
    keeper.edit({ ...keeper.snapshot().draft, scope: "precious" });
    await expect(keeper.settled()).rejects.toMatchObject({ code: "io" });
    const again = keeperFor(detail(1, content), port);
    expect(again.snapshot().draft.scope).toBe("precious");
    await again.settled();
    expect(held.content.scope).toBe("precious");
  });

  it("offers both texts when the plan was changed elsewhere", async () => {
    const { held, port } = host(1);
    const keeper = keeperFor(detail(1, content), port);
    held.rev = 5;
    held.content = { ...content, scope: "theirs" };
    keeper.edit({ ...keeper.snapshot().draft, scope: "mine" });
    await expect(keeper.settled()).rejects.toMatchObject({ code: "stale" });
    await vi.advanceTimersByTimeAsync(0);
    expect(keeper.snapshot().problem).toMatchObject({ kind: "stale", theirs: { rev: 5, content: { scope: "theirs" } } });
    expect(keeper.snapshot().draft.scope).toBe("mine");
    keeper.keepMine();
    await keeper.settled();
    expect(held).toMatchObject({ rev: 6, content: { scope: "mine" } });
  });

  it("finds text from before a crash, and makes it a conflict when the plan went on", async () => {
    const { port } = host(4);
    const left = keeperFor(detail(4, content), port).snapshot().draft;
    dropKeeper("p1");
    remember("p1", { rev: 4, draft: { ...left, scope: "before the crash" } });
    const same = keeperFor(detail(4, content), port);
    expect(same.snapshot().draft.scope).toBe("before the crash");
    expect(same.snapshot().problem).toBeNull();

    dropKeeper("p1");
    remember("p1", { rev: 3, draft: { ...left, scope: "before the crash" } });
    const other = keeperFor(detail(4, content), port);
    expect(other.snapshot().draft.scope).toBe("before the crash");
    expect(other.snapshot().problem).toMatchObject({ kind: "stale", theirs: { rev: 4 } });
  });
});
