// @vitest-environment node
/// What may be opened outside, who may decide, and how a failure looks.
import { describe, expect, it } from "vitest";
import { asFailure, assertGesture, CommandFailure, isOpenable } from "./host";

describe("addresses", () => {
  it.each(["https://example.org", "http://example.org/a?b#c", "mailto:a@example.org", "obsidian://open?path=%2Fa.md"])("opens %s", (url) => expect(isOpenable(url)).toBe(true));
  it.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "blob:https://a/b", "tauri://localhost", "notes/a.md", "//example.org", ""])("leaves %j alone", (url) =>
    expect(isOpenable(url)).toBe(false));
});

it("lets nothing but a trusted event decide", () => {
  expect(() => assertGesture("plans.approve", { isTrusted: true })).not.toThrow();
  expect(() => assertGesture("plans.approve", new Event("click"))).toThrow(expect.objectContaining({ code: "person_only", params: { command: "plans.approve" } }));
});

describe("failures", () => {
  it("keep code, message and params", () => {
    expect(asFailure({ code: "stale", message: "m", params: { entity: "plan" } })).toMatchObject({ code: "stale", message: "m", params: { entity: "plan" } });
  });
  it("survive without params", () => expect(asFailure({ code: "in_use", message: "m" }).params).toEqual({}));
  it("pass through", () => {
    const failure = new CommandFailure({ code: "io", message: "m", params: {} });
    expect(asFailure(failure)).toBe(failure);
  });
  it.each([undefined, null, "text", 7, {}, { code: "nonsense" }, new Error("e")])("become internal: %j", (thrown) => expect(asFailure(thrown).code).toBe("internal"));
});

it("knows every code the host can send", () => {
  for (const code of ["unanswered", "import_unusable", "refused"] as const) expect(asFailure({ code, message: "m", params: { a: 1 } })).toMatchObject({ code, params: { a: 1 } });
  for (const code of ["tomorrow", "toString", 3]) expect(asFailure({ code, message: "m", params: {} }).code).toBe("internal");
});
