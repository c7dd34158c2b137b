/// Who is to take part in a conversation.
import type { People } from "@/api";
import { Checkbox } from "@/components";
import { m } from "@/i18n";
import { Face } from "./Faces";

/** Secretaries, to be ticked. */
export function PeopleChoice({ people, chosen, onToggle }: { people: People; chosen: readonly string[]; onToggle: (uid: string, on: boolean) => void }) {
  return (
    <ul className="flex max-h-72 flex-col overflow-y-auto rounded-md border border-line p-1">
      {people.secretaries.map((secretary) => (
        <li key={secretary.uid} className="flex min-h-11 items-center gap-3 rounded-md px-2.5 hover:bg-hover">
          <Checkbox label={secretary.name} checked={chosen.includes(secretary.uid)} onChange={(on) => onToggle(secretary.uid, on)} className="flex-1">
            <span className="flex min-w-0 items-center gap-2.5">
              <Face people={people} uid={secretary.uid} size="sm" />
              <span className="min-w-0 truncate">{secretary.name}</span>
            </span>
          </Checkbox>
          <span className="min-w-0 max-w-[45%] truncate text-sm text-ink-3">{!secretary.is_active ? m.people_inactive() : secretary.provider === "manual" ? m.talk_without_model() : (secretary.model ?? secretary.provider)}</span>
        </li>
      ))}
    </ul>
  );
}
