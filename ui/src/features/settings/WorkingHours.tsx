/// When the person works: hours for each day of the week, and the days that differ. The schedule counts by it.
import { X } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useRead, useRemember, useRun, useToday, type Day, type DayException, type KeptCalendar } from "@/api";
import { Button, DateField, ErrorNotice, IconButton, Loading, TextField } from "@/components";
import { firstWeekday, formatDay, formatLongDay, m, weekdayNames } from "@/i18n";
import { formatMinutes, minutesText, readMinutes } from "@/features/projects/durations";
import { Group, Line } from "./Group";

/** A whole day, in minutes. */
const DAY_MINUTES = 1_440;

type Week = KeptCalendar["week"];

export function WorkingHours() {
  const calendar = useRead("calendar.get", {});
  return (
    <Group title={m.settings_hours()}>
      {calendar.isPending ? (
        <Loading label={m.settings_hours_loading()} />
      ) : calendar.data === undefined ? (
        <div className="p-4">
          <ErrorNotice error={calendar.error} retry={() => void calendar.refetch()} />
        </div>
      ) : (
        <Hours kept={calendar.data} />
      )}
    </Group>
  );
}

function Hours({ kept }: { kept: KeptCalendar }) {
  const remember = useRemember();
  const update = useRun("calendar.update", { onDone: (now) => remember("calendar.get", {}, now) });
  const put = (change: { week?: Week; exceptions?: DayException[] }) => update.run({ rev: kept.rev, ...change });
  const names = weekdayNames("long");
  return (
    <>
      <Line name={m.settings_hours_week()} text={m.settings_hours_week_text()}>
        <div className="grid grid-cols-4 gap-2 sm:grid-cols-7">
          {names.map((name, column) => {
            // The week is kept from Monday on, and shown as weeks begin in the language.
            const at = (column + firstWeekday() + 6) % 7;
            return (
              <DayHours
                key={name}
                name={name}
                minutes={kept.week[at] ?? 0}
                busy={update.busy}
                isLast={kept.week.every((minutes, other) => other === at || minutes === 0)}
                onChange={(minutes) => put({ week: kept.week.with(at, minutes) as Week })}
              />
            );
          })}
        </div>
      </Line>
      <Differing exceptions={kept.exceptions} busy={update.busy} onChange={(exceptions) => put({ exceptions })} />
    </>
  );
}

interface DayHoursProps {
  name: string;
  minutes: number;
  busy: boolean;
  /** No other day of the week has any hours, and one has to. */
  isLast: boolean;
  onChange: (minutes: number) => void;
}

function DayHours({ name, minutes, busy, isLast, onChange }: DayHoursProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const take = () => {
    if (typed === null) return;
    const read = readHours(typed);
    if (read === null) setWrong(m.settings_hours_wrong());
    else if (read === 0 && isLast) setWrong(m.settings_hours_none());
    else {
      setWrong(null);
      setTyped(null);
      if (read !== minutes && !busy) onChange(read);
    }
  };
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        take();
      }}
    >
      <TextField
        label={name}
        value={typed ?? minutesText(minutes)}
        error={wrong}
        onChange={(next) => {
          setTyped(next);
          setWrong(null);
        }}
        onBlur={take}
        className="w-20"
        controlClassName="text-end tabular-nums px-2"
      />
    </form>
  );
}

/** Minutes of a day as they were typed, none for an empty field; null when they are no part of a day. */
function readHours(typed: string): number | null {
  const read = readMinutes(typed) ?? (typed.trim() === "" ? 0 : undefined);
  return read === undefined || read > DAY_MINUTES ? null : read;
}

interface DifferingProps {
  exceptions: readonly DayException[];
  busy: boolean;
  onChange: (exceptions: DayException[]) => void;
}

function Differing({ exceptions, busy, onChange }: DifferingProps) {
  const today = useToday();
  const [day, setDay] = useState<Day | null>(null);
  const [name, setName] = useState("");
  const [hours, setHours] = useState("");
  const read = readHours(hours);
  const taken = day !== null && exceptions.some((exception) => exception.day === day);
  const inOrder = exceptions.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (day === null || taken || read === null || busy) return;
    onChange([...inOrder, { day, name: name.trim(), minutes: read }]);
    setDay(null);
    setName("");
    setHours("");
  };
  return (
    <div className="px-5 py-3.5">
      <p className="text-base font-medium">{m.settings_holidays()}</p>
      <p className="text-sm text-ink-3">{m.settings_holidays_text()}</p>
      {inOrder.length > 0 && (
        <ul aria-label={m.settings_holidays()} className="mt-2 flex max-h-72 flex-col overflow-y-auto">
          {inOrder.map((exception) => (
            <li key={exception.day} className="flex min-h-9 items-center gap-3 text-base">
              <span className="w-36 shrink-0 tabular-nums">{formatDay(exception.day, today)}</span>
              <span className="min-w-0 flex-1 truncate">{exception.name}</span>
              <span className="shrink-0 text-sm text-ink-2">{exception.minutes === 0 ? m.settings_holidays_free() : formatMinutes(exception.minutes)}</span>
              <IconButton size="sm" icon={X} label={m.settings_holidays_remove({ day: formatLongDay(exception.day) })} disabled={busy} onClick={() => onChange(inOrder.filter((other) => other !== exception))} />
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add} className="mt-3 flex flex-wrap items-start gap-3">
        <DateField className="w-44" label={m.settings_holidays_day()} value={day} onChange={setDay} error={taken ? m.settings_holidays_taken() : null} />
        <TextField className="min-w-36 flex-1" label={m.settings_holidays_name()} value={name} maxLength={100} onChange={setName} />
        <TextField className="w-32" label={m.settings_holidays_hours()} hint={m.settings_holidays_hours_hint()} value={hours} onChange={setHours} error={read === null ? m.settings_hours_wrong() : null} />
        <Button type="submit" className="mt-6.5" disabled={day === null || taken || read === null} busy={busy}>
          {m.settings_holidays_add()}
        </Button>
      </form>
    </div>
  );
}
