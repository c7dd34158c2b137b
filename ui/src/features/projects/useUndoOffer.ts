/// The way back from what was just done, as the action of a toast. Must not know what that was.
import type { ToastWords } from "@/components";
import { m } from "@/i18n";
import { useHost } from "@/platform";
import { useHistoryTurns } from "@/features/history/turns";

/** Gives the function that is asked right after a change and gives its undo; nothing where there is none. */
export function useUndoOffer(): () => Promise<Pick<ToastWords, "action">> {
  const host = useHost();
  const { undo } = useHistoryTurns();
  return async () => {
    const [step] = (await host.call("history.list", { limit: 1 }).catch(() => null))?.undo ?? [];
    return step === undefined ? {} : { action: { label: m.projects_undo(), run: () => undo(step.id) } };
  };
}
