import { describe, expect, it } from "vitest";
import { costText, readCost, typeCost } from "./cost";

const typed = (text: string, currency = "JPY") => readCost({ text, currency, held: null });

describe("a cost", () => {
  it("is read as people type it", () => {
    expect(typed("３００，０００")).toEqual({ amount: 300_000, currency: "JPY" });
    expect(typed("1,250.5", "EUR")).toEqual({ amount: 125_050, currency: "EUR" });
    expect(typed("  ")).toBeNull();
  });

  it("is not guessed at", () => {
    for (const [text, currency] of [["about 5", "JPY"], ["-1", "JPY"], ["12.5", "JPY"], ["1.234", "EUR"], ["9".repeat(17), "JPY"]] as const) expect(typed(text, currency)).toBe("unread");
  });

  it("comes back as it was typed", () => {
    for (const cost of [{ amount: 300_000, currency: "JPY" }, { amount: 1205, currency: "USD" }]) expect(readCost(typeCost(cost))).toEqual(cost);
  });

  it("is shown in the unit of its currency", () => {
    expect(costText({ amount: 1205, currency: "USD" }, "en")).toBe("$12.05");
    expect(costText({ amount: 1205, currency: "JPY" }, "en")).toBe("¥1,205");
  });
});
