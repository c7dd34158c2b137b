/// The smallest parts: a key's name, text with its hits marked, days and instants.
import { Fragment, useEffect, useState } from "react";
import { useToday } from "@/api/state";
import type { Day, Instant } from "@/api/types";
import { formatDay, formatInstant, relativeDay, relativeInstant } from "@/i18n";
import { splitByRanges } from "./ranges";
import { Tooltip } from "./Tooltip";

export function Kbd({ children }: { children: string }) {
  return <kbd className="chrome rounded-sm border border-line bg-surface px-1.5 font-sans text-xs text-ink-3">{children}</kbd>;
}

/** Text with some ranges of it marked; ranges are in UTF-16 units, [start, end). */
export function Highlighted({ text, ranges }: { text: string; ranges: readonly (readonly [number, number])[] }) {
  return splitByRanges(text, ranges).map(({ start, text: part, marked }) =>
    marked ? (
      <mark key={start} className="rounded-[3px] bg-mark text-ink">
        {part}
      </mark>
    ) : (
      <Fragment key={start}>{part}</Fragment>
    ),
  );
}

/** A day; `relative` says it as a person does, where it is near. */
export function DayText({ day, relative = true }: { day: Day; relative?: boolean }) {
  const today = useToday();
  const full = formatDay(day, today);
  const said = relative ? relativeDay(day, today) : full;
  const time = <time dateTime={day}>{said}</time>;
  return said === full ? time : <Tooltip text={full}>{time}</Tooltip>;
}

const MINUTE_MS = 60_000;

/** An instant as a person says it, with the exact time in its tooltip; it stays true while it is looked at. */
export function InstantText({ instant, relative = true }: { instant: Instant; relative?: boolean }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  const full = formatInstant(instant);
  if (!relative) return <time dateTime={instant}>{full}</time>;
  return (
    <Tooltip text={full}>
      <time dateTime={instant}>{relativeInstant(instant, now)}</time>
    </Tooltip>
  );
}
