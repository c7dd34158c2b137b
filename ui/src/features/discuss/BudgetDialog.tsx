/// Allows a discussion to cost more, or less. It is a decision: the person's own press of the button goes along.
import { useState, type MouseEvent } from "react";
import { useDecide, type Running } from "@/api";
import { Button, Dialog, ErrorNotice, TextField } from "@/components";
import { readCount, readDollars, writeDollars } from "@/features/usage/figures";
import { m } from "@/i18n";
import { amount } from "./words";

export function BudgetDialog({ uid, running, onClose }: { uid: string; running: Running; onClose: () => void }) {
  const { unit, budget, spent, reserved } = running;
  const [typed, setTyped] = useState(unit === "cost" ? writeDollars(budget) : String(budget));
  const [asked, setAsked] = useState(false);
  const raise = useDecide("discussions.raise_budget", { onDone: onClose, onFail: () => undefined });
  const wanted = unit === "cost" ? readDollars(typed) : readCount(typed);
  const tooLow = raise.error?.params["field"] === "budget";
  const keep = (event: MouseEvent) => {
    setAsked(true);
    if (wanted !== null) raise.decide({ uid, budget: wanted }, event);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={m.discuss_budget()}
      description={m.discuss_budget_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button variant="primary" busy={raise.busy} onClick={keep}>
            {m.discuss_budget_confirm()}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 py-1">
        <p className="text-sm text-ink-2">
          {m.discuss_spent_of({ spent: amount(unit, spent), budget: amount(unit, budget) })} · {m.discuss_reserved({ amount: amount(unit, reserved) })}
        </p>
        <TextField
          label={unit === "cost" ? m.discuss_budget_cost() : m.discuss_budget_tokens()}
          inputMode={unit === "cost" ? "decimal" : "numeric"}
          autoFocus
          value={typed}
          onChange={setTyped}
          error={asked && wanted === null ? m.discuss_budget_wrong() : tooLow ? m.discuss_budget_low() : null}
        />
        {raise.error && !tooLow && <ErrorNotice error={raise.error} />}
      </div>
    </Dialog>
  );
}
