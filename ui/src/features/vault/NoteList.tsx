/// All notes of the vault, the latest first, in pages that are read when they come into view.
import { FolderOpen, LoaderCircle } from "lucide-react";
import { useRead, type NoteSummary } from "@/api";
import { Badge, EmptyState, ErrorNotice, ListRow, Loading, VirtualList } from "@/components";
import { m } from "@/i18n";

const PAGE = 100;
const ROW_HEIGHT = 56;
const SHOWN_TAGS = 2;

/** One page of the list; every row of a page shares its one reading. */
function useNotePage(page: number) {
  return useRead("vault.notes", { offset: page * PAGE, limit: PAGE, sort: "recent" }, { keepPrevious: true });
}

export interface NoteListProps {
  selected: string | null;
  /** The vault is still being read for the first time. */
  indexing: boolean;
}

export function NoteList({ selected, indexing }: NoteListProps) {
  const first = useNotePage(0);
  if (first.isPending) return <Loading label={m.vault_loading()} />;
  if (!first.data) {
    return (
      <div className="p-4">
        <ErrorNotice error={first.error} retry={() => void first.refetch()} />
      </div>
    );
  }
  const { total } = first.data;
  if (total === 0) {
    return indexing ? (
      <EmptyState icon={LoaderCircle} title={m.vault_indexing_empty_title()}>
        {m.vault_indexing_empty_text()}
      </EmptyState>
    ) : (
      <EmptyState icon={FolderOpen} title={m.vault_empty_title()}>
        {m.vault_empty_text()}
      </EmptyState>
    );
  }
  const rows = Array.from({ length: total }, (_, index) => index);
  return <VirtualList items={rows} estimate={ROW_HEIGHT} label={m.vault_list_label()} render={(index) => <NoteRow index={index} selected={selected} />} />;
}

function NoteRow({ index, selected }: { index: number; selected: string | null }) {
  const page = Math.floor(index / PAGE);
  const note = useNotePage(page).data?.notes[index - page * PAGE];
  if (note === undefined) return <ListRow title={<span className="text-ink-3">{m.vault_row_loading()}</span>} subtitle={"\u00a0"} />;
  return <ListRow to="/vault" search={{ path: note.path }} selected={note.path === selected} title={note.title} subtitle={<FolderAndTags note={note} />} />;
}

function FolderAndTags({ note }: { note: NoteSummary }) {
  const more = note.tags.length - SHOWN_TAGS;
  return (
    <span className="flex items-center gap-1.5">
      <span className="truncate">{note.folder === "" ? m.vault_top_folder() : note.folder}</span>
      {note.tags.slice(0, SHOWN_TAGS).map((tag) => (
        <Badge key={tag}>{`#${tag.replace(/^#/, "")}`}</Badge>
      ))}
      {more > 0 && <span className="shrink-0 text-xs">{m.vault_tag_more({ count: more })}</span>}
    </span>
  );
}
