/// What differs between two versions of a plan: chosen, and read in one text or side by side.
import { ArrowLeftRight, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useRead, useToday, type Fact, type FieldDiff, type PlanDetail, type RowDiff } from "@/api";
import { Badge, Button, cx, ErrorNotice, IconButton, Loading, Select, Tabs } from "@/components";
import { formatDay, m } from "@/i18n";
import { fieldWord, levelWord, statusWord } from "./words";

/** Two versions. */
export interface Compared {
  from: number;
  to: number;
}

export interface PlanCompareProps {
  plan: PlanDetail;
  compared: Compared;
  onChange: (compared: Compared) => void;
  onClose: () => void;
}

type View = "inline" | "sides";

export function PlanCompare({ plan, compared, onChange, onClose }: PlanCompareProps) {
  const [view, setView] = useState<View>("inline");
  const diff = useRead("plans.diff", { uid: plan.uid, ...compared }, { keepPrevious: true });
  const versions = plan.versions.map((version) => ({
    value: String(version.number),
    label: `${m.plans_version_n({ number: version.number })} · ${statusWord(version.status)}`,
  }));
  return (
    <section aria-label={m.plans_compare()}>
      <div className="mb-4 flex items-start gap-3">
        <h2 className="me-auto font-title text-xl font-semibold text-balance">{m.plans_compare_heading(compared)}</h2>
        <Button size="sm" icon={X} onClick={onClose}>
          {m.plans_compare_close()}
        </Button>
      </div>
      <div className="mb-6 flex flex-wrap items-end gap-3 border-b border-line pb-4">
        <Select label={m.plans_compare_from()} className="w-52" value={String(compared.from)} options={versions} onChange={(from) => onChange({ ...compared, from: Number(from) })} />
        <IconButton icon={ArrowLeftRight} label={m.plans_compare_swap()} onClick={() => onChange({ from: compared.to, to: compared.from })} />
        <Select label={m.plans_compare_to()} className="w-52" value={String(compared.to)} options={versions} onChange={(to) => onChange({ ...compared, to: Number(to) })} />
        <span className="ms-auto">
          <Tabs<View>
            label={m.plans_compare_view()}
            value={view}
            onChange={setView}
            tabs={[
              { value: "inline", label: m.plans_compare_inline() },
              { value: "sides", label: m.plans_compare_sides() },
            ]}
          />
        </span>
      </div>
      {diff.error !== null && <ErrorNotice error={diff.error} retry={() => void diff.refetch()} />}
      {diff.isPending && <Loading label={m.plans_compare_loading()} />}
      {diff.data?.fields.length === 0 && <p className="text-md text-ink-3">{m.plans_compare_none()}</p>}
      <div className="flex flex-col gap-8">
        {diff.data?.fields.map((field) => (
          <section key={field.field}>
            <h3 className="mb-2 text-sm font-medium text-ink-3">{fieldWord(field.field)}</h3>
            {view === "inline" ? <Rows field={field} side="both" /> : <Sides field={field} />}
          </section>
        ))}
      </div>
    </section>
  );
}

function Sides({ field }: { field: FieldDiff }) {
  return (
    <div className="grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-2">
      <div className="rounded-md bg-sunken px-3 py-2">
        <Rows field={field} side="before" />
      </div>
      <div className="rounded-md bg-sunken px-3 py-2">
        <Rows field={field} side="after" />
      </div>
    </div>
  );
}

type Side = "before" | "after" | "both";

/** One entry stands as a paragraph, several as a list. */
function Rows({ field, side }: { field: FieldDiff; side: Side }) {
  const without = side === "before" ? "added" : side === "after" ? "removed" : null;
  const shown = field.rows.filter((row) => row.runs.some((run) => run.kind !== without));
  if (shown.length === 0) return <p className="text-base text-ink-3">{m.plans_diff_nothing()}</p>;
  const [only] = shown;
  if (field.rows.length === 1 && only !== undefined) return <Row row={only} field={field.field} side={side} />;
  return (
    <ul className="flex flex-col gap-2">
      {shown.map((row, index) => (
        <li key={index} className="border-s-2 border-line ps-3">
          <Row row={row} field={field.field} side={side} />
        </li>
      ))}
    </ul>
  );
}

function Row({ row, field, side }: { row: RowDiff; field: FieldDiff["field"]; side: Side }) {
  const today = useToday();
  const isDay = field === "start_on" || field === "due_on";
  const runs = row.runs.filter((run) => side === "both" || run.kind === "equal" || run.kind === (side === "before" ? "removed" : "added"));
  return (
    <div>
      <p className="text-md whitespace-pre-wrap wrap-anywhere">
        {runs.map((run, index) => {
          const text = isDay ? formatDay(run.text, today) : run.text;
          if (run.kind === "equal") return <span key={index}>{text}</span>;
          return <Changed key={index} kind={run.kind}>{text}</Changed>;
        })}
        {row.moved && side !== "before" && (
          <span className="ms-2 align-middle">
            <Badge tone="neutral">{m.plans_diff_moved()}</Badge>
          </span>
        )}
      </p>
      {row.facts.map((fact) => (
        <FactLine key={fact.fact} fact={fact} side={side} />
      ))}
    </div>
  );
}

/** Told by colour, by line, and to those who hear it by a word. */
function Changed({ kind, children }: { kind: "added" | "removed"; children: ReactNode }) {
  const Tag = kind === "added" ? "ins" : "del";
  return (
    <Tag className={cx("rounded-sm px-0.5", kind === "added" ? "bg-green-soft text-ink no-underline decoration-green underline-offset-4 [text-decoration-line:underline]" : "bg-red-soft text-ink-2 line-through decoration-red")}>
      <span className="sr-only">{kind === "added" ? m.plans_diff_added() : m.plans_diff_removed()} </span>
      {children}
    </Tag>
  );
}

function FactLine({ fact, side }: { fact: Fact; side: Side }) {
  const today = useToday();
  const said = (values: readonly string[]) => {
    if (values.length === 0) return m.plans_diff_nothing();
    if (fact.fact === "due_on") return values.map((day) => formatDay(day, today)).join(", ");
    if (fact.fact === "likelihood" || fact.fact === "impact") return values.map((level) => levelWord(level as "low" | "medium" | "high")).join(", ");
    return values.join(", ");
  };
  const what = factWord(fact.fact);
  return (
    <p className="mt-0.5 text-sm text-ink-2">
      {what}:{" "}
      {side !== "after" && <Changed kind="removed">{said(fact.before)}</Changed>}
      {side === "both" && " → "}
      {side !== "before" && <Changed kind="added">{said(fact.after)}</Changed>}
    </p>
  );
}

function factWord(fact: Fact["fact"]): string {
  switch (fact) {
    case "due_on":
      return m.plans_field_due();
    case "depends_on":
      return m.plans_diff_waits();
    case "likelihood":
      return m.plans_risk_likelihood();
    case "impact":
      return m.plans_risk_impact();
    case "response":
      return m.plans_diff_response();
  }
}
