/// What happened to something, the newest first: who did what, when, and why.
import type { Action, ActorKind, FieldChange, Instant } from "@/api";
import { InstantText } from "@/components";
import { m } from "@/i18n";
import { fieldWords } from "./historyWords";

/** One entry, wherever it was read from. */
export interface HistoryLine {
  seq: number;
  at: Instant;
  by: { kind: ActorKind; name: string | null };
  action: Action;
  reason: string | null;
  fields: readonly FieldChange[];
}

const DONE: Record<Action, () => string> = {
  create: m.projects_history_create,
  update: m.projects_history_update,
  delete: m.projects_history_delete,
  restore: m.projects_history_restore,
};

const WHO: Record<ActorKind, () => string> = {
  person: m.plans_author_person,
  secretary: m.plans_author_secretary,
  system: m.plans_author_system,
};

export function HistoryLines({ lines, names }: { lines: readonly HistoryLine[]; names: ReadonlyMap<string, string> }) {
  if (lines.length === 0) return <p className="text-sm text-ink-3">{m.projects_history_none()}</p>;
  return (
    <ol className="flex flex-col gap-3">
      {lines.map((line) => (
        <li key={line.seq} className="border-s-2 border-line ps-3">
          {line.fields.length === 0 ? (
            <p className="text-base">{DONE[line.action]()}</p>
          ) : (
            line.fields.map((change) => (
              <p key={change.field} className="text-base wrap-anywhere">
                {fieldWords(change, names)}
              </p>
            ))
          )}
          {line.reason !== null && line.reason !== "" && <p className="text-sm text-ink-2 wrap-anywhere">{m.projects_history_reason({ reason: line.reason })}</p>}
          <p className="text-sm text-ink-3">
            {line.by.name ?? WHO[line.by.kind]()} · <InstantText instant={line.at} />
          </p>
        </li>
      ))}
    </ol>
  );
}
