/// Who is to sit at the table, and as what: the person and every secretary at work, to be ticked.
import type { People, SeatRole } from "@/api";
import { Checkbox, Select } from "@/components";
import { formatNumber, m } from "@/i18n";
import { PERSON } from "./form";
import { SeatFace } from "./SeatFace";
import { ROLE_ORDER, ROLES } from "./words";

export interface SeatsFieldProps {
  people: People;
  seats: ReadonlyMap<string, SeatRole>;
  onChange: (seats: ReadonlyMap<string, SeatRole>) => void;
  /** What is wrong with them. */
  error: string | null;
}

/** The roles, for a select. */
export function roleOptions(): { value: SeatRole; label: string }[] {
  return ROLE_ORDER.map((value) => ({ value, label: ROLES[value].name() }));
}

export function SeatsField({ people, seats, onChange, error }: SeatsFieldProps) {
  const there = [
    { key: PERSON, name: m.talk_you(), who: { kind: "person" as const, secretary_uid: null }, model: m.discuss_seat_you() },
    ...people.secretaries
      .filter(({ is_active: atWork }) => atWork)
      .map((secretary) => ({
        key: secretary.uid,
        name: secretary.name,
        who: { kind: "secretary" as const, secretary_uid: secretary.uid },
        model: secretary.provider === "manual" ? m.discuss_seat_manual() : (secretary.model ?? secretary.provider),
      })),
  ];
  const put = (key: string, role: SeatRole | null) => {
    const next = new Map(seats);
    if (role === null) next.delete(key);
    else next.set(key, role);
    onChange(next);
  };
  return (
    <fieldset aria-describedby="discuss-seats-below">
      <legend className="mb-1.5 text-sm font-medium text-ink-2">
        {m.discuss_seats()}
        <span className="ms-1.5 text-xs font-normal text-ink-3 tabular-nums">{formatNumber(seats.size)}</span>
      </legend>
      <ul className="flex max-h-64 flex-col overflow-y-auto rounded-md border border-line p-1">
        {there.map(({ key, name, who, model }) => {
          const role = seats.get(key);
          return (
            <li key={key} className="flex min-h-11 items-center gap-3 rounded-md px-2.5 hover:bg-hover">
              <Checkbox label={name} checked={role !== undefined} onChange={(on) => put(key, on ? "participant" : null)} className="flex-1">
                <span className="flex min-w-0 items-center gap-2.5">
                  <SeatFace who={who} people={people} size="sm" />
                  <span className="min-w-0 truncate">{name}</span>
                </span>
              </Checkbox>
              <span className="min-w-0 max-w-[40%] flex-1 truncate text-end text-sm text-ink-3">{model}</span>
              <span className="w-28 shrink-0">{role !== undefined && <Select size="sm" hideLabel label={m.discuss_role_of({ name })} value={role} options={roleOptions()} onChange={(next) => put(key, next)} />}</span>
            </li>
          );
        })}
      </ul>
      <div id="discuss-seats-below" aria-live="polite" className="mt-1.5 text-sm">
        {error === null ? <p className="text-ink-3">{m.discuss_seats_hint()}</p> : <p className="text-red">{error}</p>}
      </div>
    </fieldset>
  );
}
