/// What is done with all chosen tasks at once. Each choice takes effect when it is made.
import { useState, type ReactNode } from "react";
import type { Secretary, Task } from "@/api";
import { Select, useToast } from "@/components";
import { formatNumber, m } from "@/i18n";
import type { TaskFields } from "../changes";
import { PRIORITIES, TASK_STATUSES } from "../stages";
import { SettledDay } from "./SettledDay";
import { MOST_AT_ONCE } from "../useTasks";
import { useUndoOffer } from "../useUndoOffer";
import { PRIORITY, TASK_STATUS } from "../words";

export interface BulkBarProps {
  tasks: readonly Task[];
  staff: readonly Secretary[];
  /** The box that chooses all. */
  all: ReactNode;
  changeMany: (tasks: readonly Task[], fields: TaskFields) => Promise<boolean>;
}

export function BulkBar({ tasks, staff, all, changeMany }: BulkBarProps) {
  const toast = useToast();
  const offerUndo = useUndoOffer();
  const [busy, setBusy] = useState(false);
  const none = tasks.length === 0;
  const apply = async (fields: TaskFields) => {
    setBusy(true);
    const count = formatNumber(tasks.length);
    if (await changeMany(tasks, fields)) toast({ title: m.projects_bulk_done({ count }), tone: "success", ...(tasks.length <= MOST_AT_ONCE && (await offerUndo())) });
    setBusy(false);
  };
  const off = none || busy;
  return (
    <section aria-label={m.projects_bulk_label()} aria-busy={busy} className="flex flex-wrap items-center gap-2 rounded-lg bg-accent-soft px-4 py-2">
      {all}
      <p role="status" className="min-w-28 text-sm font-medium">
        {m.projects_bulk_count({ count: formatNumber(tasks.length) })}
      </p>
      <Select
        hideLabel
        size="sm"
        className="w-36"
        disabled={off}
        label={m.projects_bulk_status()}
        value=""
        onChange={(status) => status !== "" && void apply({ status })}
        options={[{ value: "", label: m.projects_bulk_status() }, ...TASK_STATUSES.map((value) => ({ value, label: TASK_STATUS[value]() }))]}
      />
      <Select
        hideLabel
        size="sm"
        className="w-36"
        disabled={off}
        label={m.projects_bulk_priority()}
        value=""
        onChange={(priority) => priority !== "" && void apply({ priority })}
        options={[{ value: "", label: m.projects_bulk_priority() }, ...PRIORITIES.map((value) => ({ value, label: PRIORITY[value].word() }))]}
      />
      <Select
        hideLabel
        size="sm"
        className="w-36"
        disabled={off}
        label={m.projects_bulk_assignee()}
        value=""
        onChange={(uid) => uid !== "" && void apply({ assistant_uid: uid === NOBODY ? null : uid })}
        options={[
          { value: "", label: m.projects_bulk_assignee() },
          { value: NOBODY, label: m.projects_nobody() },
          ...staff.filter(({ is_active }) => is_active).map(({ uid, name }) => ({ value: uid, label: name })),
        ]}
      />
      <div className="w-44">
        <SettledDay disabled={off} label={m.projects_bulk_due()} value={null} onChange={(due_on) => void apply({ due_on })} />
      </div>
    </section>
  );
}

const NOBODY = "nobody";
