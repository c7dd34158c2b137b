/// What speaks against an answer, until the one who raised it is content: those nobody has met first.
import { CircleCheck, MessageCircleWarning, ShieldQuestion } from "lucide-react";
import type { Discussion, HeldObjection, People, Running } from "@/api";
import { Badge, cx, EmptyState } from "@/components";
import { formatNumber, m } from "@/i18n";
import { OptionMark } from "./OptionMark";
import { SeatFace } from "./SeatFace";
import { seatName } from "./words";

export function Objections({ discussion, running, people }: { discussion: Discussion; running: Running; people: People }) {
  if (running.objections.length === 0) {
    return (
      <EmptyState icon={ShieldQuestion} title={m.discuss_objections_empty_title()}>
        {m.discuss_objections_empty_text()}
      </EmptyState>
    );
  }
  const groups = [
    { id: "open", name: m.discuss_objections_open(), list: running.objections.filter(({ is_open: isOpen }) => isOpen) },
    { id: "met", name: m.discuss_objections_met(), list: running.objections.filter(({ is_open: isOpen }) => !isOpen) },
  ].filter(({ list }) => list.length > 0);
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-6 px-6 pt-3 pb-10">
      {groups.map(({ id, name, list }) => (
        <section key={id} aria-labelledby={`discuss-objections-${id}`}>
          <h2 id={`discuss-objections-${id}`} className="mb-2 font-title text-lg font-semibold">
            {name} <span className="text-sm font-normal text-ink-3 tabular-nums">{formatNumber(list.length)}</span>
          </h2>
          <ul className="flex flex-col gap-2">
            {list.map((objection) => (
              <One key={`${objection.seat_uid} ${objection.round} ${objection.text}`} objection={objection} discussion={discussion} running={running} people={people} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function One({ objection, discussion, running, people }: { objection: HeldObjection; discussion: Discussion; running: Running; people: People }) {
  const seat = discussion.seats.find(({ uid }) => uid === objection.seat_uid);
  const against = objection.against === null ? null : running.options[objection.against];
  const Glyph = objection.is_open ? MessageCircleWarning : CircleCheck;
  return (
    <li className={cx("flex items-start gap-3 rounded-lg border border-line bg-raised px-4 py-3 shadow-1", !objection.is_open && "text-ink-2")}>
      <Glyph size={17} className={cx("mt-0.5 shrink-0", objection.is_open ? "text-red" : "text-green")} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere">{objection.text}</p>
        <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-3">
          {seat !== undefined && <SeatFace who={seat.who} people={people} size="sm" />}
          {seatName(seat)} · {m.discuss_round({ number: formatNumber(objection.round) })}
        </p>
        {objection.against !== null && against !== undefined && (
          <p className="mt-1 flex items-start gap-2 text-sm text-ink-2">
            <span className="shrink-0">{m.discuss_against()}</span>
            <OptionMark option={objection.against} />
            <span className="min-w-0 wrap-anywhere">{against}</span>
          </p>
        )}
      </div>
      {!objection.is_open && <Badge tone="green">{m.discuss_objection_met()}</Badge>}
    </li>
  );
}
