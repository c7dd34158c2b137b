// @vitest-environment node
import { expect, it } from "vitest";
import { wantedNote, wantedProblem } from "./wanted";

const hit = (path: string, title: string, alias: string | null = null) => ({ path, title, alias, kind: "note" as const, highlights: [] });

it("is the note that was typed, in the folder before the slash", () => {
  expect(wantedNote("会議 / 定例", [])).toEqual({ folder: "会議", title: "定例" });
  expect(wantedNote("plan.md", [])).toEqual({ folder: "", title: "plan" });
});

it("is none where a note is called so, by name, path or alias", () => {
  expect(wantedNote("Plan", [hit("x/plan.md", "plan")])).toBeNull();
  expect(wantedNote("x/plan", [hit("x/plan.md", "plan")])).toBeNull();
  expect(wantedNote("計画", [hit("x/plan.md", "plan", "計画")])).toBeNull();
  expect(wantedNote("pla", [hit("x/plan.md", "plan")])).toEqual({ folder: "", title: "pla" });
});

it("is none where no file can be called so", () => {
  for (const typed of ["", "  ", "a?b", "[[x]]", "/", ".x"]) expect(wantedNote(typed, [])).toBeNull();
});

it("says why none can be called so, for any part of the path", () => {
  expect(["a?b", "x#y/z", "ok/.x", "/", "会議/定例"].map(wantedProblem)).toEqual(["letters", "letters", "dots", "required", null]);
});
