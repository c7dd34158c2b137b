/// The editor of one note's plain Markdown. Owns the view and ties it to the note's keeper; loaded only when somebody
/// writes. Must not know where in the window it stands.
import { ChangeSet, EditorState, Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { useAppState, useRead, useRemember, type NoteSource } from "@/api";
import { ErrorNotice, Loading } from "@/components";
import { vaultActions } from "@/features/history/vaultActions";
import { m } from "@/i18n";
import { useHost } from "@/platform";
import { markdownEditor, type Complete } from "./codemirror";
import { ConflictNotice } from "./Conflict";
import { aroundTyping, changeBetween } from "./difference";
import { NoteKeeper, type Screen } from "./keepers";
import { SaveState } from "./SaveState";

export interface NoteEditorProps {
  path: string;
  /** Where the cursor begins, from 0. */
  line: number | null;
}

export default function NoteEditor({ path, line }: NoteEditorProps) {
  const source = useRead("vault.source", { path });
  if (source.data) return <OpenEditor path={path} source={source.data} line={line} />;
  if (source.isPending) return <Loading label={m.vault_note_loading()} />;
  return (
    <div className="p-8">
      <ErrorNotice error={source.error} retry={() => void source.refetch()} />
    </div>
  );
}

/** Changes that come from the file, not from the person: they are no step of the editor's own undo. */
const FROM_FILE = [Transaction.addToHistory.of(false), Transaction.remote.of(true)];

function OpenEditor({ path, source, line }: NoteEditorProps & { source: NoteSource }) {
  const host = useHost();
  const remember = useRemember();
  const { vault } = useAppState();
  const place = useRef<HTMLDivElement>(null);
  const [keeper] = useState(
    () =>
      new NoteKeeper(`${vault?.uid ?? ""}/${path}`, source, {
        save: async (base, text) => {
          const saved = await host.call("vault.save", { path, hash: base.hash, base: base.text, text });
          vaultActions.add(null);
          remember("vault.source", { path }, { text: saved.text, hash: saved.hash });
          return saved;
        },
        read: () => host.call("vault.source", { path }),
      }),
  );
  const state = useSyncExternalStore(keeper.subscribe, keeper.snapshot);

  useEffect(() => keeper.arrive(source), [keeper, source]);

  const complete = useEffectEvent(async (begun: Parameters<Complete>[0]) => {
    // What cannot be completed is simply typed on.
    const answer = async () => {
      if (begun.kind === "link" || begun.kind === "tag") return host.call("vault.complete", { kind: begun.kind, query: begun.query, from: path });
      const target = begun.note === "" ? path : (await host.call("vault.resolve", { from: path, link: begun.note })).path;
      return target === null ? [] : host.call("vault.complete", { kind: begun.kind, query: begun.query, from: path, path: target });
    };
    return answer().catch(() => []);
  });

  useEffect(() => {
    if (place.current === null) return undefined;
    const begun = keeper.snapshot().text;
    // What was typed since the text that is on its way.
    let typed = ChangeSet.empty(begun.length);
    // What came from the file while an input method was at work.
    let waiting: (() => void)[] = [];
    const hear = EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      if (!update.transactions.some((change) => change.annotation(Transaction.remote))) typed = typed.compose(update.changes);
      keeper.edit(update.state.doc.toString());
    });
    const leave = EditorView.domEventHandlers({
      blur: () => keeper.save(),
      compositionend: () => {
        setTimeout(() => waiting.splice(0).forEach((bring) => bring()));
      },
    });
    const start = EditorState.create({ doc: begun, extensions: [markdownEditor(m.editor_label({ path }), (what) => complete(what)), hear, leave] });
    const view = new EditorView({ state: start, parent: place.current });
    const whenWhole = (bring: () => void) => (view.composing ? waiting.push(bring) : bring());
    const screen: Screen = {
      merge: (from, to) =>
        whenWhole(() => {
          const since = view.state.doc.toString() === from ? ChangeSet.empty(from.length) : typed;
          const theirs = aroundTyping(changeBetween(from, to), since);
          typed = ChangeSet.empty(to.length);
          view.dispatch({ changes: theirs, annotations: FROM_FILE });
        }),
      show: (text) =>
        whenWhole(() => {
          typed = ChangeSet.empty(text.length);
          view.dispatch({ changes: changeBetween(view.state.doc.toString(), text), annotations: FROM_FILE });
        }),
      sent: (text) => {
        typed = ChangeSet.empty(text.length);
      },
      get composing() {
        return view.composing;
      },
    };
    const end = keeper.shownOn(screen);
    const at = view.state.doc.line(Math.min((line ?? 0) + 1, view.state.doc.lines)).from;
    view.dispatch({ selection: { anchor: at }, effects: line === null ? [] : EditorView.scrollIntoView(at, { y: "center" }) });
    view.focus();
    return () => {
      waiting = [];
      end();
      view.destroy();
    };
  }, [keeper, line, path]);

  useEffect(() => {
    const save = () => keeper.save();
    const saveWhenHidden = () => {
      if (document.visibilityState === "hidden") keeper.save();
    };
    const saveByKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      keeper.save();
    };
    window.addEventListener("pagehide", save);
    window.addEventListener("keydown", saveByKey);
    document.addEventListener("visibilitychange", saveWhenHidden);
    return () => {
      window.removeEventListener("pagehide", save);
      window.removeEventListener("keydown", saveByKey);
      document.removeEventListener("visibilitychange", saveWhenHidden);
    };
  }, [keeper]);

  return (
    <div className="flex h-full min-h-0 flex-col">
      <ConflictNotice state={state} keeper={keeper} />
      <div ref={place} className="min-h-0 flex-1" />
      <SaveState state={state} keeper={keeper} />
    </div>
  );
}
