/// The editor of a draft: its fields, and where the cursor goes. Must not know when or how it is saved.
import { useId, useLayoutEffect, useRef, type RefObject } from "react";
import { DateField, TextField } from "@/components";
import { m } from "@/i18n";
import { missing, type Draft, type Missing } from "./draft";
import { invalidField } from "./invalid";
import { LinesEditor } from "./LinesEditor";
import { MilestonesEditor } from "./MilestonesEditor";
import { ResourcesEditor } from "./ResourcesEditor";
import { RisksEditor } from "./RisksEditor";

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

/** What the parts of the editor get. */
export interface PartProps {
  draft: Draft;
  set: (fields: Partial<Draft>) => void;
  onLeave: () => void;
  /** What the host refused last. */
  error: unknown;
}

export function PlanEditor({ draft, onChange, onLeave, asked, error, fields }: PlanEditorProps) {
  const titleId = useId();
  const lacks = new Set<Missing>(asked ? missing(draft) : []);
  const titleProblem = lacks.has("title") ? m.plans_missing_title() : invalidField(error, "title");

  const set = (fields: Partial<Draft>) => onChange({ ...draft, ...fields });
  const part: PartProps = { draft, set, onLeave, error };

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
      <Prose part={part} field="objective" label={m.plans_field_objective()} hint={m.plans_field_objective_hint()} required problem={lacks.has("objective") ? m.plans_missing_objective() : null} />
      <Prose part={part} field="scope" label={m.plans_field_scope()} hint={m.plans_field_scope_hint()} />
      <Prose part={part} field="description" label={m.plans_field_description()} hint={m.plans_field_description_hint()} />
      <div data-field="due_before_start" className="grid max-w-md grid-cols-2 gap-4">
        <DateField label={m.plans_field_start()} value={draft.start_on} onChange={(day) => set({ start_on: day })} error={invalidField(error, "start_on")} />
        <DateField
          label={m.plans_field_due()}
          value={draft.due_on}
          onChange={(day) => set({ due_on: day })}
          error={lacks.has("due_before_start") ? m.plans_missing_due_before_start() : invalidField(error, "due_on")}
        />
      </div>
      <MilestonesEditor {...part} />
      <LinesEditor {...part} field="criteria" />
      <ResourcesEditor {...part} asked={asked} />
      <RisksEditor {...part} />
      <LinesEditor {...part} field="notes" />
    </section>
  );
}

interface ProseProps {
  part: PartProps;
  field: "objective" | "scope" | "description";
  label: string;
  hint: string;
  required?: boolean;
  /** What is missing, once submission was asked for. */
  problem?: string | null;
}

function Prose({ part: { draft, set, onLeave, error }, field, label, hint, required, problem = null }: ProseProps) {
  const control = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useGrowing(control, draft[field]);
  return (
    <div data-field={field}>
      <TextField
        ref={control}
        label={label}
        hint={hint}
        required={required}
        multiline
        rows={field === "description" ? 3 : 4}
        value={draft[field]}
        onChange={(text) => set({ [field]: text })}
        onBlur={onLeave}
        error={problem ?? invalidField(error, field)}
      />
    </div>
  );
}

/** The part of the editor in which each thing is missing. */
const PLACE: Partial<Record<Missing, string>> = { milestone_title: "milestones", milestone_outside: "milestones", milestone_early: "milestones", risk_title: "risks" };

/** Puts the cursor into the part of the editor that is missing. */
export function focusMissing(fields: HTMLElement | null, part: Missing): void {
  const place = fields?.querySelector(`[data-field="${PLACE[part] ?? part}"]`);
  const row = PLACE[part] === undefined ? null : place?.querySelector<HTMLElement>("[aria-invalid]");
  (row ?? place?.querySelector<HTMLElement>("input, textarea, button"))?.focus();
}

/** Lets a field grow with its text, so that nothing one writes is hidden; the handle still makes it taller. */
function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (element !== null && element.scrollHeight > element.clientHeight) element.style.setProperty("height", `${element.scrollHeight + 2}px`);
  }, [field, text]);
}
