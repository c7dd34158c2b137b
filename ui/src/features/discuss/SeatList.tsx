/// The table: who sits there, what each does right now, and what each holds.
import { CornerDownLeft, UserMinus, UserPlus } from "lucide-react";
import { useRun, type Discussion, type People, type Running, type Seat3 } from "@/api";
import { Badge, Button, cx, IconButton } from "@/components";
import { m } from "@/i18n";
import { OptionMark } from "./OptionMark";
import { countedOf } from "./positions";
import { SeatFace } from "./SeatFace";
import type { Heard } from "./stream";
import { Dots } from "./Thread";
import { ROLES, seatName } from "./words";

export interface SeatListProps {
  discussion: Discussion;
  running: Running;
  heard: Heard;
  /** The round the present topic began with. */
  since: number;
  people: People;
  isOpen: boolean;
  onInvite: () => void;
  /** Somebody's turn is to be taken for them. */
  onSpeakFor: (turn: number) => void;
}

export function SeatList({ discussion, running, heard, since, people, isOpen, onInvite, onSpeakFor }: SeatListProps) {
  const present = discussion.seats.filter(({ left_at: left }) => left === null);
  // Whoever only came by to say something, left as they came.
  const gone = discussion.seats.filter((seat) => seat.left_at !== null && seat.left_at !== seat.joined_at && seat.contributions > 0);
  const held = countedOf(running.stances, since);
  return (
    <section aria-labelledby="discuss-table">
      <div className="mb-1 flex items-center gap-2">
        <h2 id="discuss-table" className="flex-1 font-title text-base font-semibold">
          {m.discuss_table()}
        </h2>
        {isOpen && <IconButton size="sm" icon={UserPlus} label={m.discuss_join()} onClick={onInvite} />}
      </div>
      <ul className="-mx-2 flex flex-col">
        {present.map((seat) => (
          <SeatLine key={seat.uid} seat={seat} running={running} heard={heard} people={people} isOpen={isOpen} discussionUid={discussion.uid} rev={discussion.rev} option={held.get(seat.uid)?.option ?? null} onSpeakFor={onSpeakFor} />
        ))}
        {gone.map((seat) => (
          <li key={seat.uid} className="flex min-h-10 items-center gap-2.5 px-2 text-sm text-ink-3">
            <SeatFace who={seat.who} people={people} size="sm" />
            <span className="min-w-0 flex-1 truncate">{seatName(seat)}</span>
            {m.discuss_seat_left()}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface SeatLineProps extends Omit<SeatListProps, "discussion" | "onInvite" | "since"> {
  seat: Seat3;
  discussionUid: string;
  rev: number;
  option: number | null;
}

function SeatLine({ seat, running, heard, people, isOpen, discussionUid, rev, option, onSpeakFor }: SeatLineProps) {
  const leave = useRun("discussions.leave");
  const name = seatName(seat);
  const speaking = [...heard.speaking.values()].find(({ seatUid, phase }) => seatUid === seat.uid && phase !== "said");
  const own = running.status === "active" ? running.turns.find((turn) => turn.is_own && turn.seat_uid === seat.uid) : undefined;
  const words = speaking !== undefined ? (speaking.phase === "speaks" ? m.discuss_seat_speaks() : m.discuss_seat_thinks()) : own !== undefined ? m.discuss_seat_waits() : seat.role === "participant" ? null : ROLES[seat.role].name();
  return (
    <li className={cx("group/seat flex min-h-11 items-center gap-2.5 rounded-md px-2 py-1", (speaking !== undefined || own !== undefined) && "bg-accent-soft")}>
      <SeatFace who={seat.who} people={people} size="sm" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-base">{name}</span>
        {words !== null && (
          <span className="flex items-center gap-1.5 text-xs text-ink-3">
            {speaking !== undefined && <Dots />}
            {words}
          </span>
        )}
      </span>
      {own !== undefined && (
        <Button size="sm" icon={CornerDownLeft} aria-label={m.discuss_speak_for({ name })} onClick={() => onSpeakFor(own.turn)}>
          {m.discuss_speak()}
        </Button>
      )}
      {isOpen && own === undefined && (
        <span className="opacity-0 group-focus-within/seat:opacity-100 group-hover/seat:opacity-100">
          <IconButton size="sm" icon={UserMinus} label={m.discuss_leave({ name })} disabled={leave.busy} onClick={() => leave.run({ uid: discussionUid, rev, seat_uid: seat.uid })} />
        </span>
      )}
      {speaking === undefined && own === undefined && seat.who.kind !== "person" && people.secretaries.find(({ uid }) => uid === seat.who.secretary_uid)?.provider === "manual" && <Badge>{m.discuss_seat_by_you()}</Badge>}
      {option !== null && <OptionMark option={option} />}
    </li>
  );
}
