/// The lists of lines of a plan, each edited as rows: criteria, people, things, prerequisites, notes.
import { m } from "@/i18n";
import type { DraftLine, LineField } from "./draft";
import { invalidField } from "./invalid";
import { blankLine } from "./milestones";
import type { PartProps } from "./PlanEditor";
import { RowsEditor, type RowWords } from "./RowsEditor";

export function LinesEditor({ draft, set, onLeave, error, field }: PartProps & { field: LineField }) {
  return (
    <RowsEditor
      words={{ ...ROWS, ...lineWords(field) }}
      rows={draft[field]}
      textOf={(row) => row.text}
      withText={withText}
      blank={blankLine}
      onChange={(rows) => set({ [field]: rows })}
      onLeave={onLeave}
      error={invalidField(error, field)}
    />
  );
}

/** The row with another text. */
export function withText(row: DraftLine, text: string): DraftLine {
  return { ...row, text };
}

/** How the buttons of a row are called, whatever list it is in. */
export const ROWS: Pick<RowWords, "up" | "down" | "remove"> = {
  up: (number) => m.plans_row_up({ number }),
  down: (number) => m.plans_row_down({ number }),
  remove: (number) => m.plans_row_remove({ number }),
};

function lineWords(field: LineField): Pick<RowWords, "heading" | "hint" | "add" | "text"> {
  switch (field) {
    case "criteria":
      return { heading: m.plans_field_criteria(), hint: m.plans_criteria_hint(), add: m.plans_criterion_add(), text: (number) => m.plans_criterion_text({ number }) };
    case "people":
      return { heading: m.plans_field_people(), hint: m.plans_people_hint(), add: m.plans_person_add(), text: (number) => m.plans_person_text({ number }) };
    case "needs":
      return { heading: m.plans_field_needs(), hint: m.plans_needs_hint(), add: m.plans_need_add(), text: (number) => m.plans_need_text({ number }) };
    case "dependencies":
      return { heading: m.plans_field_dependencies(), hint: m.plans_dependencies_hint(), add: m.plans_dependency_add(), text: (number) => m.plans_dependency_text({ number }) };
    case "notes":
      return { heading: m.plans_field_notes(), hint: m.plans_notes_hint(), add: m.plans_note_add(), text: (number) => m.plans_note_text({ number }) };
  }
}
