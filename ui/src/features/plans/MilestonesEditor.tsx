/// The milestones of a draft: their names and days, what each waits for, and how that lies in time.
import { Check, CornerDownRight } from "lucide-react";
import { Button, DateField, Menu, type MenuItem } from "@/components";
import { m } from "@/i18n";
import { isEarly, isOutside, lacksTitle, type DraftMilestone } from "./draft";
import { invalidField } from "./invalid";
import { blankMilestone, mayWaitFor, toggleAfter, withoutGone } from "./milestones";
import type { PartProps } from "./PlanEditor";
import { PlanTimeline } from "./PlanTimeline";
import { RowsEditor } from "./RowsEditor";
import { shownTitle } from "./words";

export function MilestonesEditor({ draft, set, onLeave, error }: PartProps) {
  const rows = draft.milestones;
  const problem = (row: DraftMilestone) => {
    if (lacksTitle(row)) return m.plans_milestone_needs_title();
    if (isOutside(row, draft)) return m.plans_milestone_outside();
    return isEarly(row, draft) ? m.plans_milestone_early() : null;
  };
  return (
    <div data-field="milestones">
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
        rows={rows}
        textOf={(row) => row.title}
        withText={(row, title) => ({ ...row, title })}
        blank={blankMilestone}
        onChange={(milestones) => set({ milestones: withoutGone(milestones) })}
        onLeave={onLeave}
        problem={problem}
        error={invalidField(error, "milestone") ?? invalidField(error, "milestone_due_on") ?? invalidField(error, "milestone_depends_on")}
        beside={(row, number) => (
          <>
            <DateField
              label={m.plans_milestone_due({ number })}
              hideLabel
              // No hint that comes and goes below it: the rows would move under the pointer.
              hint=""
              className="w-44"
              value={row.due_on}
              onChange={(day) => set({ milestones: rows.map((r) => (r.key === row.key ? { ...r, due_on: day } : r)) })}
            />
            {rows.length > 1 && <Waits rows={rows} row={row} number={number} onToggle={(other) => set({ milestones: toggleAfter(rows, row.key, other) })} />}
          </>
        )}
      />
      <PlanTimeline
        start={draft.start_on}
        due={draft.due_on}
        marks={rows.filter((row) => row.title.trim() !== "").map((row) => ({ key: row.key, title: row.title, day: row.due_on, after: row.after }))}
      />
    </div>
  );
}

interface WaitsProps {
  rows: readonly DraftMilestone[];
  row: DraftMilestone;
  number: number;
  onToggle: (other: string) => void;
}

/** What a milestone waits for: the numbers of the others, chosen from a menu. */
function Waits({ rows, row, number, onToggle }: WaitsProps) {
  const numbers = rows.flatMap((other, index) => (row.after.includes(other.key) ? [index + 1] : []));
  const items: MenuItem[] = rows.flatMap((other, index) =>
    other.key === row.key
      ? []
      : [
          {
            label: m.plans_milestone_numbered({ number: index + 1, title: shownTitle(other.title) }),
            icon: row.after.includes(other.key) ? Check : undefined,
            disabled: !row.after.includes(other.key) && !mayWaitFor(rows, row.key, other.key),
            onSelect: () => onToggle(other.key),
          },
        ],
  );
  const said = numbers.length === 0 ? m.plans_milestone_waits_none() : m.plans_milestone_waits({ numbers: numbers.join(", ") });
  return (
    <Menu
      trigger={
        <Button size="sm" variant="ghost" icon={CornerDownRight} className="w-26 justify-start" aria-label={m.plans_milestone_waits_label({ number, what: said })}>
          {said}
        </Button>
      }
      items={items}
    />
  );
}
