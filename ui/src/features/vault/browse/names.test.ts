// @vitest-environment node
import { expect, it } from "vitest";
import { nameProblem } from "./names";

it.each([
  ["議事録 2026", null],
  ["a.b", null],
  ["", "required"],
  ["   ", "required"],
  ["a/b", "letters"],
  ["what?", "letters"],
  ["[[a]]", "letters"],
  ["a#b", "letters"],
  ["a\u0007", "letters"],
  [".hidden", "dots"],
  ["end.", "dots"],
])("%j: %s", (name, problem) => expect(nameProblem(name)).toBe(problem));
