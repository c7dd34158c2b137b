/// Who held what in which round: seats by rounds, each change marked, and the options the letters stand for.
import { ArrowRight, TableProperties, TriangleAlert } from "lucide-react";
import type { Discussion, HeldStance, People, Running } from "@/api";
import { cx, EmptyState, Tooltip } from "@/components";
import { formatNumber, m } from "@/i18n";
import { OptionMark } from "./OptionMark";
import { holdersOf, matrixOf } from "./positions";
import { Confidence } from "./SaidRow";
import { SeatFace } from "./SeatFace";
import { CHANGES, seatName } from "./words";

export interface MatrixProps {
  discussion: Discussion;
  running: Running;
  people: People;
  /** The round the present topic began with; the answers of those before it are not on the table any more. */
  since: number;
}

export function Matrix({ discussion, running, people, since }: MatrixProps) {
  const { rounds, rows } = matrixOf(running.stances, discussion.seats);
  if (rounds.length === 0) {
    return (
      <EmptyState icon={TableProperties} title={m.discuss_matrix_empty_title()}>
        {m.discuss_matrix_empty_text()}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-6 px-6 pt-3 pb-10">
      <Options discussion={discussion} running={running} people={people} since={since} />
      <section aria-labelledby="discuss-matrix" className="min-w-0">
        <h2 id="discuss-matrix" className="mb-2 font-title text-lg font-semibold">
          {m.discuss_matrix()}
        </h2>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table is scrolled by the keyboard too */}
        <div tabIndex={0} role="group" aria-label={m.discuss_matrix()} className="overflow-x-auto rounded-lg border border-line bg-raised shadow-1">
          <table className="w-full border-collapse text-sm">
            <thead>
              <tr className="border-b border-line text-start text-ink-3">
                <th scope="col" className="sticky start-0 z-10 bg-raised px-3 py-2 text-start font-normal">
                  {m.discuss_matrix_seat()}
                </th>
                {rounds.map((round) => (
                  <th key={round} scope="col" className="min-w-44 px-3 py-2 text-start font-normal tabular-nums">
                    {m.discuss_round({ number: formatNumber(round) })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {rows.map(({ seat, cells }) => (
                <tr key={seat.uid} className="align-top">
                  <th scope="row" className="sticky start-0 z-10 bg-raised px-3 py-2.5 text-start font-medium">
                    <span className={cx("flex max-w-36 items-center gap-2", seat.left_at !== null && "text-ink-3")}>
                      <SeatFace who={seat.who} people={people} size="sm" />
                      <span className="min-w-0 truncate">{seatName(seat)}</span>
                    </span>
                  </th>
                  {cells.map((stance, at) => (
                    <td key={rounds[at]} className={cx("px-3 py-2.5", stance?.change === "unexplained" && "bg-amber-soft")}>
                      {stance === null ? <span className="text-ink-3">{m.discuss_matrix_none()}</span> : <Cell stance={stance} isPast={stance.round < since} />}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-3">
          <span className="inline-flex items-center gap-1.5">
            <ArrowRight size={13} className="text-accent-ink" aria-hidden />
            {m.discuss_change_argued_text()}
          </span>
          <span className="inline-flex items-center gap-1.5">
            <TriangleAlert size={13} className="text-amber" aria-hidden />
            {m.discuss_change_unexplained_text()}
          </span>
        </p>
      </section>
    </div>
  );
}

function Cell({ stance, isPast }: { stance: HeldStance; isPast: boolean }) {
  const change = CHANGES[stance.change];
  const Glyph = stance.change === "argued" ? ArrowRight : TriangleAlert;
  return (
    <div className="flex items-start gap-2">
      {change !== undefined && (
        <Tooltip text={change.text()}>
          <span className="mt-1 shrink-0">
            <Glyph size={13} className={stance.change === "argued" ? "text-accent-ink" : "text-amber"} aria-hidden />
            <span className="sr-only">{change.name()}</span>
          </span>
        </Tooltip>
      )}
      {!isPast && <OptionMark option={stance.option} />}
      <span className="min-w-0">
        <span className="line-clamp-3 wrap-anywhere" title={stance.text}>
          {stance.text}
        </span>
        {stance.confidence !== null && <Confidence value={stance.confidence} />}
      </span>
    </div>
  );
}

/** The answers on the table, with those who hold each of them. */
function Options({ discussion, running, people, since }: MatrixProps) {
  const seats = new Map(discussion.seats.map((seat) => [seat.uid, seat]));
  const present = new Set(discussion.seats.filter(({ role, left_at: left }) => role === "participant" && left === null).map(({ uid }) => uid));
  return (
    <section aria-labelledby="discuss-options">
      <h2 id="discuss-options" className="mb-2 font-title text-lg font-semibold">
        {m.discuss_options_heading()}
      </h2>
      <ul className="flex flex-col gap-1.5">
        {holdersOf(running, present, since).map(({ option, text, seats: holding }) => (
          <li key={option} className={cx("flex items-start gap-2.5 rounded-md px-2 py-1", option === running.leading && "bg-sunken")}>
            <OptionMark option={option} />
            <span className={cx("min-w-0 flex-1 wrap-anywhere", holding.length === 0 && "text-ink-3")}>{text}</span>
            <span className="flex shrink-0 items-center gap-1.5">
              <span className="flex -space-x-1.5">
                {holding.slice(0, 6).map((uid) => {
                  const seat = seats.get(uid);
                  return seat === undefined ? null : <SeatFace key={uid} who={seat.who} people={people} size="sm" />;
                })}
              </span>
              <span className="text-sm text-ink-3 tabular-nums">{m.discuss_holders({ count: formatNumber(holding.length) })}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
