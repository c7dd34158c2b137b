/// Words for a step that can be undone: what was done, and to what. Must not know how it is undone.
import { entityText, type Action, type HistoryStep } from "@/api";
import { formatNumber, m } from "@/i18n";

const DONE: Record<Action, (about: { thing: string }) => string> = {
  create: m.history_create,
  update: m.history_update,
  delete: m.history_delete,
  restore: m.history_restore,
};

/** What a step did, to be put behind "undo:"; the first thing it touched stands for the rest. */
export function stepWords({ changes, total }: HistoryStep): string {
  const [first] = changes;
  if (first === undefined) return m.entity_thing();
  const entity = entityText(first.entity);
  const thing = first.title ? m.history_thing({ entity, title: first.title }) : m.history_thing_unnamed({ entity });
  const step = DONE[first.action]({ thing });
  return total > 1 ? m.history_and_more({ step, count: formatNumber(total - 1) }) : step;
}

/** The step to offer: the first that is no decision, since decisions stay; null when there is none. */
export function offered(steps: readonly HistoryStep[]): HistoryStep | null {
  return steps.find(({ is_decision }) => !is_decision) ?? null;
}
