/// The fields of a task. Must not know when they are sent.
import { useState } from "react";
import { useRead, useRun } from "@/api";
import { Button, cx, DateField, Select, TextField } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { PRIORITIES, TASK_STATUSES } from "../stages";
import { PRIORITY, TASK_STATUS, TASK_TYPE, TASK_TYPES } from "../words";
import type { TaskDraft, wrongIn } from "./draft";

export interface TaskFieldsFormProps {
  draft: TaskDraft;
  wrong: ReturnType<typeof wrongIn>;
  onChange: (more: Partial<TaskDraft>) => void;
  /** Enter in the title. */
  onEnter: () => void;
}

export function TaskFieldsForm({ draft, wrong, onChange, onEnter }: TaskFieldsFormProps) {
  const people = useRead("people.list", {});
  // Whoever left keeps their tasks until somebody else is chosen.
  const staff = (people.data?.secretaries ?? []).filter(({ uid, is_active }) => is_active || uid === draft.assistant_uid);
  return (
    <div className="flex flex-col gap-4">
      <TextField
        label={m.projects_field_title()}
        required
        value={draft.title}
        maxLength={200}
        onChange={(title) => onChange({ title })}
        error={wrong.has("title") ? m.projects_title_required() : null}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !isComposing(event)) onEnter();
        }}
      />
      <TextField label={m.projects_field_description()} multiline rows={4} maxLength={20_000} value={draft.description} onChange={(description) => onChange({ description })} />
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Select label={m.projects_field_status()} value={draft.status} onChange={(status) => onChange({ status })} options={TASK_STATUSES.map((value) => ({ value, label: TASK_STATUS[value]() }))} />
        <Select label={m.projects_field_priority()} value={draft.priority} onChange={(priority) => onChange({ priority })} options={PRIORITIES.map((value) => ({ value, label: PRIORITY[value].word() }))} />
        <Select label={m.projects_field_type()} value={draft.task_type} onChange={(task_type) => onChange({ task_type })} options={TASK_TYPES.map((value) => ({ value, label: TASK_TYPE[value]() }))} />
        <Select
          label={m.projects_field_assignee()}
          value={draft.assistant_uid ?? ""}
          onChange={(uid) => onChange({ assistant_uid: uid === "" ? null : uid })}
          options={[{ value: "", label: m.projects_nobody() }, ...staff.map(({ uid, name }) => ({ value: uid, label: name }))]}
        />
      </div>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <DateField className="sm:col-span-1" label={m.projects_field_start()} value={draft.start_on} onChange={(start_on) => onChange({ start_on })} />
        <DateField label={m.projects_field_due()} value={draft.due_on} onChange={(due_on) => onChange({ due_on })} error={wrong.has("due_on") ? m.projects_due_before_start() : null} />
        <TextField label={m.projects_field_estimate()} hint={m.projects_minutes_hint()} value={draft.estimate} onChange={(estimate) => onChange({ estimate })} error={wrong.has("estimate") ? m.projects_minutes_wrong() : null} />
        <TextField label={m.projects_field_actual()} value={draft.actual} onChange={(actual) => onChange({ actual })} error={wrong.has("actual") ? m.projects_minutes_wrong() : null} />
      </div>
      <Labels chosen={draft.labels} onChange={(labels) => onChange({ labels })} />
    </div>
  );
}

function Labels({ chosen, onChange }: { chosen: readonly string[]; onChange: (labels: readonly string[]) => void }) {
  const labels = useRead("labels.list", {});
  const [name, setName] = useState("");
  const create = useRun("labels.create", {
    onDone: ({ uid }) => {
      setName("");
      onChange([...chosen, uid]);
    },
  });
  const add = () => {
    const wanted = name.trim();
    if (wanted === "" || create.busy) return;
    const known = labels.data?.find((label) => label.name === wanted);
    if (known === undefined) create.run({ name: wanted });
    else {
      setName("");
      if (!chosen.includes(known.uid)) onChange([...chosen, known.uid]);
    }
  };
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-medium text-ink-2">{m.projects_field_labels()}</legend>
      <div className="flex flex-wrap items-center gap-1.5">
        {(labels.data ?? []).map((label) => {
          const on = chosen.includes(label.uid);
          return (
            <button
              key={label.uid}
              type="button"
              aria-pressed={on}
              onClick={() => onChange(on ? chosen.filter((uid) => uid !== label.uid) : [...chosen, label.uid])}
              className={cx("chrome inline-flex min-h-7 items-center gap-1.5 rounded-full border px-2.5 text-sm", on ? "border-accent bg-accent-soft text-accent-ink" : "border-line text-ink-2 hover:border-control")}
            >
              {label.color !== null && <span aria-hidden className="size-2 rounded-full" style={{ background: label.color }} />}
              {label.name}
            </button>
          );
        })}
        <TextField
          hideLabel
          label={m.projects_label_new()}
          placeholder={m.projects_label_new()}
          value={name}
          maxLength={100}
          onChange={setName}
          className="w-40"
          onKeyDown={(event) => {
            if (event.key !== "Enter" || isComposing(event)) return;
            event.preventDefault();
            add();
          }}
        />
        {name.trim() !== "" && (
          <Button size="sm" busy={create.busy} onClick={add}>
            {m.projects_label_add()}
          </Button>
        )}
      </div>
    </fieldset>
  );
}
