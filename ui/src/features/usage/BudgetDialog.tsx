/// Makes a budget, lowers it, or raises it. Raising is a decision: it is said what it means, and the person's own press
/// of the button goes along.
import { useState, type MouseEvent } from "react";
import { useDecide, useRun, type Budget, type BudgetPeriod, type Commands, type BudgetScope } from "@/api";
import { Button, Dialog, ErrorNotice, Select, TextField, useToast } from "@/components";
import { formatCost, m } from "@/i18n";
import { readCount, readDollars, writeDollars } from "./figures";
import { PERIODS, subjectName, type Known } from "./words";

export interface BudgetDialogProps {
  /** The one to change; null makes one. */
  budget: Budget | null;
  /** Those there are: there is one for a subject and period. */
  budgets: readonly Budget[];
  known: Known;
  onClose: () => void;
}

/** What a new budget allows of calls at unknown prices, until the person says otherwise. */
const USUAL_TOKENS = 1_000_000;

export function BudgetDialog({ budget, budgets, known, onClose }: BudgetDialogProps) {
  const show = useToast();
  const [scope, setScope] = useState<BudgetScope>(budget?.scope ?? "all");
  const [subject, setSubject] = useState(budget?.subject_uid ?? "");
  const [period, setPeriod] = useState<BudgetPeriod>(budget?.period ?? "month");
  const [cost, setCost] = useState(budget ? writeDollars(budget.limit_cost) : "10");
  const [tokens, setTokens] = useState(String(budget?.limit_tokens ?? USUAL_TOKENS));
  const [asked, setAsked] = useState(false);
  const done = () => {
    show({ tone: "success", title: m.usage_budget_kept() });
    onClose();
  };
  const set = useRun("budgets.set", { onDone: done, onFail: () => undefined });
  const raise = useDecide("budgets.raise", { onDone: done, onFail: () => undefined });

  const limitCost = readDollars(cost);
  const limitTokens = readCount(tokens);
  const subjects = scope === "secretary" ? (known.people?.secretaries ?? []).map(({ uid, name }) => ({ value: uid, label: name })) : (known.projects ?? []).map(({ uid, title }) => ({ value: uid, label: title }));
  const lacksSubject = scope !== "all" && subject === "";
  const present = budgets.find((one) => one.scope === scope && one.period === period && (one.subject_uid ?? "") === (scope === "all" ? "" : subject));
  const raises = present !== undefined && ((limitCost ?? 0) > present.limit_cost || (limitTokens ?? 0) > present.limit_tokens);
  const keep = (event: MouseEvent) => {
    setAsked(true);
    if (limitCost === null || limitTokens === null || lacksSubject) return;
    const content: Commands["budgets.set"]["input"] = { scope, subject_uid: scope === "all" ? null : subject, period, limit_cost: limitCost, limit_tokens: limitTokens };
    if (raises) raise.decide(content, event);
    else set.run(content);
  };
  const failure = set.error ?? raise.error;
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={budget ? m.usage_budget_edit() : m.usage_budget_add()}
      description={m.usage_budget_dialog_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button variant="primary" busy={set.busy || raise.busy} onClick={keep}>
            {raises ? m.usage_budget_raise() : m.action_save()}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 py-1">
        {budget ? (
          <p className="text-base font-medium">{m.usage_budget_title({ name: subjectName(scope, subject, known), period: PERIODS[period]() })}</p>
        ) : (
          <div className="grid grid-cols-2 gap-4">
            <Select
              label={m.usage_budget_scope()}
              value={scope}
              onChange={(next) => {
                setScope(next);
                setSubject("");
              }}
              options={[
                { value: "all", label: m.usage_scope_all() },
                { value: "secretary", label: m.usage_scope_secretary() },
                { value: "project", label: m.usage_scope_project() },
              ]}
            />
            <Select label={m.usage_budget_period()} value={period} onChange={setPeriod} options={(["day", "month"] as const).map((value) => ({ value, label: PERIODS[value]() }))} />
            {scope !== "all" && (
              <Select
                label={scope === "secretary" ? m.usage_scope_secretary() : m.usage_scope_project()}
                value={subject}
                onChange={setSubject}
                options={[{ value: "", label: m.usage_budget_choose() }, ...subjects]}
                error={asked && lacksSubject ? m.usage_budget_choose() : null}
                className="col-span-2"
              />
            )}
          </div>
        )}
        <TextField label={m.usage_budget_limit_cost()} inputMode="decimal" value={cost} onChange={setCost} error={asked && limitCost === null ? m.usage_budget_bad_cost() : null} />
        <TextField label={m.usage_budget_limit_tokens()} inputMode="numeric" value={tokens} onChange={setTokens} hint={m.usage_budget_limit_tokens_hint()} error={asked && limitTokens === null ? m.usage_budget_bad_tokens() : null} />
        {present && !budget && <p className="text-sm text-ink-3">{m.usage_budget_there({ limit: formatCost(present.limit_cost) })}</p>}
        {raises && present && <p className="rounded-md bg-amber-soft px-3.5 py-2.5 text-sm text-amber">{m.usage_budget_raises({ from: formatCost(present.limit_cost), to: formatCost(limitCost ?? 0) })}</p>}
        {failure && <ErrorNotice error={failure} />}
      </div>
    </Dialog>
  );
}
