/// How many links elsewhere would be written anew if a file had another path; read before anything is changed.
import { Link2 } from "lucide-react";
import { useRead, type RenamePreview } from "@/api";
import { formatNumber, m } from "@/i18n";

export function LinksPreview({ path, to }: { path: string; to: string }) {
  const preview = useRead("vault.preview_rename", { path, to }, { keepPrevious: true });
  const { data } = preview;
  // What stands in the way of the rename itself is said when it is tried.
  if (preview.isError) return null;
  return (
    <p role="status" className="flex min-h-6 items-center gap-2 text-sm text-ink-2">
      <Link2 size={14} className="shrink-0 text-ink-3" aria-hidden />
      {data === undefined ? m.files_links_counting() : changeWords(data)}
    </p>
  );
}

function changeWords({ links, notes }: RenamePreview): string {
  if (links === 0) return m.files_links_none();
  if (links === 1) return m.files_links_change_one();
  return notes === 1 ? m.files_links_change_note({ links: formatNumber(links) }) : m.files_links_change({ links: formatNumber(links), notes: formatNumber(notes) });
}
