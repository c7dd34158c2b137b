/// What is inside the open palette: the field, the groups of entries below it, and which one is chosen.
import { ClipboardList, FolderKanban, MessagesSquare, MessageSquareText, NotebookText, Search, SquareCheck } from "lucide-react";
import { useDeferredValue, useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useRead } from "@/api";
import { cx, ErrorNotice, Highlighted, Kbd, type Icon } from "@/components";
import { formatNumber, m } from "@/i18n";
import { isComposing } from "@/platform";
import { useActionEntries, usePlaceEntries, useQuickTask, type Entry } from "./actions";
import { fits } from "./fits";
import { useHistoryEntries } from "./history";
import { hasPlace, REACHABLE, useGoTo, type ReachableHit } from "./goto";

const MOST_HITS = 30;
const HIT_ICON: Record<ReachableHit["kind"], Icon> = { note: NotebookText, plan: ClipboardList, project: FolderKanban, task: SquareCheck, conversation: MessagesSquare, message: MessageSquareText };

interface Option {
  id: string;
  icon: Icon;
  words: ReactNode;
  run: () => void;
}
interface Group {
  title: string;
  options: Option[];
}

const plain = ({ id, icon, name, run }: Entry): Option => ({ id, icon, words: <span className="truncate">{name}</span>, run });

export function PaletteBody({ onDone, onNewPlan, onSwitch }: { onDone: () => void; onNewPlan: () => void; onSwitch: () => void }) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();

  const query = useDeferredValue(typed.trim());
  const found = useRead("search.find", { query, kinds: [...REACHABLE], limit: MOST_HITS }, { enabled: query !== "", keepPrevious: true });
  const goTo = useGoTo();
  const places = usePlaceEntries();
  const actions = useActionEntries(onNewPlan, onSwitch);
  const turns = useHistoryEntries();
  const quickTask = useQuickTask();

  const fitting = (entries: Entry[]) => entries.filter(({ name, also }) => fits(typed, [name, ...also])).map(plain);
  const hits = query === "" ? [] : (found.data?.hits ?? []).filter(hasPlace);
  const groups: Group[] = [
    { title: m.palette_group_places(), options: fitting(places) },
    { title: m.palette_group_actions(), options: fitting([...actions, ...turns]) },
    {
      title: m.palette_group_found({ count: formatNumber(found.data?.total ?? 0) }),
      options: hits.map((hit) => ({ id: `${hit.kind}-${hit.id}`, icon: HIT_ICON[hit.kind], words: <HitWords hit={hit} />, run: () => void goTo(hit) })),
    },
    { title: m.palette_group_capture(), options: typed.trim() === "" ? [] : [plain(quickTask(typed.trim()))] },
  ].filter(({ options }) => options.length > 0);
  const options = groups.flatMap((group) => group.options);
  const at = Math.min(chosen, options.length - 1);
  const optionId = (option: Option | undefined) => (option ? `${id}-${option.id}` : undefined);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const take = (option: Option | undefined) => {
    if (!option) return;
    onDone();
    option.run();
  };
  const keys = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const last = options.length - 1;
    const next = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, PageDown: Math.min(last, at + 8), PageUp: Math.max(0, at - 8) }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setChosen(next);
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(options[at]);
    }
  };

  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search size={17} className="shrink-0 text-ink-3" aria-hidden />
        <input
          role="combobox"
          aria-label={m.palette_field()}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={optionId(options[at])}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={m.palette_placeholder()}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={keys}
          className="h-13 min-w-0 flex-1 bg-transparent text-md outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={m.palette_title()} className="min-h-0 flex-1 overflow-y-auto p-2">
        {groups.map(({ title, options: inGroup }) => (
          <div key={title} role="group" aria-label={title} className="pb-1.5">
            <p aria-hidden className="chrome px-2.5 pt-1.5 pb-1 text-xs text-ink-3">
              {title}
            </p>
            {inGroup.map((option) => {
              const Glyph = option.icon;
              const on = option === options[at];
              return (
                // The field above owns the keys; the pointer is the only thing an option hears itself.
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
                <div
                  key={option.id}
                  id={optionId(option)}
                  role="option"
                  aria-selected={on}
                  onClick={() => take(option)}
                  onPointerMove={() => setChosen(options.indexOf(option))}
                  className={cx("chrome flex min-h-10 items-center gap-3 rounded-md px-2.5 py-1.5 text-base", on && "bg-accent-soft")}
                >
                  <Glyph size={16} className={cx("shrink-0", on ? "text-accent-ink" : "text-ink-3")} aria-hidden />
                  {option.words}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <div role="status" className={cx(query === "" || hits.length > 0 || (found.isFetching && !found.isError) ? "sr-only" : "px-4 pb-4 text-sm text-ink-3")}>
        {query !== "" && found.isError && <ErrorNotice error={found.error} />}
        {query !== "" && found.isSuccess && !found.isFetching && (hits.length === 0 ? m.palette_nothing({ query }) : m.palette_group_found({ count: formatNumber(found.data.total) }))}
      </div>
    </>
  );
}

function HitWords({ hit }: { hit: ReachableHit }) {
  return (
    <span className="min-w-0 flex-1">
      <span className="flex items-baseline gap-2">
        <span className="truncate">
          <Highlighted text={hit.title} ranges={hit.title_highlights} />
        </span>
        {hit.context && <span className="shrink truncate text-xs text-ink-3">{hit.context}</span>}
      </span>
      {hit.snippet && (
        <span className="block truncate text-sm text-ink-3">
          <Highlighted text={hit.snippet} ranges={hit.highlights} />
        </span>
      )}
    </span>
  );
}
