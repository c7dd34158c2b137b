/// Working time in words, and what a person types for it. Must not know tasks or calendars.
import { formatNumber, language, m } from "@/i18n";

const HOUR = 60;

/** Minutes as hours and minutes: 90 is "1 h 30 min". */
export function formatMinutes(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / HOUR), minutes % HOUR];
  if (hours === 0) return m.projects_minutes({ minutes: formatNumber(rest) });
  if (rest === 0) return m.projects_hours({ hours: formatNumber(hours) });
  return m.projects_hours_minutes({ hours: formatNumber(hours), minutes: formatNumber(rest) });
}

const UNITS: Record<string, number> = { h: HOUR, hour: HOUR, hours: HOUR, 時間: HOUR, m: 1, min: 1, mins: 1, minute: 1, minutes: 1, 分: 1 };
/** Longer than anyone plans: a hundred thousand hours. */
const MOST = 100_000 * HOUR;

/**
 * The minutes that a text means: `90` and `1.5` alone are hours, with a unit what it says (`45m`, `1h 30m`, `1時間30分`).
 * Null for no text, undefined for one that is none.
 */
export function readMinutes(text: string): number | null | undefined {
  const clean = text.normalize("NFKC").trim().toLowerCase().replace(/(\d),(\d)/g, "$1.$2");
  if (clean === "") return null;
  if (/^\d+(\.\d+)?$/.test(clean)) return within(Number(clean) * HOUR);
  const parts = [...clean.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+|時間|分)\s*/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== clean) return undefined;
  const minutes = parts.map(([, count, unit = ""]) => Number(count) * (UNITS[unit] ?? Number.NaN));
  return within(minutes.reduce((sum, part) => sum + part, 0));
}

function within(minutes: number): number | undefined {
  return minutes >= 0 && minutes <= MOST ? Math.round(minutes) : undefined;
}

/** Minutes as a field shows them to be edited, so that it reads back what it shows. */
export function minutesText(minutes: number | null): string {
  if (minutes === null) return "";
  const [hours, rest] = [Math.floor(minutes / HOUR), minutes % HOUR];
  const [hour, minute] = language() === "ja" ? ["時間", "分"] : ["h ", "min"];
  return `${hours > 0 ? `${hours}${hour}` : ""}${rest > 0 || hours === 0 ? `${rest}${minute}` : ""}`.trim();
}
