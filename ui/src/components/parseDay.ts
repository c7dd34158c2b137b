/// Reads a day as people type it. Pure.
import type { Day } from "@/api/types";
import { addDays, isDay } from "@/i18n/dates";

const WORDS: Record<string, number> = {
  今日: 0, 本日: 0, きょう: 0, today: 0,
  明日: 1, あした: 1, あす: 1, tomorrow: 1,
  明後日: 2, あさって: 2,
  来週: 7, "next week": 7,
};

/**
 * The day that a text means, or null: `2026-01-05`, `2026/1/5`, `2026年1月5日`, `20260105`, and without a year
 * `1/5` or `1月5日`, which is the next such day from `today` on; also today, tomorrow, 今日, 明日, 来週 and `+3`.
 * Full-width digits are read as digits.
 */
export function parseDay(text: string, today: Day): Day | null {
  const clean = text.normalize("NFKC").trim().toLowerCase();
  const word = WORDS[clean];
  if (word !== undefined) return addDays(today, word);
  const later = /^\+(\d{1,3})$/.exec(clean);
  if (later) return addDays(today, Number(later[1]));

  const whole = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(clean) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(clean);
  if (whole) return made(whole[1], whole[2], whole[3]);
  const short = /^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(clean);
  if (!short) return null;
  const year = Number(today.slice(0, 4));
  for (let next = year; next <= year + 8; next += 1) {
    const day = made(String(next), short[1], short[2]);
    if (day && day >= today) return day;
  }
  return null;
}

function made(year = "", month = "", date = ""): Day | null {
  const day = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  return isDay(day) ? day : null;
}
