/// The search field over the notes: what was looked for lately below it, the operators behind a button in it.
/// Half-typed words of an input method are not searched for.
import { History, Search, X } from "lucide-react";
import { useId, useRef, useState, type KeyboardEvent } from "react";
import { useRead, useRemember, useRun } from "@/api";
import { cx } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { OperatorHelp } from "./OperatorHelp";
import { withOperator, type Operator } from "./operators";

export interface SearchFieldProps {
  text: string;
  /** `settled` is false while an input method is still composing. */
  onChange: (text: string, settled: boolean) => void;
  /** Enter: opens what was found first. */
  onOpen: () => void;
  /** Goes to the list below. */
  onDown: () => void;
  /** The query is wrong; what is wrong with it is said below. */
  invalid: boolean;
}

const MOST_RECENT = 8;

export function SearchField({ text, onChange, onOpen, onDown, invalid }: SearchFieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [focused, setFocused] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const recent = useRead("search.recent", {});
  const remember = useRemember();
  const forget = useRun("search.forget", { onDone: (left) => remember("search.recent", {}, left) });
  const queries = (recent.data ?? []).slice(0, MOST_RECENT);
  const open = focused && text === "" && queries.length > 0;

  const take = (query: string) => {
    setChosen(-1);
    onChange(query, true);
  };
  const insert = (operator: Operator) => {
    const next = withOperator(text, operator);
    onChange(next.text, true);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.cursor, next.cursor);
    });
  };
  const press = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const last = queries.length - 1;
    if (event.key === "ArrowDown" && open) setChosen(chosen >= last ? 0 : chosen + 1);
    else if (event.key === "ArrowUp" && open) setChosen(chosen <= 0 ? last : chosen - 1);
    else if (event.key === "Enter" && open && chosen >= 0) take(queries[chosen] ?? "");
    else if (event.key === "Delete" && open && chosen >= 0) forget.run({ query: queries[chosen] });
    else if (event.key === "ArrowDown") onDown();
    else if (event.key === "Enter") onOpen();
    else if (event.key === "Escape" && open) setFocused(false);
    else if (event.key === "Escape" && text !== "") onChange("", true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div role="search" className="relative">
      <label htmlFor={id} className="sr-only">
        {m.vault_search_label()}
      </label>
      <Search size={15} className="pointer-events-none absolute start-3 top-1/2 -translate-y-1/2 text-ink-3" aria-hidden />
      <input
        ref={field}
        id={id}
        type="search"
        role={open ? "combobox" : undefined}
        aria-expanded={open || undefined}
        aria-controls={open ? `${id}-recent` : undefined}
        aria-activedescendant={open && chosen >= 0 ? `${id}-${chosen}` : undefined}
        aria-invalid={invalid || undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={m.vault_search_placeholder()}
        value={text}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false);
          setChosen(-1);
        }}
        onChange={(event) => {
          setFocused(true);
          onChange(event.target.value, !(event.nativeEvent as InputEvent).isComposing);
        }}
        onCompositionEnd={(event) => onChange(event.currentTarget.value, true)}
        onKeyDown={press}
        className={cx("h-9.5 w-full rounded-md border border-control bg-raised ps-9 text-base text-ink hover:border-ink-3 focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-danger [&::-webkit-search-cancel-button]:hidden", text === "" ? "pe-9" : "pe-16")}
      />
      <span className="absolute inset-y-0 end-1 flex items-center">
        {text !== "" && (
          <button type="button" aria-label={m.vault_search_clear()} onClick={() => take("")} className="grid size-7 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink">
            <X size={14} aria-hidden />
          </button>
        )}
        <OperatorHelp onPick={insert} />
      </span>
      {open && (
        <div className="rise absolute inset-x-0 top-full z-20 mt-1 overflow-hidden rounded-lg border border-line bg-raised shadow-3">
          <div id={`${id}-recent`} role="listbox" aria-label={m.find_recent()} className="p-1">
            {queries.map((query, index) => (
              // The field above owns the keys and keeps the focus; the pointer is all an option hears itself.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div
                key={query}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === chosen}
                onPointerDown={(event) => event.preventDefault()}
                onPointerMove={() => setChosen(index)}
                onClick={() => take(query)}
                className={cx("chrome flex min-h-8 items-center gap-2.5 rounded-md px-2.5 text-base", index === chosen && "bg-accent-soft")}
              >
                <History size={14} className="shrink-0 text-ink-3" aria-hidden />
                <span className="min-w-0 flex-1 truncate">{query}</span>
              </div>
            ))}
          </div>
          <div className="flex items-center justify-between gap-2 border-t border-line px-3 py-1 text-xs text-ink-3">
            <span>{m.find_recent_keys()}</span>
            <button type="button" tabIndex={-1} onPointerDown={(event) => event.preventDefault()} onClick={() => forget.run({})} className="chrome shrink-0 rounded-sm px-1.5 py-1 whitespace-nowrap hover:bg-hover hover:text-ink">
              {m.find_recent_forget()}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
