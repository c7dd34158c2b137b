/// The list above the field of what could be meant by what is being typed. The field owns the keys.
import { AtSign, NotebookText, SquareSlash } from "lucide-react";
import { useEffect, useRef } from "react";
import { cx, type Icon } from "@/components";
import { m } from "@/i18n";
import type { Begun } from "./begun";
import type { Completed } from "./useCompletions";

const ICON: Record<Begun["kind"], Icon> = { secretary: AtSign, note: NotebookText, order: SquareSlash };
const LABEL: Record<Begun["kind"], () => string> = { secretary: m.talk_complete_secretary, note: m.talk_complete_note, order: m.talk_complete_order };

export interface CompletionsProps {
  id: string;
  kind: Begun["kind"];
  options: readonly Completed[];
  at: number;
  onTake: (option: Completed) => void;
  onPoint: (index: number) => void;
}

export function Completions({ id, kind, options, at, onTake, onPoint }: CompletionsProps) {
  const list = useRef<HTMLDivElement>(null);
  const Glyph = ICON[kind];
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={LABEL[kind]()} className="rise absolute start-2 bottom-full z-20 mb-1.5 max-h-72 w-[min(26rem,calc(100%-1rem))] overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-3">
      {options.map((option, index) => (
        // The field owns the keys; the pointer is the only thing an option hears itself.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <div
          key={option.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          onPointerMove={() => onPoint(index)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(option)}
          className={cx("chrome flex min-h-10 items-center gap-2.5 rounded-md px-2.5 py-1 text-base", index === at && "bg-accent-soft")}
        >
          <Glyph size={15} className={cx("shrink-0", index === at ? "text-accent-ink" : "text-ink-3")} aria-hidden />
          <span className="min-w-0 flex-1">
            <span className="block truncate">{option.name}</span>
            {option.about !== "" && <span className="block truncate text-xs text-ink-3">{option.about}</span>}
          </span>
        </div>
      ))}
    </div>
  );
}
