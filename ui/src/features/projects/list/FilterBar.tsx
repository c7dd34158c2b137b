/// Which tasks of the list are wanted: words, status, priority, who, and when.
import { Search } from "lucide-react";
import type { Secretary } from "@/api";
import { Button, Select } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { PRIORITIES, TASK_STATUSES } from "../stages";
import { PRIORITY, TASK_STATUS } from "../words";
import { EVERYTHING, isFiltering, type TaskFilter } from "./listing";

export function FilterBar({ filter, staff, onChange }: { filter: TaskFilter; staff: readonly Secretary[]; onChange: (filter: TaskFilter) => void }) {
  const set = (more: Partial<TaskFilter>) => onChange({ ...filter, ...more });
  return (
    <search className="flex flex-wrap items-center gap-2">
      <div className="relative w-48">
        <Search size={14} className="pointer-events-none absolute start-2.5 top-1/2 -translate-y-1/2 text-ink-3" aria-hidden />
        <input
          type="search"
          aria-label={m.projects_filter_text()}
          placeholder={m.projects_filter_text()}
          autoComplete="off"
          value={filter.text}
          onChange={(event) => set({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === "Escape" && !isComposing(event)) set({ text: "" });
          }}
          className="h-8 w-full rounded-md border border-control bg-raised ps-8 pe-2 text-sm text-ink hover:border-ink-3 focus-visible:border-accent focus-visible:outline-offset-0"
        />
      </div>
      <Select
        hideLabel
        size="sm"
        className="w-32"
        label={m.projects_field_status()}
        value={filter.status}
        onChange={(status) => set({ status })}
        options={[
          { value: "all", label: m.projects_filter_any_status() },
          { value: "open", label: m.projects_filter_open() },
          ...TASK_STATUSES.map((value) => ({ value, label: TASK_STATUS[value]() })),
        ]}
      />
      <Select
        hideLabel
        size="sm"
        className="w-32"
        label={m.projects_field_priority()}
        value={filter.priority}
        onChange={(priority) => set({ priority })}
        options={[{ value: "any", label: m.projects_filter_any_priority() }, ...PRIORITIES.map((value) => ({ value, label: PRIORITY[value].word() }))]}
      />
      <Select
        hideLabel
        size="sm"
        className="w-32"
        label={m.projects_field_assignee()}
        value={filter.assignee}
        onChange={(assignee) => set({ assignee })}
        options={[
          { value: "any", label: m.projects_filter_anybody() },
          { value: "nobody", label: m.projects_nobody() },
          ...staff.map(({ uid, name }) => ({ value: uid, label: name })),
        ]}
      />
      <Select
        hideLabel
        size="sm"
        className="w-32"
        label={m.projects_field_due()}
        value={filter.due}
        onChange={(due) => set({ due })}
        options={[
          { value: "any", label: m.projects_filter_any_day() },
          { value: "late", label: m.projects_overdue() },
          { value: "week", label: m.projects_filter_week() },
          { value: "none", label: m.projects_filter_no_day() },
        ]}
      />
      {isFiltering(filter) && (
        <Button size="sm" variant="ghost" onClick={() => onChange(EVERYTHING)}>
          {m.projects_list_clear()}
        </Button>
      )}
    </search>
  );
}
