/// Owns how a field that the host refused is worded beside that field.
import type { CommandError } from "@/api";
import { m } from "@/i18n";

/** What is wrong with `field` according to `error`; null when the error is about something else. */
export function invalidField(error: unknown, field: string): string | null {
  if (typeof error !== "object" || error === null) return null;
  const { code, params } = error as Partial<CommandError>;
  if (code !== "invalid" || params?.["field"] !== field) return null;
  switch (params["rule"]) {
    case "required":
      return field === "title" ? m.plans_missing_title() : field === "objective" ? m.plans_missing_objective() : m.plans_problem_format();
    case "too_long":
      return typeof params["limit"] === "number" ? m.plans_problem_too_long({ limit: params["limit"] }) : m.plans_problem_too_long_plain();
    case "before_start":
      return m.plans_missing_due_before_start();
    case "cycle":
      return m.plans_problem_cycle();
    case "range":
      return m.plans_problem_range();
    default:
      return m.plans_problem_format();
  }
}
