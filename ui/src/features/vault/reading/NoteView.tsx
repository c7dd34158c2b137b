/// One note, or another file of the vault, for reading: its title, its properties and its text. Ticking
/// a task is the one thing here that changes the file.
import { FileQuestion } from "lucide-react";
import { useEffect, useRef, type RefObject } from "react";
import { useRead, type Note } from "@/api";
import { AppLink, bringIntoView, EmptyState, ErrorNotice, InstantText, Loading, scrollerOf } from "@/components";
import { m } from "@/i18n";
import { PropertiesProblem, PropertyList } from "../PropertyList";
import { useFollowLink, useShowTag } from "../useFollowLink";
import { lineAt, revealLine } from "./lines";
import { Media } from "./Media";
import { withoutTitle } from "./noteBody";
import { NoteText } from "./NoteText";
import { fileTitle, isNotePath } from "./targets";
import { useTicks } from "./useTicks";
import { onGoToLine, tellLine } from "./where";

export interface NoteViewProps {
  path: string;
  /** The line of the file to begin with. */
  line?: number | null;
}

export function NoteView({ path, line = null }: NoteViewProps) {
  return isNotePath(path) ? <ReadNote path={path} line={line} /> : <OtherFile path={path} />;
}

function ReadNote({ path, line }: { path: string; line: number | null }) {
  const note = useRead("vault.note", { path });
  if (note.data && note.error?.code !== "not_found") return <OpenNote note={note.data} line={line} />;
  if (note.isPending) return <Loading label={m.vault_note_loading()} />;
  if (note.error?.code === "not_found") {
    return (
      <EmptyState
        icon={FileQuestion}
        title={m.vault_note_gone_title()}
        action={
          <AppLink to="/vault" className="text-accent-ink underline-offset-2 hover:underline">
            {m.vault_back_to_list()}
          </AppLink>
        }
      >
        <span className="wrap-anywhere">{m.vault_note_gone_text({ path })}</span>
      </EmptyState>
    );
  }
  return (
    <div className="p-8">
      <ErrorNotice error={note.error} retry={() => void note.refetch()} />
    </div>
  );
}

function OpenNote({ note, line }: { note: Note; line: number | null }) {
  const follow = useFollowLink(note.path);
  const showTag = useShowTag();
  const ticks = useTicks(note);
  const top = useRef<HTMLElement>(null);
  const { text, lines } = withoutTitle(note.body, note.title);

  useEffect(() => {
    document.title = `${note.title} – Hisho`;
  }, [note.title]);
  // Another note begins at its beginning, wherever the one before was left; or at the line that was asked for.
  useEffect(() => {
    const article = top.current;
    if (article === null) return undefined;
    if (line !== null) return revealLine(article, line);
    bringIntoView(article, "top");
    return undefined;
  }, [note.path, line]);
  useEffect(() => onGoToLine(note.path, (wanted) => top.current && revealLine(top.current, wanted)), [note.path]);
  useTellLine(top, note.path);

  return (
    <article ref={top} aria-label={note.title} className="mx-auto flex max-w-3xl flex-col gap-5 px-8 pt-7 pb-16">
      <header>
        <h2 className="font-title text-2xl font-semibold text-balance wrap-anywhere">{note.title}</h2>
        <div className="mt-2 flex flex-wrap items-center gap-1.5 text-sm text-ink-3">
          <span>
            {m.vault_modified()} <InstantText instant={note.modified_at} />
          </span>
          {note.tags.length > 0 && (
            <ul aria-label={m.vault_tags_label()} className="flex flex-wrap gap-1">
              {note.tags.map((tag) => (
                <li key={tag}>
                  <button type="button" className="tag" onClick={() => showTag(tag.replace(/^#/, ""))}>{`#${tag.replace(/^#/, "")}`}</button>
                </li>
              ))}
            </ul>
          )}
        </div>
      </header>
      {note.properties_error !== null && <PropertiesProblem detail={note.properties_error} />}
      {note.properties_error === null && <PropertyList note={note} properties={note.properties ?? {}} onLink={follow} />}
      {text.trim() === "" ? (
        <p className="text-ink-3">{m.vault_empty_note()}</p>
      ) : (
        <NoteText path={note.path} text={text} firstLine={note.text_offset_lines + lines} trail={[`${note.path}:all`]} ticks={ticks} />
      )}
    </article>
  );
}

/** How far below the top of what is seen a block counts as the one being read, in pixels. */
const READING_PX = 96;

/** Tells the panel beside the note, as the reader scrolls, which line they are at. */
function useTellLine(top: RefObject<HTMLElement | null>, path: string): void {
  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const article = top.current;
      const scroller = article && scrollerOf(article);
      if (!article || !scroller) return;
      const ended = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2 && scroller.scrollTop > 0;
      const { top: from, bottom } = scroller.getBoundingClientRect();
      const line = lineAt(article, ended ? bottom : from + READING_PX);
      if (line !== null) tellLine(path, line);
    };
    const soon = () => {
      frame ||= requestAnimationFrame(look);
    };
    soon();
    // Scrolling does not bubble, so it is heard on its way down.
    document.addEventListener("scroll", soon, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener("scroll", soon, { capture: true });
    };
  }, [top, path]);
}

function OtherFile({ path }: { path: string }) {
  const title = fileTitle(path);
  useEffect(() => {
    document.title = `${title} – Hisho`;
  }, [title]);
  return (
    <article aria-label={title} className="mx-auto flex max-w-3xl flex-col gap-5 px-8 pt-7 pb-16">
      <header>
        <h2 className="font-title text-2xl font-semibold text-balance wrap-anywhere">{title}</h2>
      </header>
      <div className="prose">
        <Media key={path} path={path} />
      </div>
    </article>
  );
}
