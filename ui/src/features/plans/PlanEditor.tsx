/// The editor of a draft: its fields, and where the cursor goes. Must not know when or how it is saved.
import { useId, useLayoutEffect, useRef, type RefObject } from "react";
import { DateField, TextField } from "@/components";
import { m } from "@/i18n";
import { lacksTitle, missing, type Draft, type Missing } from "./draft";
import { invalidField } from "./invalid";
import { blankCriterion, blankMilestone } from "./milestones";
import { RowsEditor } from "./RowsEditor";

export interface PlanEditorProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** A field was left. */
  onLeave: () => void;
  /** The person has asked for submission, so what is missing is said beside its field. */
  asked: boolean;
  /** What the host refused last. */
  error: unknown;
  /** The fields by which the missing parts are reached. */
  fields: RefObject<HTMLElement | null>;
}

export function PlanEditor({ draft, onChange, onLeave, asked, error, fields }: PlanEditorProps) {
  const titleId = useId();
  const objective = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const scope = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const lacks = new Set<Missing>(asked ? missing(draft) : []);
  const titleProblem = lacks.has("title") ? m.plans_missing_title() : invalidField(error, "title");
  useGrowing(objective, draft.objective);
  useGrowing(scope, draft.scope);

  const set = (fields: Partial<Draft>) => onChange({ ...draft, ...fields });

  return (
    <section ref={fields} aria-label={m.plans_editor_label()} className="flex flex-col gap-7">
      <div data-field="title">
        <label htmlFor={titleId} className="sr-only">
          {m.plans_field_title()}
        </label>
        <input
          id={titleId}
          type="text"
          autoComplete="off"
          value={draft.title}
          placeholder={m.plans_field_title()}
          aria-required
          aria-invalid={titleProblem === null ? undefined : true}
          aria-describedby={titleProblem === null ? undefined : `${titleId}-problem`}
          onChange={(event) => set({ title: event.target.value })}
          onBlur={onLeave}
          className="-mx-2 w-[calc(100%+1rem)] rounded-md bg-transparent px-2 py-1 font-title text-2xl font-semibold text-ink hover:bg-hover focus-visible:bg-raised"
        />
        {titleProblem !== null && (
          <p id={`${titleId}-problem`} className="mt-1 text-sm text-red">
            {titleProblem}
          </p>
        )}
      </div>
      <div data-field="objective">
        <TextField
          ref={objective}
          label={m.plans_field_objective()}
          hint={m.plans_field_objective_hint()}
          required
          multiline
          rows={4}
          value={draft.objective}
          onChange={(text) => set({ objective: text })}
          onBlur={onLeave}
          error={lacks.has("objective") ? m.plans_missing_objective() : invalidField(error, "objective")}
        />
      </div>
      <TextField
        ref={scope}
        label={m.plans_field_scope()}
        hint={m.plans_field_scope_hint()}
        multiline
        rows={4}
        value={draft.scope}
        onChange={(text) => set({ scope: text })}
        onBlur={onLeave}
        error={invalidField(error, "scope")}
      />
      <div data-field="due_before_start" className="grid max-w-md grid-cols-2 gap-4">
        <DateField label={m.plans_field_start()} value={draft.start_on} onChange={(day) => set({ start_on: day })} error={invalidField(error, "start_on")} />
        <DateField
          label={m.plans_field_due()}
          value={draft.due_on}
          onChange={(day) => set({ due_on: day })}
          error={lacks.has("due_before_start") ? m.plans_missing_due_before_start() : invalidField(error, "due_on")}
        />
      </div>
      <div data-field="milestone_title">
        <RowsEditor
          words={{
            heading: m.plans_field_milestones(),
            hint: m.plans_milestones_hint(),
            add: m.plans_milestone_add(),
            text: (number) => m.plans_milestone_title({ number }),
            up: (number) => m.plans_milestone_up({ number }),
            down: (number) => m.plans_milestone_down({ number }),
            remove: (number) => m.plans_milestone_remove({ number }),
          }}
          rows={draft.milestones}
          textOf={(row) => row.title}
          withText={(row, title) => ({ ...row, title })}
          blank={blankMilestone}
          onChange={(milestones) => set({ milestones })}
          onLeave={onLeave}
          problem={(row) => (lacksTitle(row) ? m.plans_milestone_needs_title() : null)}
          beside={(row, number) => (
            <DateField
              label={m.plans_milestone_due({ number })}
              hideLabel
              className="w-44"
              value={row.due_on}
              onChange={(day) => set({ milestones: draft.milestones.map((r) => (r.key === row.key ? { ...r, due_on: day } : r)) })}
            />
          )}
        />
      </div>
      <RowsEditor
        words={{
          heading: m.plans_field_criteria(),
          hint: m.plans_criteria_hint(),
          add: m.plans_criterion_add(),
          text: (number) => m.plans_criterion_text({ number }),
          up: (number) => m.plans_criterion_up({ number }),
          down: (number) => m.plans_criterion_down({ number }),
          remove: (number) => m.plans_criterion_remove({ number }),
        }}
        rows={draft.criteria}
        textOf={(row) => row.text}
        withText={(row, text) => ({ ...row, text })}
        blank={blankCriterion}
        onChange={(criteria) => set({ criteria })}
        onLeave={onLeave}
      />
    </section>
  );
}

/** Puts the cursor into the part of the editor that is missing. */
export function focusMissing(fields: HTMLElement | null, part: Missing): void {
  const place = fields?.querySelector(`[data-field="${part}"]`);
  const row = part === "milestone_title" ? place?.querySelector<HTMLElement>("[aria-invalid]") : null;
  (row ?? place?.querySelector<HTMLElement>("input, textarea, button"))?.focus();
}

/** Lets a field grow with its text, so that nothing one writes is hidden; the handle still makes it taller. */
function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (element !== null && element.scrollHeight > element.clientHeight) element.style.setProperty("height", `${element.scrollHeight + 2}px`);
  }, [field, text]);
}
