/// What is shown while two texts of a note exist: the notice, and both side by side to make one of them.
import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { CircleAlert } from "lucide-react";
import { useCallback, useRef, useState } from "react";
import { Button, Dialog, useToast } from "@/components";
import { m } from "@/i18n";
import { pageNonce } from "@/platform/nonce";
import type { NoteKeeper } from "./keepers";
import type { Writing } from "./writing";

export function ConflictNotice({ state, keeper }: { state: Writing; keeper: NoteKeeper }) {
  const toast = useToast();
  const [comparing, setComparing] = useState(false);
  if (state.problem?.kind !== "conflict") return null;
  const { theirs } = state.problem;
  const take = () => {
    const mine = state.text;
    keeper.takeTheirs();
    toast({ title: m.editor_conflict_taken(), action: { label: m.editor_conflict_give_back(), run: () => keeper.giveBack(mine) } });
  };
  return (
    <div role="alert" className="flex flex-wrap items-start gap-3 border-b border-line bg-amber-soft px-6 py-3">
      <CircleAlert size={18} className="mt-0.5 shrink-0 text-amber" aria-hidden />
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{m.editor_conflict_title()}</p>
        <p className="text-ink-2">{theirs === null ? m.editor_conflict_reading() : m.editor_conflict_text()}</p>
      </div>
      {theirs !== null && (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={take}>
            {m.editor_conflict_take()}
          </Button>
          <Button size="sm" onClick={() => keeper.settle(state.text)}>
            {m.editor_conflict_keep()}
          </Button>
          <Button size="sm" variant="primary" onClick={() => setComparing(true)}>
            {m.editor_conflict_compare()}
          </Button>
        </div>
      )}
      {comparing && theirs !== null && (
        <CompareDialog
          mine={state.text}
          theirs={theirs.text}
          onClose={() => setComparing(false)}
          onSettle={(text) => {
            setComparing(false);
            keeper.settle(text);
          }}
        />
      )}
    </div>
  );
}

const looks = EditorView.theme({
  "&": { fontSize: "var(--text-base)", color: "var(--ink)", backgroundColor: "var(--surface)" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.7" },
  ".cm-content": { caretColor: "var(--accent)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)" },
  ".cm-gutters": { backgroundColor: "transparent", border: "0" },
  "&.cm-merge-a .cm-changedLine, &.cm-merge-b .cm-changedLine": { backgroundColor: "color-mix(in oklch, var(--amber) 10%, transparent)" },
  "&.cm-merge-a .cm-changedText, &.cm-merge-b .cm-changedText": { background: "color-mix(in oklch, var(--amber) 30%, transparent)" },
  "&.cm-merge-a .cm-changedLineGutter, &.cm-merge-b .cm-changedLineGutter": { background: "var(--amber)" },
  ".cm-collapsedLines": { color: "var(--ink-2)", background: "var(--sunken)", fontSize: "var(--text-sm)" },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "''" },
});

function CompareDialog({ mine, theirs, onClose, onSettle }: { mine: string; theirs: string; onClose: () => void; onSettle: (text: string) => void }) {
  const text = useRef(mine);
  // A dialog's content comes later than the dialog, so the element itself says when it is there.
  const compareIn = useCallback((place: HTMLDivElement) => {
    const common = [EditorView.cspNonce.of(pageNonce()), EditorView.lineWrapping, looks, EditorState.phrases.of({ "$ unchanged lines": m.editor_conflict_unchanged({ count: "$" }) })];
    const view = new MergeView({
      parent: place,
      a: { doc: theirs, extensions: [...common, EditorState.readOnly.of(true), EditorView.contentAttributes.of({ "aria-label": m.editor_conflict_theirs() })] },
      b: {
        doc: mine,
        extensions: [
          ...common,
          EditorView.contentAttributes.of({ "aria-label": m.editor_conflict_mine() }),
          EditorView.updateListener.of((update) => {
            text.current = update.state.doc.toString();
          }),
        ],
      },
      revertControls: "a-to-b",
      renderRevertControl: () => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = "→";
        button.className = "text-accent-ink";
        button.title = m.editor_conflict_bring();
        button.setAttribute("aria-label", m.editor_conflict_bring());
        return button;
      },
      collapseUnchanged: { margin: 3 },
    });
    return () => view.destroy();
  }, [mine, theirs]);
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={m.editor_conflict_compare_title()}
      description={m.editor_conflict_compare_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button variant="primary" onClick={() => onSettle(text.current)}>
            {m.editor_conflict_save()}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 gap-2 pb-1 text-sm font-medium text-ink-2">
        <p>{m.editor_conflict_theirs()}</p>
        <p>{m.editor_conflict_mine()}</p>
      </div>
      <div ref={compareIn} className="max-h-[55vh] overflow-y-auto rounded-md border border-line" />
    </Dialog>
  );
}
