/// One note, for reading: its title, where it lies, its properties and its text. Must not change the file.
import { Copy, ExternalLink, FileQuestion, FileText } from "lucide-react";
import { useEffect, useRef } from "react";
import { useAppState, useRead, type Note } from "@/api";
import { AppLink, Badge, Button, EmptyState, ErrorNotice, IconButton, InstantText, Loading, Markdown, useToast } from "@/components";
import { m } from "@/i18n";
import { useHost } from "@/platform";
import { withoutTitle } from "./noteBody";
import { obsidianAddress } from "./paths";
import { PropertiesProblem, PropertyList } from "./PropertyList";
import { useFollowLink } from "./useFollowLink";

export function NoteView({ path }: { path: string; line: number | null }) {
  const note = useRead("vault.note", { path });
  if (note.data && note.error?.code !== "not_found") return <OpenNote note={note.data} />;
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

function OpenNote({ note }: { note: Note }) {
  const { vault } = useAppState();
  const host = useHost();
  const toast = useToast();
  const follow = useFollowLink(note.path);
  const top = useRef<HTMLElement>(null);
  const body = withoutTitle(note.body, note.title);

  useEffect(() => {
    document.title = `${note.title} – Hisho`;
  }, [note.title]);
  // Another note begins at its beginning, wherever the one before was left.
  useEffect(() => {
    top.current?.scrollIntoView({ block: "start" });
  }, [note.path]);

  const copyPath = () => {
    navigator.clipboard.writeText(note.path).then(
      () => toast({ title: m.vault_path_copied(), tone: "success" }),
      () => toast({ title: m.vault_path_not_copied(), description: note.path, tone: "error" }),
    );
  };

  return (
    <article ref={top} aria-label={note.title} className="mx-auto flex max-w-3xl flex-col gap-5 px-8 pt-7 pb-16">
      <header>
        <div className="flex items-start gap-1 text-sm text-ink-3">
          <FileText size={14} className="mt-1 shrink-0" aria-hidden />
          <span className="min-w-0 pt-px wrap-anywhere">{note.path}</span>
          <IconButton size="sm" icon={Copy} label={m.vault_copy_path()} onClick={copyPath} className="-my-1.5" />
        </div>
        <div className="mt-1 flex flex-wrap items-start gap-x-4 gap-y-2">
          <h2 className="min-w-0 flex-1 basis-64 font-title text-2xl font-semibold text-balance wrap-anywhere">{note.title}</h2>
          {vault !== null && (
            <Button size="sm" icon={ExternalLink} onClick={() => void host.openExternal(obsidianAddress(vault.path, note.path))}>
              {m.vault_open_obsidian()}
            </Button>
          )}
        </div>
        <div className="mt-2 flex flex-wrap items-center gap-1.5 text-sm text-ink-3">
          <span>
            {m.vault_modified()} <InstantText instant={note.modified_at} />
          </span>
          {note.tags.length > 0 && (
            <ul aria-label={m.vault_tags_label()} className="flex flex-wrap gap-1">
              {note.tags.map((tag) => (
                <li key={tag}>
                  <Badge>{`#${tag.replace(/^#/, "")}`}</Badge>
                </li>
              ))}
            </ul>
          )}
        </div>
      </header>
      {note.properties_error !== null && <PropertiesProblem detail={note.properties_error} />}
      {note.properties_error === null && <PropertyList note={note} properties={note.properties ?? {}} onLink={follow} />}
      {body.trim() === "" ? <p className="text-ink-3">{m.vault_empty_note()}</p> : <Markdown text={body} onLink={follow} />}
    </article>
  );
}
