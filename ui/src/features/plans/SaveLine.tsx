/// One line that says whether the text on the screen is saved, and the notice when somebody else changed the plan.
import { Check, CircleAlert, LoaderCircle, PenLine } from "lucide-react";
import { errorText } from "@/api";
import { Button, useToast } from "@/components";
import { m } from "@/i18n";
import { phase, type Autosave } from "./autosave";
import type { DraftKeeper } from "./draft-keeper";

export function SaveLine({ state, keeper }: { state: Autosave; keeper: DraftKeeper }) {
  const now = phase(state);
  return (
    <div className="flex min-h-8 items-center gap-2 text-sm text-ink-3">
      <p role="status" className="flex items-center gap-1.5">
        {now === "saved" && (
          <>
            <Check size={14} aria-hidden /> {m.plans_saved()}
          </>
        )}
        {now === "edited" && (
          <>
            <PenLine size={14} aria-hidden /> {m.plans_edited()}
          </>
        )}
        {now === "saving" && (
          <>
            <LoaderCircle size={14} className="animate-spin" aria-hidden /> {m.plans_saving()}
          </>
        )}
        {now === "stale" && (
          <span className="flex items-center gap-1.5 text-amber">
            <CircleAlert size={14} aria-hidden /> {m.plans_not_saved({ reason: m.plans_stale_short() })}
          </span>
        )}
        {state.problem?.kind === "failed" && (
          <span className="flex items-center gap-1.5 text-red">
            <CircleAlert size={14} aria-hidden /> {m.plans_not_saved({ reason: errorText(state.problem.error).what })}
          </span>
        )}
      </p>
      {now === "failed" && (
        <Button size="sm" variant="ghost" onClick={() => keeper.save()}>
          {m.plans_save_again()}
        </Button>
      )}
    </div>
  );
}

/** Shown while two texts exist; whichever the person chooses, the other can be had back. */
export function StaleNotice({ state, keeper }: { state: Autosave; keeper: DraftKeeper }) {
  const toast = useToast();
  if (state.problem?.kind !== "stale") return null;
  const { theirs } = state.problem;

  const take = () => {
    const mine = state.draft;
    keeper.takeTheirs();
    const editable = theirs?.editable === true;
    toast({
      title: m.plans_stale_taken(),
      ...(editable && { action: { label: m.plans_stale_give_back(), run: () => keeper.edit(mine) } }),
    });
  };

  return (
    <div role="alert" className="mb-6 flex items-start gap-3 rounded-lg border border-line bg-amber-soft px-4 py-3">
      <CircleAlert size={18} className="mt-0.5 shrink-0 text-amber" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-ink">{m.plans_stale_title()}</p>
        <p className="mt-0.5 text-ink-2">{theirs?.editable === false ? m.plans_stale_closed_text() : m.plans_stale_text()}</p>
        {theirs === null ? (
          <p className="mt-2 text-sm text-ink-3">{m.plans_stale_reading()}</p>
        ) : (
          <div className="mt-3 flex flex-wrap gap-2">
            <Button size="sm" onClick={take}>
              {m.plans_stale_take()}
            </Button>
            {theirs.editable && (
              <Button size="sm" onClick={() => keeper.keepMine()}>
                {m.plans_stale_keep()}
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
