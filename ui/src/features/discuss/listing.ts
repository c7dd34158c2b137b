/// Which discussions a list shows, and in which order. Pure.
import type { DiscussionStatus, DiscussionSummary } from "@/api";

export const FILTERS = ["all", "running", "prepared", "ended"] as const;
export type Filter = (typeof FILTERS)[number];

const GROUP: Record<DiscussionStatus, Exclude<Filter, "all">> = { active: "running", paused: "running", draft: "prepared", completed: "ended", terminated: "ended" };

export function stands({ status }: Pick<DiscussionSummary, "status">, filter: Filter): boolean {
  return filter === "all" || GROUP[status] === filter;
}

/** What is going on first, then what is prepared; of each the latest first. */
export function inOrder(discussions: readonly DiscussionSummary[]): DiscussionSummary[] {
  const rank = ({ status }: DiscussionSummary) => FILTERS.indexOf(GROUP[status]);
  return discussions.toSorted((a, b) => rank(a) - rank(b) || b.updated_at.localeCompare(a.updated_at));
}
