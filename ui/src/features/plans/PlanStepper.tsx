/// The way of a plan to approval: draft, submitted, under review, decided.
import { Check, CircleX, PenLine } from "lucide-react";
import type { PlanStatus } from "@/api";
import { cx } from "@/components";
import { m } from "@/i18n";
import { statusWord } from "./words";

const PATH: readonly PlanStatus[] = ["draft", "submitted", "under_review", "approved"];

/** The steps as they stand: a plan that was turned down shows that in place of the approval. */
export function stepsOf(status: PlanStatus): { steps: PlanStatus[]; now: number } {
  const turnedDown = status === "rejected" || status === "revision_requested";
  const steps: PlanStatus[] = turnedDown ? [...PATH.slice(0, -1), status] : [...PATH];
  return { steps, now: steps.indexOf(status) };
}

export function PlanStepper({ status }: { status: PlanStatus }) {
  const { steps, now } = stepsOf(status);
  return (
    <ol aria-label={m.plans_steps_label()} className="chrome flex flex-col text-sm">
      {steps.map((step, index) => {
        const isNow = index === now;
        const isDone = index < now || step === "approved" && isNow;
        return (
          <li key={step} aria-current={isNow ? "step" : undefined}>
            {index > 0 && <span aria-hidden className={cx("ms-[9.5px] block h-3 w-px", index <= now ? "bg-accent" : "bg-line")} />}
            <span className={cx("flex items-center gap-2.5", isNow ? "font-medium text-ink" : "text-ink-3")}>
              <Dot step={step} isNow={isNow} isDone={isDone} number={index + 1} />
              {statusWord(step)}
              <span className="sr-only">{isNow ? m.plans_step_now() : isDone ? m.plans_step_done() : m.plans_step_next()}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Dot({ step, isNow, isDone, number }: { step: PlanStatus; isNow: boolean; isDone: boolean; number: number }) {
  const look = isNow && step === "rejected" ? "bg-red-soft text-red" : isNow && step === "revision_requested" ? "bg-amber-soft text-amber" : isDone ? "bg-accent text-on-accent" : isNow ? "bg-accent-soft text-accent-ink ring-2 ring-accent" : "bg-neutral-soft text-ink-3";
  return (
    <span aria-hidden className={cx("grid size-5 place-items-center rounded-full text-xs tabular-nums", look)}>
      {isNow && step === "rejected" ? <CircleX size={13} /> : isNow && step === "revision_requested" ? <PenLine size={12} /> : isDone ? <Check size={12} strokeWidth={3} /> : number}
    </span>
  );
}
