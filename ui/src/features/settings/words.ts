/// How numbers are typed and durations said in Settings. Must not know React.
import { language } from "@/i18n";

/**
 * A whole number as it was typed, by a Japanese keyboard too; null when it is none, or lies outside of the bounds.
 */
export function readWhole(typed: string, least: number, most: number): number | null {
  const plain = typed.normalize("NFKC").replaceAll(",", "").trim();
  if (!/^\d{1,9}$/.test(plain)) return null;
  const value = Number(plain);
  return value >= least && value <= most ? value : null;
}

/** A duration in microseconds, in the unit a person would choose. */
export function formatDuration(micros: number): string {
  const [value, unit] = micros < 1_000_000 ? [micros / 1_000, "millisecond"] : [micros / 1_000_000, "second"];
  return new Intl.NumberFormat(language(), { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/** A project's key as it was typed: 2 to 10 letters and digits, a letter first; null when it is none. */
export function readKeyOfProject(typed: string): string | null {
  const key = typed.normalize("NFKC").trim().toUpperCase();
  return /^[A-Z][A-Z0-9]{1,9}$/.test(key) ? key : null;
}
