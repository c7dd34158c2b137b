/// A note that is being written: its clock, its copy against crashes, and input methods.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { COPY_MS, NoteKeeper, QUIET_MS, settleWriting, type NotePort, type Screen } from "./keepers";
import { recall } from "./unsaved";

const SOURCE = { text: "one", hash: "a" };

function screen(composing = false): Screen & { shown: string[] } {
  const shown: string[] = [];
  return { shown, composing, merge: (_, to) => shown.push(to), show: (text) => shown.push(text), sent: () => {} };
}
function port() {
  return {
    save: vi.fn<NotePort["save"]>(async (_, text) => ({ hash: `hash of ${text}`, merged: false, text })),
    read: vi.fn<NotePort["read"]>(async () => SOURCE),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});
afterEach(() => vi.useRealTimers());

it("saves once the keyboard is quiet, and not before", async () => {
  const host = port();
  const keeper = new NoteKeeper("v/n", SOURCE, host);
  keeper.edit("two");
  await vi.advanceTimersByTimeAsync(QUIET_MS - 100);
  keeper.edit("two!");
  await vi.advanceTimersByTimeAsync(QUIET_MS - 100);
  expect(host.save).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(host.save).toHaveBeenCalledExactlyOnceWith(SOURCE, "two!");
});

it("saves no half word of an input method", async () => {
  const host = port();
  const keeper = new NoteKeeper("v/n", SOURCE, host);
  const where = { ...screen(), composing: true };
  keeper.shownOn(where);
  keeper.edit("かい");
  await vi.advanceTimersByTimeAsync(QUIET_MS * 3);
  expect(host.save).not.toHaveBeenCalled();
  where.composing = false;
  keeper.edit("会議");
  await vi.advanceTimersByTimeAsync(QUIET_MS);
  expect(host.save).toHaveBeenCalledExactlyOnceWith(SOURCE, "会議");
});

it("saves when the editor is left, without waiting", () => {
  const host = port();
  const keeper = new NoteKeeper("v/n", SOURCE, host);
  const leave = keeper.shownOn(screen());
  keeper.edit("two");
  leave();
  expect(host.save).toHaveBeenCalledOnce();
});

it("keeps a copy until the file has the text, and goes on with it after a crash", async () => {
  const host = port();
  host.save.mockRejectedValue({ code: "io", message: "full", params: {} });
  const keeper = new NoteKeeper("v/n", SOURCE, host);
  keeper.edit("two");
  await vi.advanceTimersByTimeAsync(COPY_MS);
  expect(recall("v/n")).toEqual({ text: "two", base: SOURCE });

  vi.clearAllTimers();
  const after = port();
  const reopened = new NoteKeeper("v/n", SOURCE, after);
  expect(reopened.snapshot().text).toBe("two");
  await vi.advanceTimersByTimeAsync(QUIET_MS);
  expect(after.save).toHaveBeenCalledExactlyOnceWith(SOURCE, "two");
  expect(recall("v/n")).toBeNull();
});

it("merges what a crash left with what the file has become", async () => {
  const base = { hash: "old", text: "before" };
  localStorage.setItem("hisho.unsaved-note.v/n", JSON.stringify({ text: "mine", base }));
  const host = port();
  const keeper = new NoteKeeper("v/n", SOURCE, host);
  expect(keeper.snapshot().text).toBe("mine");
  await vi.advanceTimersByTimeAsync(QUIET_MS);
  expect(host.save).toHaveBeenCalledExactlyOnceWith(base, "mine");
});

it("has everything in its file before something else is done with the files", async () => {
  const host = port();
  const keeper = new NoteKeeper("v/n", SOURCE, host);
  keeper.shownOn(screen());
  keeper.edit("two");
  await settleWriting();
  expect(host.save).toHaveBeenCalledExactlyOnceWith(SOURCE, "two");
});

it("stops what is done with the files where a text cannot be saved", async () => {
  const host = port();
  host.save.mockRejectedValue({ code: "io", message: "full", params: {} });
  const keeper = new NoteKeeper("v/n", SOURCE, host);
  const leave = keeper.shownOn(screen());
  keeper.edit("two");
  await expect(settleWriting()).rejects.toMatchObject({ code: "io" });
  leave();
});
