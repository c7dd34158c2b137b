// @vitest-environment node
import { describe, expect, it } from "vitest";
import { bareTag, converted, keyProblem, typeOf } from "./editing";

describe("the type of a property", () => {
  it.each([
    ["title", "words", "text"],
    ["n", 3, "number"],
    ["done", false, "checkbox"],
    ["due", "2026-05-01", "date"],
    ["at", "2026-05-01T10:30:00", "datetime"],
    ["who", ["a", "b"], "list"],
    ["who", [], "list"],
    ["tags", "one", "tags"],
    ["tags", null, "tags"],
    ["aliases", "one", "list"],
    ["x", null, "text"],
    ["up", "[[A]]", "text"],
  ])("%s: %j is %s", (key, value, type) => expect(typeOf(key, value)).toBe(type));
  it("is none for what is nested: it is left as it is", () => {
    expect(typeOf("x", { a: 1 })).toBeNull();
    expect(typeOf("x", [{ a: 1 }])).toBeNull();
  });
});

describe("another type", () => {
  it("keeps what can be kept", () => {
    expect(converted("3,500", "number")).toBe(3500);
    expect(converted("３", "number")).toBe(3);
    expect(converted(["a", "b"], "text")).toBe("a, b");
    expect(converted("a", "list")).toEqual(["a"]);
    expect(converted("2026-05-01T10:30:00", "date")).toBe("2026-05-01");
    expect(converted("2026-05-01", "datetime")).toBe("2026-05-01T00:00:00");
    expect(converted("true", "checkbox")).toBe(true);
    expect(converted("#a b", "tags")).toEqual(["a", "b"]);
  });
  it("is empty where nothing can be kept", () => {
    expect(converted("three", "number")).toBeNull();
    expect(converted("", "number")).toBeNull();
    expect(converted("soon", "date")).toBeNull();
    expect(converted(null, "list")).toEqual([]);
  });
});

it("makes a tag of what was typed", () => expect(bareTag(" #my tag ")).toBe("my-tag"));

it("refuses a name that is there, whatever its case", () => {
  expect(keyProblem("Due", ["due"])).toBe("taken");
  expect(keyProblem(" ", [])).toBe("required");
  expect(keyProblem("期限", ["due"])).toBeNull();
});
