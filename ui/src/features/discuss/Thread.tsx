/// Everything that was said and done at the table, round by round, and what is being said now.
import { CircleAlert, Hand } from "lucide-react";
import { errorText, type DiscussionMessage, type Interruption, type People, type Outcome, type Phase } from "@/api";
import { Badge, Button, EndList, InstantText, StreamedMarkdown } from "@/components";
import { useGrowing } from "@/features/talk/useGrowing";
import { formatNumber, m } from "@/i18n";
import type { DiscussionRecord } from "./record";
import type { Row } from "./rows";
import { SaidRow } from "./SaidRow";
import { SeatFace } from "./SeatFace";
import type { Speaking, Unanswered } from "./stream";
import { OUTCOMES, PAUSES, PHASES, seatName, STEPPED_IN } from "./words";

export interface ThreadProps {
  rows: readonly Row[];
  record: DiscussionRecord;
  people: People;
  /** What it came to, once it is over. */
  outcome: Outcome;
  onOutcome: () => void;
  /** The round the present topic began with. */
  since: number;
  isOpen: boolean;
  /** The row to be brought into view. */
  wanted: string | null;
  onReply: (message: DiscussionMessage) => void;
  onAsk: (seatUid: string) => void;
  onShow: (messageUid: string) => void;
}

const LINE_CHARACTERS = 50;
const LINE_PX = 26;
const LEAST_PX = { round: 64, stepped_in: 44, said: 90, speaking: 72, unanswered: 60, ended: 76 } as const;

export function Thread(props: ThreadProps) {
  const { rows, record, wanted } = props;
  const estimateAt = (index: number) => {
    const row = rows[index];
    if (row === undefined) return LEAST_PX.stepped_in;
    const text = row.kind === "said" ? row.message.content : row.kind === "speaking" ? row.speaking.text : "";
    return LEAST_PX[row.kind] + Math.ceil(text.length / LINE_CHARACTERS) * LINE_PX;
  };
  const speaking = rows.findLast((row) => row.kind === "speaking");
  return (
    <>
      <EndList
        count={rows.length}
        keyAt={(index) => rows[index]?.key ?? String(index)}
        estimateAt={estimateAt}
        label={m.discuss_thread()}
        toEnd={m.talk_to_end()}
        wanted={wanted}
        render={(index) => {
          const row = rows[index];
          return row === undefined ? null : <OneRow {...props} row={row} />;
        }}
      />
      <p role="status" className="sr-only">
        {speaking?.kind === "speaking" ? m.discuss_is_speaking({ name: seatName(record.seats.get(speaking.speaking.seatUid)) }) : ""}
      </p>
    </>
  );
}

function OneRow({ row, record, people, outcome, onOutcome, since, isOpen, wanted, onReply, onAsk, onShow }: ThreadProps & { row: Row }) {
  switch (row.kind) {
    case "round":
      return <RoundHead round={row.round} phase={row.phase} />;
    case "said":
      return <SaidRow message={row.message} record={record} people={people} sought={row.key === wanted} isPast={row.message.round < since} isOpen={isOpen} onReply={onReply} onAsk={onAsk} onShow={onShow} />;
    case "stepped_in":
      return <SteppedIn interruption={row.interruption} />;
    case "speaking":
      return <SpeakingRow speaking={row.speaking} record={record} people={people} />;
    case "ended":
      return <Ended outcome={outcome} onOutcome={onOutcome} />;
    case "unanswered":
      return <UnansweredRow unanswered={row.unanswered} record={record} />;
  }
}

function RoundHead({ round, phase }: { round: number; phase: Phase | undefined }) {
  return (
    <div className="mx-auto max-w-3xl px-6 pt-5 pb-1">
      <h3 className="flex items-center gap-3 text-sm font-medium text-ink-2">
        <span className="shrink-0 text-ink-3 tabular-nums">{m.discuss_round({ number: formatNumber(round) })}</span>
        {phase !== undefined && <span className="shrink-0">{PHASES[phase].name()}</span>}
        <span aria-hidden className="h-px flex-1 bg-line" />
      </h3>
      {phase !== undefined && <p className="text-xs text-ink-3">{PHASES[phase].text()}</p>}
    </div>
  );
}

function SteppedIn({ interruption }: { interruption: Interruption }) {
  const { by, interruption_type: type, message, redirect_topic: topic } = interruption;
  const who = by.kind === "person" ? m.talk_you() : by.kind === "system" ? m.talk_hisho() : (by.name ?? m.talk_somebody_gone());
  // What the system says is a reason out of a closed list.
  const words = by.kind === "system" ? (PAUSES[message as keyof typeof PAUSES]?.() ?? "") : (topic ?? message);
  return (
    <p className="mx-auto flex max-w-3xl flex-wrap items-baseline gap-x-2 px-6 py-2 text-sm text-ink-2">
      <Hand size={14} className="shrink-0 self-center text-shu" aria-hidden />
      <span className="font-medium">{m.discuss_stepped_in({ who, what: STEPPED_IN[type]() })}</span>
      {words !== "" && <span className="min-w-0 wrap-anywhere">{words}</span>}
      <span className="text-xs text-ink-3">
        <InstantText instant={interruption.created_at} />
      </span>
    </p>
  );
}

function SpeakingRow({ speaking, record, people }: { speaking: Speaking; record: DiscussionRecord; people: People }) {
  const seat = record.seats.get(speaking.seatUid);
  const name = seatName(seat);
  const text = useGrowing(speaking.text);
  const words = speaking.phase === "retrying" ? m.talk_retrying({ seconds: formatNumber(Math.ceil(speaking.waitMs / 1000)) }) : speaking.phase === "thinks" ? m.discuss_thinks() : speaking.phase === "speaks" ? m.talk_writing() : "";
  return (
    <article aria-label={m.discuss_is_speaking({ name })} aria-busy className="mx-auto flex max-w-3xl gap-3 px-6 py-2.5">
      <span className="shrink-0 pt-0.5">{seat !== undefined && <SeatFace who={seat.who} people={people} />}</span>
      <div className="min-w-0 flex-1">
        <p className="flex min-h-8 items-center gap-2.5 text-sm">
          <span className="font-medium">{name}</span>
          {words !== "" && (
            <span className="flex items-center gap-2 text-ink-3">
              <Dots />
              {words}
            </span>
          )}
        </p>
        {text !== "" && <StreamedMarkdown text={text} breaks />}
      </div>
    </article>
  );
}

/** Three dots that say that something is under way. */
export function Dots() {
  return (
    <span className="flex gap-1" aria-hidden>
      {[0, 1, 2].map((dot) => (
        <span key={dot} className="size-1.5 animate-pulse rounded-full bg-accent" />
      ))}
    </span>
  );
}

function Ended({ outcome, onOutcome }: { outcome: Outcome; onOutcome: () => void }) {
  const look = OUTCOMES[outcome];
  return (
    <div className="mx-auto max-w-3xl px-6 py-4">
      <p className="flex flex-wrap items-center gap-3 rounded-lg bg-sunken px-4 py-3 text-base">
        <span className="min-w-0 flex-1">{m.discuss_ended()}</span>
        <Badge tone={look.tone} icon={look.icon}>
          {look.name()}
        </Badge>
        <Button size="sm" onClick={onOutcome}>
          {m.discuss_to_outcome()}
        </Button>
      </p>
    </div>
  );
}

function UnansweredRow({ unanswered, record }: { unanswered: Unanswered; record: DiscussionRecord }) {
  const { what, advice } = errorText(unanswered.error);
  return (
    <div role="alert" className="mx-auto flex max-w-3xl items-start gap-2.5 px-6 py-2 text-sm">
      <CircleAlert size={15} className="mt-0.5 shrink-0 text-red" aria-hidden />
      <p className="min-w-0 wrap-anywhere">
        <span className="font-medium">{m.discuss_unanswered({ name: seatName(record.seats.get(unanswered.seatUid)) })}</span>{" "}
        <span className="text-ink-2">{`${what} ${advice}`.trim()}</span>
      </p>
    </div>
  );
}
