/// A backup is called by the name it was given, and can be used only while it is what was written.
import { expect, it } from "vitest";
import { backupName, isUsable } from "./backupWords";

it("is called by its name, else by its time, else as on the disk", () => {
  expect(backupName({ id: "b1", name: "整理の前", at: "2026-01-31T01:02:03.000Z" })).toBe("整理の前");
  expect(backupName({ id: "b1", name: null, at: "2026-01-31T01:02:03.000Z" })).toContain("2026");
  expect(backupName({ id: "b1", name: null, at: null })).toBe("b1");
});

it("cannot be used when it is damaged or of a newer Hisho", () => {
  expect((["present", "sound", "damaged", "newer"] as const).filter((state) => isUsable({ state }))).toEqual(["present", "sound"]);
});
