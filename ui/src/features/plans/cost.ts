/// Owns how a cost is typed and read: the amount in the currency's own unit, kept by the host in its smallest.
/// Must not know components or the host.
import type { Cost } from "@/api";

/** A cost as it is typed. */
export interface DraftCost {
  text: string;
  currency: string;
  /** What the host has. */
  held: Cost | null;
}

/** The currencies to choose from; one that a plan came with stays choosable. */
export const CURRENCIES = ["JPY", "USD", "EUR", "GBP", "CNY", "KRW"] as const;
/** Currencies without a smaller unit, as the host knows them. */
const WHOLE = new Set(["JPY", "KRW", "VND", "CLP", "ISK"]);
/** The most the host takes, in the smallest unit. */
const MOST = 1_000_000_000_000_000;

/** Whether the currency has hundredths. */
function decimals(currency: string): 0 | 2 {
  return WHOLE.has(currency) ? 0 : 2;
}

/** The cost as one would type it. */
export function typeCost(cost: Cost | null): DraftCost {
  if (cost === null) return { text: "", currency: "JPY", held: null };
  const digits = decimals(cost.currency);
  const text = digits === 0 ? String(cost.amount) : (cost.amount / 100).toFixed(2);
  return { text, currency: cost.currency, held: cost };
}

/** What is typed, null for nothing, or that it cannot be read. Full-width digits and separators of thousands are understood. */
export function readCost({ text, currency }: DraftCost): Cost | null | "unread" {
  const plain = text.normalize("NFKC").replaceAll(/[\s,，、_]/g, "");
  if (plain === "") return null;
  const found = /^(\d+)(?:\.(\d{1,2}))?$/.exec(plain);
  if (found === null) return "unread";
  const [, whole = "", part = ""] = found;
  const digits = decimals(currency);
  if (digits === 0 && part !== "") return "unread";
  const amount = Number(whole) * 10 ** digits + (digits === 0 ? 0 : Number(part.padEnd(2, "0")));
  return amount <= MOST ? { amount, currency } : "unread";
}

/** A cost to read, in the words of a language. */
export function costText({ amount, currency }: Cost, locale: string): string {
  const value = amount / 10 ** decimals(currency);
  return new Intl.NumberFormat(locale, { style: "currency", currency, minimumFractionDigits: decimals(currency) }).format(value);
}
