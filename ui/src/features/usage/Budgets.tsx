/// The budgets: what each allows, how much of it is used, and what is stopped.
import { OctagonX, Pencil, Plus, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useDecide, useRead, type Budget } from "@/api";
import { Badge, Button, cx, Dialog, ErrorNotice, IconButton, Loading, useToast } from "@/components";
import { formatCost, formatNumber, m } from "@/i18n";
import { BudgetDialog } from "./BudgetDialog";
import { standing } from "./figures";
import { PERIODS, subjectName, type Known } from "./words";

export function Budgets({ known }: { known: Known }) {
  const budgets = useRead("budgets.list", {});
  const [open, setOpen] = useState<Budget | "new" | null>(null);
  const [going, setGoing] = useState<Budget | null>(null);
  return (
    <section aria-labelledby="budgets">
      <div className="mb-2 flex flex-wrap items-end justify-between gap-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 id="budgets" className="font-title text-lg font-semibold">
            {m.usage_budgets()}
          </h2>
          <p className="text-sm text-ink-3">{m.usage_budgets_text()}</p>
        </div>
        <Button icon={Plus} disabled={!budgets.data} onClick={() => setOpen("new")}>
          {m.usage_budget_add()}
        </Button>
      </div>
      {budgets.isPending && <Loading label={m.usage_budgets_loading()} />}
      {budgets.isError && <ErrorNotice error={budgets.error} retry={() => void budgets.refetch()} />}
      {budgets.data?.length === 0 && <p className="rounded-lg border border-line bg-raised px-5 py-4 text-base text-ink-2 shadow-1">{m.usage_budgets_empty()}</p>}
      {budgets.data && budgets.data.length > 0 && (
        <ul aria-label={m.usage_budgets()} className="divide-y divide-line rounded-lg border border-line bg-raised shadow-1">
          {budgets.data.map((budget) => (
            <BudgetRow key={budget.uid} budget={budget} name={subjectName(budget.scope, budget.subject_uid, known)} onEdit={() => setOpen(budget)} onRemove={() => setGoing(budget)} />
          ))}
        </ul>
      )}
      {open !== null && <BudgetDialog budget={open === "new" ? null : open} budgets={budgets.data ?? []} known={known} onClose={() => setOpen(null)} />}
      {going && <RemoveBudget budget={going} name={subjectName(going.scope, going.subject_uid, known)} onClose={() => setGoing(null)} />}
    </section>
  );
}

const LOOK = { good: "bg-accent", warned: "bg-amber", spent: "bg-red" } as const;

function BudgetRow({ budget, name, onEdit, onRemove }: { budget: Budget; name: string; onEdit: () => void; onRemove: () => void }) {
  const stands = standing(budget);
  const title = m.usage_budget_title({ name, period: PERIODS[budget.period]() });
  return (
    <li className="px-5 py-3.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="text-base font-medium wrap-anywhere">{title}</p>
        {stands === "warned" && (
          <Badge tone="amber" icon={TriangleAlert}>
            {m.usage_budget_warned({ percent: formatNumber(budget.percent) })}
          </Badge>
        )}
        {stands === "spent" && (
          <Badge tone="red" icon={OctagonX}>
            {m.usage_budget_spent()}
          </Badge>
        )}
        <span className="ms-auto flex">
          <IconButton size="sm" icon={Pencil} label={m.usage_budget_edit_named({ title })} onClick={onEdit} />
          <IconButton size="sm" icon={Trash2} label={m.usage_budget_remove_named({ title })} onClick={onRemove} />
        </span>
      </div>
      <div role="progressbar" aria-label={title} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.min(100, budget.percent)} className="mt-2 h-1.5 w-full overflow-hidden rounded-full bg-neutral-soft">
        <div className={cx("h-full rounded-full", LOOK[stands])} style={{ width: `${Math.min(100, budget.percent)}%` }} />
      </div>
      <p className="mt-1.5 text-sm text-ink-3 tabular-nums">
        {m.usage_budget_cost({ used: formatCost(budget.used_cost), limit: formatCost(budget.limit_cost) })} · {m.usage_budget_tokens({ used: formatNumber(budget.used_tokens), limit: formatNumber(budget.limit_tokens) })}
      </p>
      {stands === "spent" && <p className="mt-1 text-sm text-red">{m.usage_budget_spent_text()}</p>}
    </li>
  );
}

function RemoveBudget({ budget, name, onClose }: { budget: Budget; name: string; onClose: () => void }) {
  const show = useToast();
  const title = m.usage_budget_title({ name, period: PERIODS[budget.period]() });
  const remove = useDecide("budgets.remove", {
    onDone: () => {
      show({ tone: "success", title: m.usage_budget_removed({ title }) });
      onClose();
    },
    onFail: () => undefined,
  });
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={m.usage_budget_remove_title({ title })}
      description={m.usage_budget_remove_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button variant="danger" busy={remove.busy} onClick={(event) => remove.decide({ uid: budget.uid, rev: budget.rev }, event)}>
            {m.usage_budget_remove()}
          </Button>
        </>
      }
    >
      {remove.error && <ErrorNotice error={remove.error} />}
    </Dialog>
  );
}
