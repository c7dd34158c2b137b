/// The palette's entries for undoing and doing again, each named by what it would do.
import { Redo2, Undo2 } from "lucide-react";
import { useRead } from "@/api";
import { useHistoryTurns } from "@/features/history/turns";
import { offered, stepWords } from "@/features/history/words";
import { m } from "@/i18n";
import type { Entry } from "./actions";

/** So many steps are looked through for one that is no decision. */
const STEPS = 20;

/** The step that would be undone, and the one that would be done again, where there are such. */
export function useHistoryEntries(): Entry[] {
  const { data } = useRead("history.list", { limit: STEPS });
  const turns = useHistoryTurns();
  const back = offered(data?.undo ?? []);
  const forth = offered(data?.redo ?? []);
  return [
    ...(back ? [{ id: "undo", icon: Undo2, name: m.history_undo({ step: stepWords(back) }), also: ["undo", "元に戻す", "取り消し"], run: () => turns.undo(back.id) }] : []),
    ...(forth ? [{ id: "redo", icon: Redo2, name: m.history_redo({ step: stepWords(forth) }), also: ["redo", "やり直す"], run: () => turns.redo(forth.id) }] : []),
  ];
}
