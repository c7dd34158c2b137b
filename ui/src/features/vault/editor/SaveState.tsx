/// One line below the editor that says whether the text on the screen is in the file.
import { Check, CircleAlert, GitMerge, LoaderCircle, PenLine, type LucideIcon } from "lucide-react";
import { errorText } from "@/api";
import { Button, cx } from "@/components";
import { m } from "@/i18n";
import type { NoteKeeper } from "./keepers";
import { phase, type Phase, type Writing } from "./writing";

const LOOK: Record<Phase, { icon: LucideIcon; word: () => string; tint: string }> = {
  saved: { icon: Check, word: m.editor_saved, tint: "text-ink-3" },
  merged: { icon: GitMerge, word: m.editor_merged, tint: "text-accent-ink" },
  edited: { icon: PenLine, word: m.editor_edited, tint: "text-ink-3" },
  saving: { icon: LoaderCircle, word: m.editor_saving, tint: "text-ink-3" },
  failed: { icon: CircleAlert, word: m.editor_failed, tint: "text-red" },
  conflict: { icon: CircleAlert, word: m.editor_conflict, tint: "text-amber" },
};

export function SaveState({ state, keeper }: { state: Writing; keeper: NoteKeeper }) {
  const now = phase(state);
  const { icon: Glyph, word, tint } = LOOK[now];
  const failure = state.problem?.kind === "failed" ? errorText(state.problem.error) : null;
  return (
    <footer className="chrome flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-6 py-1 text-sm">
      <p role="status" className={cx("flex min-w-0 flex-1 items-center gap-1.5", tint)}>
        <Glyph size={14} className={cx("shrink-0", now === "saving" && "animate-spin")} aria-hidden />
        <span className="min-w-0 wrap-anywhere">{failure === null ? word() : `${word()} ${failure.what} ${m.editor_failed_kept()}`}</span>
      </p>
      {now === "failed" && (
        <Button size="sm" variant="ghost" onClick={() => keeper.save()}>
          {m.editor_save_again()}
        </Button>
      )}
      <span className="text-ink-3">{m.editor_count({ count: state.text.length })}</span>
    </footer>
  );
}
