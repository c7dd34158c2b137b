// @vitest-environment node
/// The keys for undo never change a record while a file of the vault is what was changed last.
import { beforeEach, expect, it, vi } from "vitest";
import type { Entity, HostEvent, Origin } from "@/api";
import { VaultActions } from "./vaultActions";

let actions = new VaultActions();
beforeEach(() => {
  actions = new VaultActions();
});
const changed = (entity: Entity, origin: Origin): HostEvent => ({ type: "changed", seq: 1, entity, uid: "u", action: "update", origin });

it("means the records where nothing was done to files", () => {
  expect(actions.takeUndo().kind).toBe("records");
  expect(actions.redo().kind).toBe("records");
});

it("undoes files from the last to the first, then records; none of it is done again in the records", () => {
  const [first, second] = [vi.fn(async () => undefined), vi.fn(async () => undefined)];
  actions.add(first);
  actions.add(second);
  expect(actions.redo().kind).toBe("file");
  expect(actions.takeUndo()).toEqual({ kind: "vault", undo: second });
  expect(actions.takeUndo()).toEqual({ kind: "vault", undo: first });
  expect(actions.takeUndo().kind).toBe("records");
  expect(actions.redo().kind).toBe("file");
});

it("touches nothing while the last change has no way back", () => {
  actions.add(async () => undefined);
  actions.add(null);
  expect(actions.takeUndo().kind).toBe("file");
  expect(actions.takeUndo().kind).toBe("file");
});

it("forgets what was undone from its toast", () => {
  const action = actions.add(async () => undefined);
  actions.drop(action);
  expect(actions.takeUndo().kind).toBe("records");
});

it("is the records' again after the person changed one, and only then", () => {
  actions.add(null);
  actions.hear(changed("plan", "engine"));
  actions.hear(changed("plan", "vault"));
  actions.hear(changed("note", "desktop"));
  expect(actions.takeUndo().kind).toBe("file");
  actions.hear(changed("task", "desktop"));
  expect(actions.takeUndo().kind).toBe("records");
});
