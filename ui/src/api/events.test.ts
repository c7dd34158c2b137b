// @vitest-environment node
/// The host's events reach every read that shows what changed.
import { describe, expect, it, vi } from "vitest";
import type { Host } from "@/platform";
import { followEvents, makeQueries, READS_OF, readsTouchedBy } from "./events";
import type { Entity, HostEvent } from "./types";

const ENTITIES: Record<Exclude<Entity, "database">, true> = {
  settings: true, vault: true, note: true, persona: true, role: true, team: true, secretary: true,
  plan: true, plan_version: true, project: true, task: true, label: true, profile: true, conversation: true, message: true,
  attachment: true, notification: true, board: true, comment: true, discussion: true, discussion_message: true,
  discussion_interruption: true, discussion_position: true, account: true, budget: true, calendar: true, filter: true,
};

const changed = (entity: Entity): HostEvent => ({ type: "changed", seq: 1, entity, uid: "u", action: "update", origin: "vault" });

describe("which reads an event touches", () => {
  it.each(Object.keys(ENTITIES) as (keyof typeof ENTITIES)[])("%s: some read, and the lists of what happened and of what lies in the trash", (entity) => {
    expect(READS_OF[entity].length).toBeGreaterThan(0);
    expect(readsTouchedBy(changed(entity))).toEqual(expect.arrayContaining(["changes.list", "history.list", "trash.list"]));
  });

  it("a task ticked in the vault reaches the project, the list of projects, Today and search", () => {
    expect(readsTouchedBy(changed("task"))).toEqual(expect.arrayContaining(["projects.get", "projects.list", "today.show", "search.find"]));
  });

  it("a task and the working hours reach the schedule", () => {
    for (const entity of ["task", "calendar"] as const) {
      expect(readsTouchedBy(changed(entity))).toEqual(expect.arrayContaining(["projects.schedule", "tasks.delays"]));
    }
    // They lie in one row, so each moves the revision of the other.
    expect(readsTouchedBy(changed("calendar"))).toEqual(expect.arrayContaining(["calendar.get", "profile.get"]));
    expect(readsTouchedBy(changed("profile"))).toContain("calendar.get");
  });

  it("notes that changed reach the list, the open note and search, and leave the people alone", () => {
    const reads = readsTouchedBy({ type: "notes", paths: null });
    expect(reads).toEqual(expect.arrayContaining(["vault.notes", "vault.note", "search.find", "today.show"]));
    expect(reads).not.toContain("people.list");
  });

  it("a look through the vault puts the health of the index in doubt", () => {
    expect(readsTouchedBy({ type: "notes", paths: ["a.md"] })).toContain("health.check");
  });

  it("a backup that another program made reaches the list of backups and the health, and nothing else", () => {
    const reads = readsTouchedBy({ type: "backups" });
    expect(reads).toEqual(expect.arrayContaining(["backups.list", "backups.contents", "health.check"]));
    expect(reads).not.toContain("plans.list");
  });

  it("pieces of an answer put no read in doubt, its end does", () => {
    const talk = (moment: Extract<HostEvent, { type: "talk" }>["moment"]): HostEvent => ({ type: "talk", conversation_uid: "c", message_uid: "m", secretary_uid: "s", moment });
    expect(readsTouchedBy(talk({ kind: "delta", from: 0, text: "a" }))).toEqual([]);
    expect(readsTouchedBy(talk({ kind: "done" }))).toEqual(expect.arrayContaining(["talk.state", "usage.summary"]));
  });
});

describe("following a host", () => {
  const setting = () => {
    vi.useFakeTimers();
    let announce: ((event: HostEvent | null) => void) | undefined;
    const stopped = vi.fn();
    const host = {
      onEvent: (hear: (event: HostEvent | null) => void) => {
        announce = hear;
        return stopped;
      },
    } as unknown as Host;
    const queries = makeQueries();
    queries.setQueryData(["projects.get", { uid: "p" }], {});
    queries.setQueryData(["people.list", {}], {});
    const stop = followEvents(host, queries);
    const doubted = (key: readonly unknown[]) => queries.getQueryState(key)?.isInvalidated;
    return { announce: (event: HostEvent | null) => announce?.(event), stop, stopped, queries, doubted };
  };

  it("doubts what the event touches, and only that", () => {
    const { announce, doubted } = setting();
    announce(changed("task"));
    vi.advanceTimersByTime(20);
    expect(doubted(["projects.get", { uid: "p" }])).toBe(true);
    expect(doubted(["people.list", {}])).toBe(false);
    vi.useRealTimers();
  });

  it("answers a burst of events once", () => {
    const { announce, queries } = setting();
    const invalidate = vi.spyOn(queries, "invalidateQueries");
    for (let i = 0; i < 500; i += 1) announce({ type: "notes", paths: [`n${i}.md`] });
    vi.advanceTimersByTime(20);
    expect(invalidate).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });

  it("doubts everything after events may have been missed", () => {
    const { announce, doubted } = setting();
    announce(null);
    expect(doubted(["people.list", {}])).toBe(true);
    vi.useRealTimers();
  });

  it.each<HostEvent>([{ type: "everything" }, changed("database")])("doubts everything when the host says so, or has another database: %j", (event) => {
    const { announce, doubted } = setting();
    announce(event);
    expect(doubted(["people.list", {}])).toBe(true);
    expect(doubted(["projects.get", { uid: "p" }])).toBe(true);
    vi.useRealTimers();
  });

  it("stops", () => {
    const { stop, stopped } = setting();
    stop();
    expect(stopped).toHaveBeenCalled();
    vi.useRealTimers();
  });
});
