/// The search field over the notes. Half-typed words of an input method are not searched for.
import { Search, X } from "lucide-react";
import { useId, type KeyboardEvent } from "react";
import { m } from "@/i18n";
import { isComposing } from "@/platform";

export interface NoteSearchProps {
  text: string;
  /** `settled` is false while an input method is still composing. */
  onChange: (text: string, settled: boolean) => void;
  /** Enter: opens what was found first. */
  onOpen: () => void;
  /** Goes to the list below. */
  onDown: () => void;
}

export function NoteSearch({ text, onChange, onOpen, onDown }: NoteSearchProps) {
  const id = useId();
  const press = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === "ArrowDown") onDown();
    else if (event.key === "Enter") onOpen();
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
        id={id}
        type="search"
        autoComplete="off"
        spellCheck={false}
        placeholder={m.vault_search_placeholder()}
        value={text}
        onChange={(event) => onChange(event.target.value, !(event.nativeEvent as InputEvent).isComposing)}
        onCompositionEnd={(event) => onChange(event.currentTarget.value, true)}
        onKeyDown={press}
        className="h-9.5 w-full rounded-md border border-control bg-raised ps-9 pe-9 text-base text-ink hover:border-ink-3 focus-visible:border-accent focus-visible:outline-offset-0 [&::-webkit-search-cancel-button]:hidden"
      />
      {text !== "" && (
        <button
          type="button"
          aria-label={m.vault_search_clear()}
          onClick={() => onChange("", true)}
          className="absolute end-1 top-1/2 grid size-7 -translate-y-1/2 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
