import { describe, expect, it } from "vitest";
import { addDays } from "@/i18n/dates";
import { daysIn, daysOf, monthsIn, scaleOf, weeksIn, xOf } from "./scale";

const scale = scaleOf(["2026-03-10", "2026-05-02"], "2026-03-01", "week");

describe("the line of days", () => {
  it("holds today and every day, with room at its ends", () => {
    expect(scale.first).toBe("2026-02-22");
    expect(addDays(scale.first, scale.days - 1)).toBe("2026-05-23");
    expect(xOf(scale, "2026-02-23")).toBe(scale.dayPx);
    expect(xOf(scale, "2026-03-10") - xOf(scale, "2026-03-01")).toBe(9 * scale.dayPx);
  });

  it("takes a way in pixels for the nearest number of days", () => {
    expect(daysOf(scale, scale.dayPx * 2.4)).toBe(2);
    expect(daysOf(scale, -scale.dayPx * 0.6)).toBe(-1);
  });

  it("is divided into days, weeks and months, of which only what is in sight is made", () => {
    const days = daysIn(scale, xOf(scale, "2026-03-01"), xOf(scale, "2026-03-08"));
    expect(days.map(({ day }) => day)).toEqual(["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07"]);
    const months = monthsIn(scale, 0, Number.POSITIVE_INFINITY);
    expect(months.map(({ day }) => day)).toEqual(["2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"]);
    expect(months.reduce((sum, { width }) => sum + width, 0)).toBe(scale.days * scale.dayPx);
    expect(months[1]?.width).toBe(31 * scale.dayPx);
    expect(monthsIn(scale, xOf(scale, "2026-03-15"), xOf(scale, "2026-03-20")).map(({ day }) => day)).toEqual(["2026-03-01"]);
    expect(weeksIn(scale, xOf(scale, "2026-03-04"), xOf(scale, "2026-03-12")).map(({ day }) => day)).toEqual(["2026-03-02", "2026-03-09"]);
  });
});
