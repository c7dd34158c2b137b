/// What is inside the open switcher: the field, the notes it means, and making the one that is missing.
import { useNavigate } from "@tanstack/react-router";
import { FileImage, FilePlus, FileSearch, FileText, Workflow } from "lucide-react";
import { useDeferredValue, useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useRead, useRun, type FileKind, type SwitchHit } from "@/api";
import { cx, ErrorNotice, Highlighted, Kbd, type Icon } from "@/components";
import { vaultActions } from "@/features/history/vaultActions";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { folderOf } from "../browse/treeRows";
import { focusNote } from "../noteFocus";
import { useEnter } from "../useEnter";
import { wantedNote, wantedProblem } from "./wanted";

const MOST = 50;
const KIND: Record<FileKind, Icon> = { note: FileText, canvas: Workflow, attachment: FileImage };

interface Option {
  id: string;
  icon: Icon;
  words: ReactNode;
  run: () => void;
}

export function SwitcherBody({ onDone }: { onDone: () => void }) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const navigate = useNavigate();
  const query = useDeferredValue(typed.trim());
  const found = useRead("vault.switch", { query, limit: MOST }, { keepPrevious: true });
  const create = useRun("vault.create_note", { onDone: ({ path }) => {
    vaultActions.add(null);
    show(path);
  } });

  const show = (path: string) => {
    void navigate({ to: "/vault", search: { path } });
    focusNote(path);
  };
  const hits = found.data ?? [];
  const answered = query === typed.trim() && !found.isPlaceholderData && !found.isPending;
  // While an answer is on its way, a note of that name may be in it.
  const wanted = query === "" || !answered || !found.isSuccess ? null : wantedNote(query, hits);
  const options: Option[] = [
    ...hits.map((hit): Option => ({ id: hit.path, icon: KIND[hit.kind], words: <HitWords hit={hit} />, run: () => show(hit.path) })),
    ...(wanted === null ? [] : [{ id: ":new", icon: FilePlus, words: <span className="truncate">{wanted.folder === "" ? m.switch_create_top({ title: wanted.title }) : m.switch_create(wanted)}</span>, run: () => create.run(wanted) }]),
  ];
  const at = Math.min(chosen, options.length - 1);
  const optionId = (index: number) => (index >= 0 ? `${id}-${index}` : undefined);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const take = (option: Option | undefined) => {
    if (!option) return;
    onDone();
    option.run();
  };
  const enter = useEnter(answered, () => take(options[at]));
  const keys = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const last = options.length - 1;
    const next = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, PageDown: Math.min(last, at + 8), PageUp: Math.max(0, at - 8) }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setChosen(next);
    } else if (event.key === "Enter") {
      event.preventDefault();
      enter.press();
    }
  };

  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <FileSearch size={17} className="shrink-0 text-ink-3" aria-hidden />
        <input
          role="combobox"
          aria-label={m.switch_title()}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={optionId(at)}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={m.switch_placeholder()}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
            enter.forget();
          }}
          onKeyDown={keys}
          className="h-13 min-w-0 flex-1 bg-transparent text-md outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={m.switch_title()} className="min-h-0 flex-1 overflow-y-auto p-2">
        {options.map((option, index) => {
          const Glyph = option.icon;
          const on = index === at;
          return (
            // The field above owns the keys; the pointer is the only thing an option hears itself.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={option.id}
              id={optionId(index)}
              role="option"
              aria-selected={on}
              onClick={() => take(option)}
              onPointerMove={() => setChosen(index)}
              className={cx("chrome flex min-h-10 items-center gap-3 rounded-md px-2.5 py-1.5 text-base", on && "bg-accent-soft", option.id === ":new" && hits.length > 0 && "mt-1 border-t border-line")}
            >
              <Glyph size={16} className={cx("shrink-0", on ? "text-accent-ink" : "text-ink-3")} aria-hidden />
              {option.words}
            </div>
          );
        })}
      </div>
      <div role="status" className={cx(options.length > 0 && !found.isError ? "sr-only" : "px-4 pb-4 text-sm text-ink-3")}>
        {found.isError ? <ErrorNotice error={found.error} /> : options.length === 0 && found.isSuccess && !found.isFetching ? nothingWords(query) : ""}
      </div>
    </>
  );
}

/** What is said where nothing is found and nothing can be made. */
function nothingWords(query: string): string {
  if (query === "") return m.switch_nothing();
  switch (wantedProblem(query)) {
    case "letters":
      return m.switch_none_letters();
    case "dots":
      return m.switch_none_dots();
    default:
      return m.switch_none_found();
  }
}

function HitWords({ hit }: { hit: SwitchHit }) {
  const folder = folderOf(hit.path);
  return (
    <span className="flex min-w-0 flex-1 items-baseline gap-2">
      <span className="truncate">
        <Highlighted text={hit.alias ?? hit.title} ranges={hit.highlights} />
      </span>
      {hit.alias !== null && <span className="shrink-0 truncate text-sm text-ink-3">{m.switch_alias_of({ title: hit.title })}</span>}
      {folder !== "" && <span className="ms-auto min-w-0 shrink truncate text-xs text-ink-3">{folder}</span>}
    </span>
  );
}
