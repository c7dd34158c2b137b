/// The language of the UI: the typed messages, which language is spoken now, and how days and times are written.
import { m } from "./messages/messages.js";
import { overwriteGetLocale } from "./messages/runtime.js";
import type { Language } from "@/api/types";

export { m };
export * from "./dates";
export * from "./weeks";

let spoken: Language = "en";
overwriteGetLocale(() => spoken);

/** The language spoken now. */
export function language(): Language {
  return spoken;
}

/**
 * Speaks another language from the next render on. Components keep what they rendered, so whoever calls this
 * must render the tree anew (App does, by keying it with the language).
 */
export function speak(next: Language): void {
  spoken = next;
  document.documentElement.lang = next;
}

/** The language of the system, as far as Hisho speaks it. */
export function systemLanguage(preferred: readonly string[] = navigator.languages): Language {
  const first = preferred.find((tag) => /^(ja|en)\b/i.test(tag));
  return first?.toLowerCase().startsWith("ja") ? "ja" : "en";
}

// Making one costs more than a hundred comparisons.
const collators = new Map<Language, Intl.Collator>();

/** Text in the order of the spoken language, for lists that a person reads. */
export function compareText(a: string, b: string): number {
  let collator = collators.get(spoken);
  if (collator === undefined) {
    collator = new Intl.Collator(spoken, { numeric: true });
    collators.set(spoken, collator);
  }
  return collator.compare(a, b);
}

/** A whole number with the separators of the spoken language. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat(spoken).format(value);
}

/** A size in bytes, in the unit a person would choose. */
export function formatBytes(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  return new Intl.NumberFormat(spoken, {
    style: "unit",
    unit: units[step],
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(bytes / 1024 ** step);
}

/** How many of the host's units of money make one US dollar. */
const UNITS_PER_DOLLAR = 100_000_000;

/** Money in units of 10^-8 US dollars, with as many places as tell small sums from nothing. */
export function formatCost(units: number): string {
  const dollars = units / UNITS_PER_DOLLAR;
  const small = dollars !== 0 && Math.abs(dollars) < 0.1;
  return new Intl.NumberFormat(spoken, { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", ...(small ? { minimumFractionDigits: 2, maximumSignificantDigits: 2 } : {}) }).format(dollars);
}
