/// The secretaries, all or those one looks for by name, skill and level, with what each cost this month.
import { Search, UserRoundPlus, UsersRound } from "lucide-react";
import { useState } from "react";
import { useRead, useToday, type People, type Secretary } from "@/api";
import { Button, EmptyState, Select, TextField } from "@/components";
import { formatNumber, m } from "@/i18n";
import { CARDS } from "./Card";
import { SecretaryCard } from "./cards";
import { fitting } from "./words";

export interface SecretaryListProps {
  people: People;
  onAdd: () => void;
  onEdit: (secretary: Secretary) => void;
}

/** From so many on a person looks for somebody rather than at everybody. */
const MANY = 4;

export function SecretaryList({ people, onAdd, onEdit }: SecretaryListProps) {
  const today = useToday();
  const spent = useRead("usage.summary", { from: `${today.slice(0, 7)}-01`, to: today, by: "secretary" });
  const [words, setWords] = useState("");
  const [least, setLeast] = useState("0");
  if (people.secretaries.length === 0) {
    return (
      <EmptyState
        icon={UsersRound}
        title={m.people_empty_title()}
        action={
          <Button variant="primary" icon={UserRoundPlus} onClick={onAdd}>
            {m.people_add()}
          </Button>
        }
      >
        {m.people_empty_text()}
      </EmptyState>
    );
  }
  const shown = fitting(people.secretaries, words, Number(least));
  const levels = [{ value: "0", label: m.people_level_any() }, ...Array.from({ length: 10 }, (_, at) => ({ value: String(at + 1), label: `${formatNumber(at + 1)}+` }))];
  return (
    <>
      {people.secretaries.length >= MANY && (
        <div role="search" className="mb-4 flex flex-wrap items-center gap-2">
          <div className="relative min-w-56 flex-1 sm:max-w-md">
            <Search size={15} className="pointer-events-none absolute start-3 top-1/2 z-10 -translate-y-1/2 text-ink-3" aria-hidden />
            <TextField hideLabel type="search" label={m.people_find()} placeholder={m.people_find()} value={words} onChange={setWords} controlClassName="ps-9" />
          </div>
          <Select hideLabel label={m.people_level_least()} value={least} onChange={setLeast} options={levels} className="w-44" />
        </div>
      )}
      {shown.length === 0 ? (
        <p role="status" className="py-8 text-center text-base text-ink-2">
          {m.people_find_none({ query: words })}
        </p>
      ) : (
        <ul aria-label={m.people_secretaries()} className={CARDS}>
          {shown.map((secretary) => (
            <SecretaryCard key={secretary.uid} secretary={secretary} people={people} cost={spent.data?.lines.find(({ key }) => key === secretary.uid)?.cost} onEdit={() => onEdit(secretary)} />
          ))}
        </ul>
      )}
    </>
  );
}
