/// What the things of the Usage place are called. Must not know commands.
import type { Account, BudgetPeriod, People, ProjectSummary, UsageBy, Uid } from "@/api";
import { m } from "@/i18n";

export const PERIODS: Record<BudgetPeriod, () => string> = { day: m.usage_period_day, month: m.usage_period_month };

/** Who and what calls can be for. */
export interface Known {
  people: People | undefined;
  projects: readonly ProjectSummary[] | undefined;
  accounts: readonly Account[] | undefined;
}

/** The name of a secretary, project or account; what is gone is said to be. */
function named(list: readonly { uid: Uid; name?: string; title?: string }[] | undefined, uid: string): string {
  const found = list?.find((one) => one.uid === uid);
  return found?.name ?? found?.title ?? (list === undefined ? "…" : m.usage_gone());
}

/** What the line of a summary is for. */
export function lineName(by: UsageBy, key: string | null, { people, projects, accounts }: Known): string {
  if (key === null) return m.usage_of_none();
  switch (by) {
    case "secretary":
      return named(people?.secretaries, key);
    case "project":
      return named(projects, key);
    case "account":
      return named(accounts, key);
    default:
      return key;
  }
}

/** Whose budget it is. */
export function subjectName(scope: "all" | "secretary" | "project", uid: string | null, known: Known): string {
  return scope === "all" ? m.usage_scope_all() : lineName(scope, uid, known);
}
