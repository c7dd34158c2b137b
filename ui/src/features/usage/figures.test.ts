import { describe, expect, it } from "vitest";
import type { UsageLine } from "@/api";
import { barsOf, latencyOf, readCount, readDollars, spanOf, standing, successOf, topOf, writeDollars } from "./figures";

const line = (key: string | null, cost: number): UsageLine => ({ key, calls: 1, failed: 0, input_tokens: 10, cached_tokens: 0, output_tokens: 5, cost, unpriced_calls: 0, unpriced_tokens: 0, estimated_calls: 0, latency_ms: 100 });

describe("the days of a chart", () => {
  it("shows days without calls as well", () => {
    const bars = barsOf([line("2026-02-27", 3), line("2026-03-01", 4)], "2026-02-26", "2026-03-02", "cost");
    expect(bars.map(({ value }) => value)).toEqual([0, 3, 0, 4, 0]);
    expect(bars[0]).toMatchObject({ from: "2026-02-26", to: "2026-02-26" });
  });
  it("puts days together where there are many, and loses none of what they cost", () => {
    const { from, to } = spanOf("year", "2026-11-20");
    const lines = [line(from, 1), line("2026-06-30", 10), line(to, 100)];
    const bars = barsOf(lines, from, to, "cost");
    expect(bars.length).toBeLessThanOrEqual(31);
    expect(bars.reduce((sum, { value }) => sum + value, 0)).toBe(111);
    expect([bars[0]?.from, bars.at(-1)?.to, bars.at(-1)?.value]).toEqual([from, to, 100]);
    for (const [at, bar] of bars.slice(1).entries()) expect(bar.from > (bars[at]?.to ?? "")).toBe(true);
  });
  it("counts tokens and calls too", () => {
    expect(barsOf([line("2026-01-01", 0)], "2026-01-01", "2026-01-01", "tokens")[0]?.value).toBe(15);
    expect(barsOf([line("2026-01-01", 0)], "2026-01-01", "2026-01-01", "calls")[0]?.value).toBe(1);
  });
});

describe("figures", () => {
  it("scales to a number a person reads at a glance", () => expect([[0], [7], [10], [11], [0.03]].map(topOf)).toEqual([1, 10, 10, 20, 0.05]));
  it("says nothing where nothing was called", () => {
    const none = { ...line(null, 0), calls: 0, latency_ms: 0 };
    expect([successOf(none), latencyOf(none)]).toEqual([null, null]);
    expect([successOf({ ...none, calls: 3, failed: 1 }), latencyOf({ ...none, calls: 4, latency_ms: 10 })]).toEqual([66, 3]);
  });
  it("warns from eighty percent on", () => expect([79, 80, 99, 100, 250].map((percent) => standing({ percent }))).toEqual(["good", "warned", "warned", "spent", "spent"]));
});

describe("money as it is typed", () => {
  it("is read in the host's units, without a rounding error", () => {
    for (const [text, units] of [["5", 500_000_000], ["0.29", 29_000_000], ["１．５", 150_000_000], ["$1,000", 100_000_000_000], ["0.00000001", 1]] as const) expect(readDollars(text), text).toBe(units);
    for (const bad of ["", "-1", "1.2.3", "a", "1e9", "99999999", "0.000000001"]) expect(readDollars(bad), bad).toBeNull();
    expect(readDollars(writeDollars(29_000_000))).toBe(29_000_000);
  });
  it("knows whole numbers", () => expect(["1,000", "１２", "", "1.5"].map(readCount)).toEqual([1000, 12, null, null]));
});
