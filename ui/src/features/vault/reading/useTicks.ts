/// Ticking the tasks of a note that is on the screen.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { readKey, useFailToast, type Note } from "@/api";
import { asFailure, useHost } from "@/platform";
import { TickQueue, tickSeen } from "./ticks";

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

/** Ticks in an open note. */
export function useTicks(note: Note): Ticks {
  const host = useHost();
  const queries = useQueryClient();
  const failed = useFailToast();
  const [marks, setMarks] = useState(NONE);
  const shown = useRef({ note, failed });
  const queue = useRef<{ path: string; ticks: TickQueue } | null>(null);
  useEffect(() => {
    shown.current = { note, failed };
  });
  const { path } = note;
  const ticksOf = () => {
    if (queue.current?.path === path) return queue.current.ticks;
    const ticks = new TickQueue({
      hash: () => shown.current.note.hash,
      tick: (hash, line) => host.call("vault.tick", { path, hash, line }),
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
      (hash, at) => host.call("vault.tick", { path, hash, line: at }),
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
