import { describe, expect, it } from "vitest";
import { propertyValue } from "./properties";

describe("properties", () => {
  it("are shown by the type a person gave them", () => {
    expect(propertyValue("done", true)).toEqual({ kind: "checkbox", on: true });
    expect(propertyValue("size", 3.5)).toEqual({ kind: "number", value: 3.5 });
    expect(propertyValue("due", "2026-05-01")).toEqual({ kind: "day", day: "2026-05-01" });
    expect(propertyValue("at", "2026-05-01T10:30:00")).toMatchObject({ kind: "moment" });
    expect(propertyValue("site", "https://example.org/a")).toMatchObject({ kind: "url" });
    expect(propertyValue("note", "plain: words")).toEqual({ kind: "text", text: "plain: words" });
  });

  it("know nothing written from something empty", () => {
    for (const value of [null, undefined, "", "  ", []]) expect(propertyValue("x", value)).toEqual({ kind: "empty" });
    expect(propertyValue("x", 0)).toEqual({ kind: "number", value: 0 });
  });

  it("make tags of the tags property only", () => {
    expect(propertyValue("tags", ["#仕事", "home", 3])).toEqual({ kind: "tags", tags: ["仕事", "home"] });
    expect(propertyValue("Tags", "one")).toEqual({ kind: "tags", tags: ["one"] });
    expect(propertyValue("people", ["a"])).toEqual({ kind: "list", items: [{ kind: "text", text: "a" }] });
  });

  it("read links with and without other words", () => {
    expect(propertyValue("up", "[[会議/定例]]")).toEqual({ kind: "link", target: "会議/定例", shown: "会議/定例" });
    expect(propertyValue("up", "[[A|b]]")).toEqual({ kind: "link", target: "A", shown: "b" });
    expect(propertyValue("up", "see [[A]]")).toEqual({ kind: "text", text: "see [[A]]" });
  });

  it("show nested values as they are", () => {
    expect(propertyValue("x", { a: 1 })).toMatchObject({ kind: "json" });
  });
});
