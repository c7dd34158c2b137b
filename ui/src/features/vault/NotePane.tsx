/// The middle of the vault's place: one note, to be read or written, with what can be done with it above. Must not know
/// how a note is drawn or written.
import { BookOpen, Copy, Ellipsis, ExternalLink, FolderInput, Link, MessagesSquare, PanelRight, Pencil, PenLine, Trash2 } from "lucide-react";
import { lazy, Suspense, useEffect, useEffectEvent, useRef } from "react";
import { useAppState } from "@/api";
import { cx, IconButton, Loading, Menu, Tabs, useToast } from "@/components";
import { useTalkAbout } from "@/features/talk/about";
import { modifierName } from "@/features/shell/keys";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { useFileWork } from "./browse/FileWork";
import { fileName, folderOf, splitName } from "./browse/treeRows";
import { onNoteFocus } from "./noteFocus";
import { NoteView } from "./reading";

const NoteEditor = lazy(() => import("./editor/NoteEditor"));

/** Reading or writing. */
export type NoteMode = "read" | "write";

export interface NotePaneProps {
  path: string;
  /** The line to be shown, from 0. */
  line: number | null;
  mode: NoteMode;
  onMode: (mode: NoteMode) => void;
  /** Whether what belongs to the note is shown beside it, and how that is changed. */
  panel: boolean;
  onPanel: (shown: boolean) => void;
}

export function NotePane({ path, line, mode, onMode, panel, onPanel }: NotePaneProps) {
  const { vault } = useAppState();
  const work = useFileWork();
  const talkAbout = useTalkAbout();
  const toast = useToast();
  const body = useRef<HTMLDivElement>(null);
  const { stem, ending } = splitName(fileName(path));
  const note = vault?.file_extensions.includes(ending.slice(1).toLowerCase()) ?? false;
  const folder = folderOf(path);

  const copyPath = () => {
    navigator.clipboard.writeText(path).then(
      () => toast({ title: m.vault_path_copied(), tone: "success" }),
      () => toast({ title: m.vault_path_not_copied(), description: path, tone: "error" }),
    );
  };

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isComposing(event) || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    if (event.key.toLowerCase() !== "e" || !note || document.querySelector('[role="dialog"]') !== null) return;
    event.preventDefault();
    onMode(mode === "read" ? "write" : "read");
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => onKey(event);
    // Before the editor, whose own keys would take it on some systems.
    window.addEventListener("keydown", hear, true);
    return () => window.removeEventListener("keydown", hear, true);
  }, []);
  // What had the focus is gone when the editor is; the text that is shown instead takes it, for the keys that scroll.
  const modeBefore = useRef(mode);
  useEffect(() => {
    const wrote = modeBefore.current === "write";
    modeBefore.current = mode;
    if (wrote && mode === "read" && document.activeElement === document.body) body.current?.focus({ preventScroll: true });
  }, [mode]);
  useEffect(() => onNoteFocus(path, () => (body.current?.querySelector<HTMLElement>(".cm-content") ?? body.current)?.focus({ preventScroll: true })), [path]);
  useEffect(() => {
    document.title = `${stem} – Hisho`;
  }, [stem]);

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div role="toolbar" aria-label={m.files_note_tools()} className="chrome flex min-h-11 shrink-0 items-center gap-1 border-b border-line ps-6 pe-3">
        <p className="min-w-0 flex-1 truncate text-sm text-ink-3" title={path}>
          {folder !== "" && <span>{`${folder.replaceAll("/", " › ")} › `}</span>}
          <span className="text-ink-2">{note ? stem : stem + ending}</span>
        </p>
        {note && (
          <div className="flex shrink-0">
            <Tabs
              label={m.editor_mode({ keys: `${modifierName()}E` })}
              value={mode}
              onChange={onMode}
              tabs={[
                { value: "read", label: m.editor_mode_read(), icon: BookOpen },
                { value: "write", label: m.editor_mode_write(), icon: PenLine },
              ]}
            />
          </div>
        )}
        <Menu
          trigger={<IconButton size="sm" icon={Ellipsis} label={m.files_more()} />}
          items={[
            { label: m.files_rename_action(), icon: Pencil, onSelect: () => work.rename(path) },
            { label: m.files_move_action(), icon: FolderInput, onSelect: () => work.move(path) },
            { label: m.files_copy_link(), icon: Link, onSelect: () => work.copyLink(path) },
            { label: m.vault_copy_path(), icon: Copy, onSelect: copyPath },
            { label: m.vault_open_obsidian(), icon: ExternalLink, onSelect: () => work.openInObsidian(path) },
            ...(note ? [{ label: m.talk_this(), icon: MessagesSquare, onSelect: () => talkAbout({ kind: "note", id: path }) }] : []),
            { label: m.files_delete(), icon: Trash2, danger: true, onSelect: () => work.remove(path) },
          ]}
        />
        {note && <IconButton size="sm" icon={PanelRight} label={panel ? m.files_panel_hide() : m.files_panel_show()} aria-pressed={panel} onClick={() => onPanel(!panel)} className={cx(panel && "bg-hover text-ink")} />}
      </div>
      <div ref={body} tabIndex={-1} role="group" aria-label={stem} className={cx("min-h-0 flex-1 focus-visible:-outline-offset-2", (mode === "read" || !note) && "overflow-y-auto")}>
        {note && mode === "write" ? (
          <Suspense fallback={<Loading label={m.editor_opening()} />}>
            <NoteEditor key={path} path={path} line={line} />
          </Suspense>
        ) : (
          <NoteView key={path} path={path} line={line} />
        )}
      </div>
    </div>
  );
}
