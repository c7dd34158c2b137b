/// The risks of a draft: what may happen, how likely, how grave, and what is done about it.
import { Select, TextField } from "@/components";
import { m } from "@/i18n";
import type { DraftRisk } from "./draft";
import { invalidField } from "./invalid";
import { ROWS } from "./LinesEditor";
import { blankRisk } from "./milestones";
import type { PartProps } from "./PlanEditor";
import { RowsEditor } from "./RowsEditor";
import { LEVELS, levelWord } from "./words";

export function RisksEditor({ draft, set, onLeave, error }: PartProps) {
  const rows = draft.risks;
  const change = (key: string, fields: Partial<DraftRisk>) => set({ risks: rows.map((row) => (row.key === key ? { ...row, ...fields } : row)) });
  const levels = LEVELS.map((level) => ({ value: level, label: levelWord(level) }));
  return (
    <div data-field="risks">
      <RowsEditor
        words={{ ...ROWS, heading: m.plans_field_risks(), hint: m.plans_risks_hint(), add: m.plans_risk_add(), text: (number) => m.plans_risk_title({ number }) }}
        rows={rows}
        textOf={(row) => row.title}
        withText={(row, title) => ({ ...row, title })}
        blank={blankRisk}
        onChange={(risks) => set({ risks })}
        onLeave={onLeave}
        problem={(row) => (row.title.trim() === "" && row.response.trim() !== "" ? m.plans_risk_needs_title() : null)}
        error={invalidField(error, "risk") ?? invalidField(error, "risk_response") ?? invalidField(error, "risks")}
        below={(row, number) => (
          <div className="grid grid-cols-2 gap-x-3 gap-y-2 px-2 pb-1 sm:grid-cols-[7rem_7rem_1fr]">
            <Select size="sm" label={m.plans_risk_likelihood()} value={row.likelihood} options={levels} onChange={(likelihood) => change(row.key, { likelihood })} />
            <Select size="sm" label={m.plans_risk_impact()} value={row.impact} options={levels} onChange={(impact) => change(row.key, { impact })} />
            <TextField
              className="col-span-2 sm:col-span-1"
              controlClassName="h-8! text-sm"
              label={m.plans_risk_response({ number })}
              value={row.response}
              onChange={(response) => change(row.key, { response })}
              onBlur={onLeave}
            />
          </div>
        )}
      />
    </div>
  );
}
