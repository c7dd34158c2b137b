/// Ticking the tasks of a note that is on the screen.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { readKey, useFailToast, type Note, type Ticked } from "@/api";
import { vaultActions } from "@/features/history/vaultActions";
import { asFailure, useHost, type Host } from "@/platform";
import { boxOfLine } from "./lines";
import { isOpenMark, TickQueue, tickSeen } from "./ticks";

export interface Ticks {
  /** Marks to be shown instead of what the text says, by line of the file. */
  marks: ReadonlyMap<number, string>;
  tick: (line: number) => void;
}

const NONE: ReadonlyMap<number, string> = new Map();

/** The mark in the box of a line of text; a blank where there is none. */
export function markIn(row: string | undefined): string {
  return /^[\s>]*(?:[-*+]|\d+[.)])[ \t]+\[(.)\]/u.exec(row ?? "")?.[1] ?? " ";
}

/** Keeps for the keys of undo how a tick is taken back: not where another line came of it, or a day was lost by it. */
export function keepWayBack(host: Host, { path, hash, line }: Ticked, asked: number, mark: string): void {
  const undo = () => host.call("vault.tick", { path, hash, line, mark }).then(() => undefined);
  vaultActions.add(line === asked && isOpenMark(mark) ? undo : null);
}

/** Ticks in an open note. */
export function useTicks(note: Note): Ticks {
  const host = useHost();
  const queries = useQueryClient();
  const failed = useFailToast();
  const [marks, setMarks] = useState(NONE);
  const shown = useRef({ note, failed });
  const queue = useRef<{ path: string; ticks: TickQueue } | null>(null);
  const follow = useRef<{ text: Element; line: number; hash: string } | null>(null);
  /** Brings the focus to the ticked task once the text in which it stands elsewhere is drawn. */
  const arrive = () => {
    const wanted = follow.current;
    if (wanted === null || wanted.hash !== shown.current.note.hash) return;
    follow.current = null;
    boxOfLine(wanted.text, wanted.line)?.focus();
  };
  useEffect(() => {
    shown.current = { note, failed };
    arrive();
  });
  const { path } = note;
  const ticksOf = () => {
    if (queue.current?.path === path) return queue.current.ticks;
    const ticks = new TickQueue({
      hash: () => shown.current.note.hash,
      tick: async (hash, line, mark) => {
        const ticked = await host.call("vault.tick", { path, hash, line });
        keepWayBack(host, ticked, line, mark);
        return ticked;
      },
      moved: (from, line, hash) => {
        const text = document.activeElement?.closest("article");
        if (!text || boxOfLine(text, from) !== document.activeElement) return;
        follow.current = { text, line, hash };
        arrive();
      },
      now: () => performance.now(),
      reload: async () => {
        const read = await queries.fetchQuery({ queryKey: readKey("vault.note", { path }), queryFn: () => host.call("vault.note", { path }), staleTime: 0 });
        return read.hash;
      },
      show: setMarks,
      failed: (why) => shown.current.failed(asFailure(why)),
    });
    queue.current = { path, ticks };
    return ticks;
  };
  const tick = (line: number) => ticksOf().tick(line, marks.get(line) ?? markIn(note.body.split("\n")[line - note.text_offset_lines]));
  return { marks, tick };
}

/** Ticks in a part of a note that is shown in another; `body` begins at `firstLine` of the file. */
export function useEmbeddedTicks(path: string, body: string, firstLine: number): Ticks {
  const host = useHost();
  const failed = useFailToast();
  const [marks, setMarks] = useState(NONE);
  const tick = (line: number) => {
    // Until the note is read anew, another press would meet what comes to stand here, such as the next occurrence.
    if (marks.has(line)) return;
    const row = body.split("\n")[line - firstLine] ?? "";
    setMarks((before) => new Map(before).set(line, markIn(row) === " " ? "x" : " "));
    const forget = () =>
      setMarks((before) => {
        const after = new Map(before);
        after.delete(line);
        return after;
      });
    tickSeen(
      row.trim(),
      line,
      () => host.call("vault.source", { path }),
      async (hash, at) => keepWayBack(host, await host.call("vault.tick", { path, hash, line: at }), at, markIn(row)),
    ).then(
      // The embed is read anew by the host's own word; until then the tick stands.
      () => setTimeout(forget, SETTLED_MS),
      (why: unknown) => {
        forget();
        failed(asFailure(why));
      },
    );
  };
  return { marks, tick };
}

const SETTLED_MS = 1_500;
