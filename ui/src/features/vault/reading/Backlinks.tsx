/// Who links to a note, and who names it without a link.
import { Link2 } from "lucide-react";
import { useState } from "react";
import type { UseQueryResult } from "@tanstack/react-query";
import { useFailToast, useRead } from "@/api";
import { Button, ErrorNotice, Highlighted, Loading, useToast } from "@/components";
import { vaultActions } from "@/features/history/vaultActions";
import { formatNumber, m } from "@/i18n";
import { asFailure, useHost, type CommandFailure } from "@/platform";
import { useOpenNote } from "../useFollowLink";
import { aroundHighlight } from "./snippets";
import type { Mention, MentionPlace, NoteLinks } from "./shapes";

const MOST_MENTIONS = 50;

export function Backlinks({ path, links }: { path: string; links: UseQueryResult<NoteLinks, CommandFailure> }) {
  return (
    <div className="flex flex-col gap-6">
      <section aria-label={m.vault_panel_backlinks()}>
        {links.isPending ? (
          <Loading label={m.vault_links_loading()} />
        ) : !links.data ? (
          <ErrorNotice error={links.error} retry={() => void links.refetch()} />
        ) : links.data.backlinks.length === 0 ? (
          <p className="px-2 py-3 text-sm text-ink-3">{m.vault_backlinks_none()}</p>
        ) : (
          <ul className="flex flex-col gap-3">
            {links.data.backlinks.map((note) => (
              <li key={note.path}>
                <NoteName path={note.path} title={note.title} />
                <ul>
                  {note.places.map((place) => (
                    <li key={`${place.line}:${place.highlights[0]?.[0] ?? 0}`}>
                      <Place path={note.path} line={place.line} snippet={place.snippet} highlights={place.highlights} />
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        )}
      </section>
      <Mentions path={path} />
    </div>
  );
}

function NoteName({ path, title }: { path: string; title: string }) {
  const open = useOpenNote();
  return (
    <button type="button" title={path} onClick={() => open(path)} className="block w-full truncate rounded-md px-2 py-1 text-start text-sm font-medium text-ink hover:bg-hover">
      {title}
    </button>
  );
}

/** A line of another note; leads to it. */
function Place({ path, line, snippet, highlights }: { path: string; line: number; snippet: string; highlights: readonly (readonly [number, number])[] }) {
  const open = useOpenNote();
  const shown = aroundHighlight(snippet, highlights);
  return (
    <button type="button" onClick={() => open(path, line)} className="block w-full rounded-md px-2 py-1 text-start text-sm text-ink-2 hover:bg-hover">
      <span className="line-clamp-3 wrap-anywhere">
        <Highlighted text={shown.text} ranges={shown.highlights} />
      </span>
    </button>
  );
}

function Mentions({ path }: { path: string }) {
  const found = useRead("vault.mentions", { path, limit: MOST_MENTIONS });
  const count = found.data?.total ?? 0;
  return (
    <section aria-label={m.vault_mentions()} className="border-t border-line pt-4">
      <h3 className="flex items-baseline gap-2 px-2 pb-1 text-sm font-medium text-ink-2">
        {m.vault_mentions()}
        {found.data && <span className="text-xs font-normal text-ink-3 tabular-nums">{formatNumber(count)}</span>}
      </h3>
      {found.isPending ? (
        <Loading label={m.vault_mentions_loading()} />
      ) : !found.data ? (
        <ErrorNotice error={found.error} retry={() => void found.refetch()} />
      ) : found.data.mentions.length === 0 ? (
        <p className="px-2 py-1 text-sm text-ink-3">{m.vault_mentions_none()}</p>
      ) : (
        <>
          <ul className="flex flex-col gap-3">
            {found.data.mentions.map((mention) => (
              <li key={mention.path}>
                <NoteName path={mention.path} title={mention.title} />
                <ul>
                  {mention.places.map((place) => (
                    <li key={`${place.line}:${place.start}`}>
                      <Unlinked of={path} mention={mention} place={place} />
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
          {count > found.data.mentions.length && <p className="px-2 pt-2 text-sm text-ink-3">{m.vault_mentions_some({ shown: formatNumber(found.data.mentions.length), count: formatNumber(count) })}</p>}
        </>
      )}
    </section>
  );
}

function Unlinked({ of, mention, place }: { of: string; mention: Mention; place: MentionPlace }) {
  const host = useHost();
  const toast = useToast();
  const failed = useFailToast();
  const [busy, setBusy] = useState(false);
  const link = async () => {
    setBusy(true);
    try {
      // The host refuses when the line no longer says so: the hash is of the text as it is now, and the place is checked.
      const { hash } = await host.call("vault.source", { path: mention.path });
      await host.call("vault.link_mention", { path: mention.path, hash, line: place.line, start: place.start, end: place.end, to: of });
      vaultActions.add(null);
      toast({ title: m.vault_mention_linked({ title: mention.title }), tone: "success" });
    } catch (why) {
      failed(asFailure(why));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex items-start gap-1">
      <div className="min-w-0 flex-1">
        <Place path={mention.path} line={place.line} snippet={place.snippet} highlights={place.highlights} />
      </div>
      <Button size="sm" variant="ghost" icon={Link2} busy={busy} onClick={() => void link()} aria-label={m.vault_mention_link_named({ title: mention.title })}>
        {m.vault_mention_link()}
      </Button>
    </div>
  );
}
