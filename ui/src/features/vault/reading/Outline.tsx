/// The headings of the open note as a list that leads to them; the one being read is marked.
import { useRead } from "@/api";
import { cx, ErrorNotice, Loading } from "@/components";
import { m } from "@/i18n";
import { currentHeading, indents } from "./outlineRows";
import { useOpenNote } from "../useFollowLink";
import { useReadLine } from "./where";

export function Outline({ path }: { path: string }) {
  const note = useRead("vault.note", { path });
  const line = useReadLine(path);
  const open = useOpenNote();
  if (note.isPending) return <Loading label={m.vault_note_loading()} />;
  if (!note.data) return <ErrorNotice error={note.error} retry={() => void note.refetch()} />;
  const { outline } = note.data;
  if (outline.length === 0) return <p className="px-2 py-4 text-sm text-ink-3">{m.vault_outline_none()}</p>;
  const current = currentHeading(outline, line);
  const depth = indents(outline.map(({ level }) => level));
  return (
    <ol aria-label={m.vault_panel_outline()} className="flex flex-col">
      {outline.map((heading, index) => (
        <li key={heading.line} style={{ paddingInlineStart: `${(depth[index] ?? 0) * 0.9}rem` }}>
          <button
            type="button"
            aria-current={index === current ? "location" : undefined}
            onClick={() => open(path, heading.line)}
            className={cx(
              "w-full rounded-md border-s-2 px-2.5 py-1 text-start text-sm wrap-anywhere hover:bg-hover focus-visible:-outline-offset-2",
              index === current ? "border-accent font-medium text-accent-ink" : "border-transparent text-ink-2 hover:text-ink",
            )}
          >
            {heading.text || m.vault_outline_unnamed()}
          </button>
        </li>
      ))}
    </ol>
  );
}
