/// Undoing and doing again, and saying what that was, with the way back. Must not know who asks for it.
import { errorText, useFailToast, useRun } from "@/api";
import { useToast } from "@/components";
import { m } from "@/i18n";
import type { CommandFailure } from "@/platform";
import { stepWords } from "./words";

/** The two ways through what the person did; `id` names a step, without it it is the next one. */
export interface HistoryTurns {
  undo: (id?: number) => void;
  redo: (id?: number) => void;
}

export function useHistoryTurns(): HistoryTurns {
  const show = useToast();
  const fail = useFailToast();
  const onFail = (failure: CommandFailure) => {
    const { reason } = failure.params;
    // The end of the history is no error.
    if (failure.code === "refused" && (reason === "nothing_to_undo" || reason === "nothing_to_redo")) show({ title: errorText(failure).what });
    else fail(failure);
  };
  const { run: runUndo } = useRun("history.undo", {
    onFail,
    onDone: (step) =>
      show({ tone: "success", title: m.history_undone({ step: stepWords(step) }), action: { label: m.history_redo_action(), run: () => runRedo({ id: step.id }) } }),
  });
  const { run: runRedo } = useRun("history.redo", {
    onFail,
    onDone: (step) =>
      show({ tone: "success", title: m.history_redone({ step: stepWords(step) }), action: { label: m.action_undo(), run: () => runUndo({ id: step.id }) } }),
  });
  return { undo: (id) => runUndo(id === undefined ? {} : { id }), redo: (id) => runRedo(id === undefined ? {} : { id }) };
}
