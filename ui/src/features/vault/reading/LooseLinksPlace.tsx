/// The vault's loose links: those that name no note, and those that could mean several.
import { FilePlus2, Link2Off, Split } from "lucide-react";
import { useState } from "react";
import { useAppState, useRead } from "@/api";
import { AppLink, Button, EmptyState, ErrorNotice, Loading, Page, Tabs, VirtualList } from "@/components";
import { formatNumber, m } from "@/i18n";
import { useOpenNote } from "../useFollowLink";
import { Candidates } from "./Candidates";
import type { LooseLinks } from "./shapes";
import { canBeNote, fileTitle } from "./targets";
import { useLinkWork } from "./useLinkWork";

const PAGE = 200;
const ROW_PX = 76;
type Kind = "unresolved" | "ambiguous";

export default function LooseLinksPlace() {
  const { vault } = useAppState();
  const [kind, setKind] = useState<Kind>("unresolved");
  const [shown, setShown] = useState(PAGE);
  const links = useRead("vault.loose_links", { offset: 0, limit: shown }, { enabled: vault !== null, keepPrevious: true });
  const more = () => setShown((before) => (links.data && !links.isPlaceholderData && before < Math.max(links.data.unresolved_total, links.data.ambiguous_total) ? before + PAGE : before));
  return (
    <Page
      flush
      title={m.vault_loose_title()}
      subtitle={m.vault_loose_text()}
      actions={
        <AppLink to="/vault" className="inline-flex min-h-8 items-center rounded-md px-2.5 text-sm text-accent-ink hover:bg-hover">
          {m.vault_graph_to_notes()}
        </AppLink>
      }
    >
      {vault === null ? (
        <EmptyState icon={Link2Off} title={m.vault_none_title()}>
          {m.vault_none_text()}
        </EmptyState>
      ) : links.isPending ? (
        <Loading label={m.vault_links_loading()} />
      ) : !links.data ? (
        <div className="p-8">
          <ErrorNotice error={links.error} retry={() => void links.refetch()} />
        </div>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col gap-3">
          <div className="flex px-8">
            <Tabs
              label={m.vault_loose_title()}
              value={kind}
              onChange={setKind}
              tabs={[
                { value: "unresolved", label: m.vault_link_unresolved(), count: links.data.unresolved_total },
                { value: "ambiguous", label: m.vault_link_ambiguous(), count: links.data.ambiguous_total },
              ]}
            />
          </div>
          <div className="min-h-0 flex-1 px-6">{kind === "unresolved" ? <Unresolved links={links.data} onMore={more} /> : <Ambiguous links={links.data} onMore={more} />}</div>
        </div>
      )}
    </Page>
  );
}

function Unresolved({ links, onMore }: { links: LooseLinks; onMore: () => void }) {
  const open = useOpenNote();
  const { busy, create } = useLinkWork();
  if (links.unresolved.length === 0) {
    return (
      <EmptyState icon={Link2Off} title={m.vault_loose_unresolved_none_title()}>
        {m.vault_loose_unresolved_none_text()}
      </EmptyState>
    );
  }
  return (
    <VirtualList
      items={links.unresolved}
      total={links.unresolved_total}
      estimate={ROW_PX}
      label={m.vault_link_unresolved()}
      keyOf={(link) => link.target}
      onNearEnd={onMore}
      render={(link) => (
        <div className="flex items-start gap-3 border-b border-line px-2 py-2.5">
          <div className="min-w-0 flex-1">
            <p className="flex items-baseline gap-2 text-base font-medium">
              <span className="truncate">{link.target}</span>
              <span className="shrink-0 text-xs font-normal text-ink-3">{m.vault_loose_count({ count: formatNumber(link.count) })}</span>
            </p>
            <Sources sources={link.sources} onOpen={open} />
          </div>
          {canBeNote(link.target) && (
            <Button size="sm" icon={FilePlus2} busy={busy} onClick={() => create(link.target, link.sources[0] ?? "")} aria-label={m.vault_link_create_named({ target: link.target })}>
              {m.vault_link_create()}
            </Button>
          )}
        </div>
      )}
    />
  );
}

/** How many of the notes that hold a link are named. */
const NAMED = 4;

function Sources({ sources, onOpen }: { sources: readonly string[]; onOpen: (path: string) => void }) {
  return (
    <p className="mt-0.5 flex flex-wrap gap-x-1 text-sm text-ink-3">
      {m.vault_loose_in()}
      {sources.slice(0, NAMED).map((path) => (
        <button key={path} type="button" title={path} onClick={() => onOpen(path)} className="max-w-60 truncate rounded-sm px-1 text-accent-ink hover:underline">
          {fileTitle(path)}
        </button>
      ))}
      {sources.length > NAMED && <span>{m.vault_tag_more({ count: formatNumber(sources.length - NAMED) })}</span>}
    </p>
  );
}

function Ambiguous({ links, onMore }: { links: LooseLinks; onMore: () => void }) {
  const open = useOpenNote();
  const { busy, choose } = useLinkWork();
  if (links.ambiguous.length === 0) {
    return (
      <EmptyState icon={Split} title={m.vault_loose_ambiguous_none_title()}>
        {m.vault_loose_ambiguous_none_text()}
      </EmptyState>
    );
  }
  return (
    <VirtualList
      items={links.ambiguous}
      total={links.ambiguous_total}
      estimate={ROW_PX * 2}
      label={m.vault_link_ambiguous()}
      keyOf={(link) => `${link.source}\n${link.target}`}
      onNearEnd={onMore}
      render={(link) => (
        <div className="border-b border-line px-2 py-2.5">
          <p className="truncate text-base font-medium">{link.target}</p>
          <Sources sources={[link.source]} onOpen={open} />
          <div className="mt-1.5">
            <Candidates target={link.target} path={link.path} candidates={link.candidates} busy={busy} onChoose={(path) => choose(link.source, link.target, path)} />
          </div>
        </div>
      )}
    />
  );
}
