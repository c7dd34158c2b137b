import { describe, expect, it } from "vitest";
import { layOut, type TimelineMark } from "./timeline";

const mark = (key: string, day: string | null, ...after: string[]): TimelineMark => ({ key, title: key, day, after });

describe("the picture of a plan's time", () => {
  it("needs two days", () => {
    expect(layOut([mark("a", "2027-01-10")], null, null, "2027-01-01")).toBeNull();
    expect(layOut([mark("a", "2027-01-10"), mark("b", null)], "2027-01-10", null, "2027-01-01")).toBeNull();
  });

  it("puts milestones between its ends by their days, the earliest on top", () => {
    const layout = layOut([mark("b", "2027-01-06"), mark("a", "2027-01-03", "b")], "2027-01-01", "2027-01-11", "2027-01-02");
    expect(layout?.marks.map(({ key, at, row }) => [key, at, row])).toEqual([["a", 0.2, 0], ["b", 0.5, 1]]);
    expect([layout?.start, layout?.due, layout?.today]).toEqual([0, 1, 0.1]);
    expect(layout?.links.map(({ from, to }) => from.key + to.key)).toEqual(["ba"]);
  });

  it("says which months begin, not more than can be read", () => {
    const days = (due: string) => layOut([], "2027-01-15", due, "2020-01-01")?.ticks.map((tick) => tick.day);
    expect(days("2027-04-01")).toEqual(["2027-02-01", "2027-03-01", "2027-04-01"]);
    expect(days("2027-01-20")).toEqual(["2027-01-15", "2027-01-20"]);
    expect(days("2031-01-01")?.length).toBeLessThanOrEqual(7);
  });
});
