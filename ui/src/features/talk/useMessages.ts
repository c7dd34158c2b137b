/// The messages of a conversation as far as they were looked at: the newest, which come by themselves, and the pages
/// before them that were asked for.
import { useMemo, useState } from "react";
import { useRead, useReadEach, useRetry, type Message } from "@/api";
import type { CommandFailure } from "@/platform";

const FIRST = 60;
const PAGE = 200;
const MOST = 500;

export interface Messages {
  /** The oldest first; undefined while the first are read. */
  all: readonly Message[] | undefined;
  hasOlder: boolean;
  loadOlder: () => void;
  error: CommandFailure | null;
  retry: () => void;
}

interface Start {
  /** The newest page begins at this position and grows from there. */
  floor: number;
  hasOlder: boolean;
}

/** Everything once, the oldest first. Pages may overlap. */
export function together(pages: readonly (readonly Message[])[]): Message[] {
  const byPosition = new Map<number, Message>();
  for (const page of pages) for (const message of page) byPosition.set(message.position, message);
  return [...byPosition.values()].toSorted((a, b) => a.position - b.position);
}

export function useMessages(uid: string): Messages {
  const retry = useRetry();
  const [start, setStart] = useState<Start | null>(null);
  const [bounds, setBounds] = useState<readonly number[]>([]);
  const first = useRead("conversations.messages", { uid, limit: FIRST }, { enabled: start === null });
  if (start === null && first.data) setStart({ floor: first.data.messages[0]?.position ?? 0, hasOlder: first.data.has_older });

  const newest = useRead("conversations.messages", { uid, from: start?.floor ?? 0, limit: MOST }, { enabled: start !== null, keepPrevious: true });
  const older = useReadEach("conversations.messages", bounds.map((before) => ({ uid, before, limit: PAGE })));
  const all = useMemo(() => {
    const live = newest.data ?? first.data;
    return live === undefined ? undefined : together([...older.data.map((page) => page?.messages ?? []), live.messages]);
  }, [newest.data, first.data, older.data]);

  const last = bounds.length === 0 ? undefined : older.data.at(-1);
  const hasOlder = bounds.length === 0 ? (start?.hasOlder ?? false) : (last?.has_older ?? false);
  return {
    all,
    hasOlder,
    loadOlder: () => {
      const before = bounds.length === 0 ? start?.floor : last?.messages[0]?.position;
      if (hasOlder && before !== undefined && !bounds.includes(before)) setBounds([...bounds, before]);
    },
    error: first.error ?? newest.error ?? older.errors.find((error) => error !== null) ?? null,
    retry: () => retry("conversations.messages"),
  };
}
