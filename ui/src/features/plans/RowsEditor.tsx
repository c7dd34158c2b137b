/// A list one writes row by row: Enter adds the next, Alt and the arrows move, Backspace in an empty row removes it.
/// Used for every list of a plan; must not know which of them it edits.
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Button, IconButton } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { insertAfter, move, remove, type Edited } from "./milestones";

/** How the parts of a row are called; `number` counts from 1. */
export interface RowWords {
  heading: string;
  hint: string;
  add: string;
  text: (number: number) => string;
  up: (number: number) => string;
  down: (number: number) => string;
  remove: (number: number) => string;
}

export interface RowsEditorProps<Row extends { key: string }> {
  words: RowWords;
  rows: readonly Row[];
  textOf: (row: Row) => string;
  withText: (row: Row, text: string) => Row;
  blank: () => Row;
  onChange: (rows: Row[]) => void;
  /** A field was left. */
  onLeave?: () => void;
  /** What stands beside the text. */
  beside?: (row: Row, number: number) => ReactNode;
  /** What stands below it. */
  below?: (row: Row, number: number) => ReactNode;
  /** What is wrong with a row. */
  problem?: (row: Row) => string | null;
  /** What the host refused about the list. */
  error?: string | null;
}

type Part = "text" | "up" | "down";

export function RowsEditor<Row extends { key: string }>({ words, rows, textOf, withText, blank, onChange, onLeave, beside, below, problem, error }: RowsEditorProps<Row>) {
  const id = useId();
  const list = useRef<HTMLOListElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const wanted = useRef<{ key: string | null; part: Part } | null>(null);
  const [said, setSaid] = useState("");

  // A row that was just made or moved gets the cursor once it is where it belongs.
  useLayoutEffect(() => {
    const goal = wanted.current;
    if (goal === null) return;
    wanted.current = null;
    if (goal.key === null) {
      addButton.current?.focus();
      return;
    }
    const row = list.current?.querySelector(`[data-key="${goal.key}"]`);
    const part = row?.querySelector<HTMLElement>(`[data-part="${goal.part}"]:not(:disabled)`) ?? row?.querySelector<HTMLElement>('[data-part="text"]');
    part?.focus();
  });

  const apply = (edited: Edited<Row>, part: Part = "text") => {
    wanted.current = { key: edited.focus, part };
    onChange(edited.rows);
  };
  const shift = (key: string, by: -1 | 1, part: Part) => {
    const moved = move(rows, key, by);
    setSaid(m.plans_row_moved({ number: moved.rows.findIndex((row) => row.key === key) + 1 }));
    apply(moved, part);
  };
  const walk = (index: number) => {
    const key = rows[index]?.key;
    if (key !== undefined) list.current?.querySelector<HTMLElement>(`[data-key="${key}"] [data-part="text"]`)?.focus();
  };

  const press = (event: KeyboardEvent<HTMLInputElement>, row: Row, index: number) => {
    if (isComposing(event) || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      apply(insertAfter(rows, row.key, blank()));
    } else if (event.key === "Backspace" && textOf(row) === "") {
      event.preventDefault();
      apply(remove(rows, row.key));
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      const by = event.key === "ArrowUp" ? -1 : 1;
      if (event.altKey) shift(row.key, by, "text");
      else walk(index + by);
    }
  };

  return (
    <section aria-labelledby={`${id}-heading`} aria-describedby={`${id}-hint`}>
      <h2 id={`${id}-heading`} className="text-sm font-medium text-ink-2">
        {words.heading}
      </h2>
      <p id={`${id}-hint`} className="mt-0.5 text-sm text-ink-3">
        {words.hint}
      </p>
      {error && <p className="mt-1 text-sm text-red">{error}</p>}
      <ol ref={list} className="mt-2 flex flex-col">
        {rows.map((row, index) => {
          const number = index + 1;
          const wrong = problem?.(row) ?? null;
          return (
            <li key={row.key} data-key={row.key} className="group border-b border-line py-1">
              <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span aria-hidden className="w-6 shrink-0 text-end text-sm text-ink-3 tabular-nums">
                  {number}
                </span>
                <input
                  type="text"
                  data-part="text"
                  aria-label={words.text(number)}
                  aria-describedby={wrong === null ? undefined : `${row.key}-problem`}
                  aria-invalid={wrong === null ? undefined : true}
                  autoComplete="off"
                  value={textOf(row)}
                  onChange={(event) => onChange(rows.map((r) => (r.key === row.key ? withText(r, event.target.value) : r)))}
                  onKeyDown={(event) => press(event, row, index)}
                  onBlur={onLeave}
                  className="h-9.5 min-w-40 flex-1 rounded-md bg-transparent px-2 text-md text-ink hover:bg-hover focus-visible:bg-raised"
                />
                {beside?.(row, number)}
                <span className="flex opacity-60 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100">
                  <IconButton size="sm" data-part="up" icon={ArrowUp} label={words.up(number)} disabled={index === 0} onClick={() => shift(row.key, -1, "up")} />
                  <IconButton size="sm" data-part="down" icon={ArrowDown} label={words.down(number)} disabled={index === rows.length - 1} onClick={() => shift(row.key, 1, "down")} />
                  <IconButton size="sm" icon={Trash2} label={words.remove(number)} onClick={() => apply(remove(rows, row.key))} />
                </span>
              </div>
              {below && <div className="ps-8 pb-1">{below(row, number)}</div>}
              {wrong !== null && (
                <p id={`${row.key}-problem`} className="ps-10 pb-1 text-sm text-amber">
                  {wrong}
                </p>
              )}
            </li>
          );
        })}
      </ol>
      <Button ref={addButton} variant="ghost" size="sm" icon={Plus} className="mt-1.5" onClick={() => apply(insertAfter(rows, null, blank()))}>
        {words.add}
      </Button>
      <p role="status" className="sr-only">
        {said}
      </p>
    </section>
  );
}
