/// Where the links of a note lead: to notes, nowhere, or to more than one note.
import { FilePlus2, FileQuestion, FileSymlink, Image, ListTree, Split } from "lucide-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { ErrorNotice, IconButton, Loading, type Icon } from "@/components";
import { formatNumber, m } from "@/i18n";
import type { CommandFailure } from "@/platform";
import { useOpenNote } from "../useFollowLink";
import { Candidates } from "./Candidates";
import { outgoingRows, type OutgoingRow } from "./outgoingRows";
import type { NoteLinks } from "./shapes";
import { canBeNote, fileTitle } from "./targets";
import { useLinkWork } from "./useLinkWork";

export function Outgoing({ path, links }: { path: string; links: UseQueryResult<NoteLinks, CommandFailure> }) {
  if (links.isPending) return <Loading label={m.vault_links_loading()} />;
  if (!links.data) return <ErrorNotice error={links.error} retry={() => void links.refetch()} />;
  const rows = outgoingRows(links.data.outgoing);
  if (rows.length === 0) return <p className="px-2 py-3 text-sm text-ink-3">{m.vault_outgoing_none()}</p>;
  return (
    <ul className="flex flex-col gap-0.5">
      {rows.map((row) => (
        <li key={row.key}>
          <Row from={path} row={row} />
        </li>
      ))}
    </ul>
  );
}

const SIGN: Record<OutgoingRow["state"], Icon> = { note: FileSymlink, embed: Image, property: ListTree, missing: FileQuestion, ambiguous: Split };

function Row({ from, row }: { from: string; row: OutgoingRow }) {
  const open = useOpenNote();
  const { busy, create, choose } = useLinkWork();
  const Sign = SIGN[row.state];
  const target = row.path;
  const title = target === null ? row.target : fileTitle(target);
  return (
    <div>
      <div className="flex items-center gap-1">
      <button
        type="button"
        title={target ?? undefined}
        // A link that leads nowhere leads at least to where it stands.
        onClick={() => (target === null ? open(from, row.line) : open(target))}
        className="flex min-w-0 flex-1 items-center gap-2 rounded-md px-2 py-1.5 text-start text-sm hover:bg-hover"
      >
        <Sign size={15} className="shrink-0 text-ink-3" aria-hidden />
        <span className="min-w-0 flex-1">
          <span className="block truncate">{title}</span>
          {row.state === "missing" && <span className="block text-xs text-amber">{m.vault_link_unresolved()}</span>}
          {row.state === "ambiguous" && <span className="block text-xs text-violet">{m.vault_link_ambiguous()}</span>}
        </span>
        {row.count > 1 && <span className="text-xs text-ink-3 tabular-nums">×{formatNumber(row.count)}</span>}
      </button>
      {row.state === "missing" && canBeNote(row.target) && (
        <IconButton size="sm" icon={FilePlus2} disabled={busy} onClick={() => create(row.target, from)} label={m.vault_link_create_named({ target: row.target })} />
      )}
      </div>
      {row.state === "ambiguous" && (
        <Candidates target={row.target} path={target} candidates={row.candidates} busy={busy} onChoose={(candidate) => choose(from, row.target, candidate)} />
      )}
    </div>
  );
}
