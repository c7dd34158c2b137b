/// One thing that was said: by whom and for whom, of what kind, how sure, what they hold, why, and on what it rests.
import { Ban, CornerDownRight, Ellipsis, Eye, HelpCircle, Link, Merge, Reply, Scissors, TriangleAlert } from "lucide-react";
import { memo, useState } from "react";
import type { DiscussionMessage, People } from "@/api";
import { Badge, cx, IconButton, InstantText, Menu, StreamedMarkdown, Tooltip, type MenuItem } from "@/components";
import { useFollowLink, useShowTag } from "@/features/vault/useFollowLink";
import { formatNumber, m } from "@/i18n";
import { OptionMark } from "./OptionMark";
import { gist, heldIn, type DiscussionRecord } from "./record";
import { SeatFace } from "./SeatFace";
import { SentDialog } from "./SentDialog";
import { CHANGES, MESSAGE_TYPES, ROLES, seatName } from "./words";

export interface SaidRowProps {
  message: DiscussionMessage;
  record: DiscussionRecord;
  people: People;
  /** It was looked for. */
  sought: boolean;
  /** It was said on a topic that was left since, whose answers are not on the table any more. */
  isPast: boolean;
  /** It can be replied to, and its speaker asked. */
  isOpen: boolean;
  onReply: (message: DiscussionMessage) => void;
  onAsk: (seatUid: string) => void;
  onShow: (messageUid: string) => void;
}

export const SaidRow = memo(function SaidRow({ message, record, people, sought, isPast, isOpen, onReply, onAsk, onShow }: SaidRowProps) {
  const [showing, setShowing] = useState(false);
  const onLink = useFollowLink("");
  const onTag = useShowTag();
  const seat = record.seats.get(message.seat_uid);
  const name = seatName(seat);
  const look = MESSAGE_TYPES[message.message_type];
  const parent = message.parent_uid === null ? undefined : record.byUid.get(message.parent_uid);
  const forAnother = message.spoken_by === "person" && seat !== undefined && seat.who.kind !== "person";
  const items: MenuItem[] = [
    ...(isOpen && message.number !== null ? [{ label: m.discuss_reply(), icon: Reply, onSelect: () => onReply(message) }] : []),
    ...(isOpen && seat !== undefined && seat.left_at === null ? [{ label: m.discuss_ask_them({ name }), icon: HelpCircle, onSelect: () => onAsk(seat.uid) }] : []),
    ...(message.spoken_by === "person" ? [] : [{ label: m.discuss_sent(), icon: Eye, onSelect: () => setShowing(true) }]),
  ];
  return (
    <article aria-label={m.talk_said_by({ name })} className={cx("group/row mx-auto flex max-w-3xl gap-3 px-6 py-2.5", sought && "bg-accent-soft/50")}>
      <span className="shrink-0 pt-0.5">{seat !== undefined && <SeatFace who={seat.who} people={people} />}</span>
      <div className="min-w-0 flex-1">
        <div className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="text-sm font-medium">{name}</span>
          {forAnother && <span className="text-xs text-ink-3">{m.discuss_said_for()}</span>}
          {seat !== undefined && seat.role !== "participant" && seat.who.kind !== "person" && <Badge>{ROLES[seat.role].name()}</Badge>}
          <Badge tone={look.tone} icon={look.icon}>
            {look.name()}
          </Badge>
          {message.is_consensus_forming && (
            <Tooltip text={m.discuss_consensus_forming()}>
              <span className="text-green">
                <Merge size={13} aria-hidden />
                <span className="sr-only">{m.discuss_consensus_forming()}</span>
              </span>
            </Tooltip>
          )}
          {message.confidence !== null && <Confidence value={message.confidence} />}
          {message.is_partial && (
            <Badge tone="amber" icon={Scissors}>
              {m.talk_partial()}
            </Badge>
          )}
          <span className="text-xs text-ink-3">
            {message.number !== null && <span className="tabular-nums">{m.discuss_number({ number: message.number })} · </span>}
            <InstantText instant={message.created_at} />
          </span>
          {items.length > 0 && (
            <span className="ms-auto opacity-60 group-focus-within/row:opacity-100 group-hover/row:opacity-100">
              <Menu trigger={<IconButton size="sm" icon={Ellipsis} label={m.discuss_message_more({ name })} />} items={items} />
            </span>
          )}
        </div>
        {parent !== undefined && (
          <button type="button" onClick={() => onShow(parent.uid)} className="chrome mb-1 flex max-w-full items-center gap-1.5 rounded-sm text-start text-sm text-ink-3 underline-offset-2 hover:text-ink hover:underline">
            <CornerDownRight size={13} className="shrink-0" aria-hidden />
            <span className="truncate">{m.discuss_replies_to({ name: seatName(record.seats.get(parent.seat_uid)), text: gist(parent.content) })}</span>
          </button>
        )}
        <StreamedMarkdown text={message.content} breaks onLink={onLink} onTag={onTag} />
        <Held message={message} record={record} isPast={isPast} onShow={onShow} />
        {message.reasoning !== null && message.reasoning !== "" && (
          <details className="mt-1.5 text-sm">
            <summary className="chrome w-fit rounded-sm text-ink-3 hover:text-ink">{m.discuss_reasoning()}</summary>
            <StreamedMarkdown className="text-sm mt-1 border-s-2 border-line ps-3 text-ink-2" text={message.reasoning} breaks onLink={onLink} onTag={onTag} />
          </details>
        )}
        {message.references.length > 0 && (
          <ul aria-label={m.discuss_references()} className="mt-1.5 flex flex-wrap gap-x-3 gap-y-1 text-sm">
            {message.references.map((reference) => (
              <li key={reference} className="flex min-w-0 items-start gap-1.5 text-ink-2">
                <Link size={13} className="mt-1 shrink-0 text-ink-3" aria-hidden />
                <StreamedMarkdown className="text-sm" text={reference} onLink={onLink} onTag={onTag} />
              </li>
            ))}
          </ul>
        )}
      </div>
      {showing && <SentDialog messageUid={message.uid} record={record} onClose={() => setShowing(false)} />}
    </article>
  );
});

/** What the speaker holds since, how that came, and what they raised against others. */
function Held({ message, record, isPast, onShow }: Pick<SaidRowProps, "message" | "record" | "isPast" | "onShow">) {
  const held = heldIn(record, message);
  if (held === null) return null;
  const { stance, position, source } = held;
  const change = CHANGES[stance.change];
  return (
    <div className="mt-2 rounded-md border border-line bg-raised px-3 py-2 text-sm">
      <p className="flex items-start gap-2">
        {!isPast && <OptionMark option={stance.option} />}
        <span className="min-w-0 font-medium wrap-anywhere">
          <span className="sr-only">{m.discuss_position()}: </span>
          {stance.text}
        </span>
        {change !== undefined && (
          <span className="ms-auto">
            <Tooltip text={change.text()}>
              <span>
                <Badge tone={stance.change === "argued" ? "blue" : "amber"} icon={stance.change === "argued" ? undefined : TriangleAlert}>
                  {change.name()}
                </Badge>
              </span>
            </Tooltip>
          </span>
        )}
      </p>
      {source !== undefined && (
        <button type="button" onClick={() => onShow(source.uid)} className="chrome mt-1 max-w-full truncate rounded-sm text-start text-ink-3 underline-offset-2 hover:text-ink hover:underline">
          {m.discuss_moved_by({ name: seatName(record.seats.get(source.seat_uid)), text: gist(source.content) })}
        </button>
      )}
      {position !== undefined && position.objections.length > 0 && (
        <ul aria-label={m.discuss_objections()} className="mt-1.5 flex flex-col gap-1">
          {position.objections.map((objection) => (
            <li key={objection} className="flex items-start gap-1.5 text-ink-2 wrap-anywhere">
              <Ban size={13} className="mt-1 shrink-0 text-red" aria-hidden />
              {objection}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const SURE = Array.from({ length: 5 }, (_, at) => at);

/** How sure somebody is, 1 to 10; shown, and never averaged. */
export function Confidence({ value }: { value: number }) {
  const words = m.discuss_confidence({ value: formatNumber(value) });
  return (
    <Tooltip text={words}>
      <span className="chrome inline-flex items-center gap-0.5" role="img" aria-label={words}>
        {SURE.map((bar) => (
          <span key={bar} className={cx("h-2.5 w-1 rounded-full", value > bar * 2 ? "bg-ink-2" : "bg-neutral-soft")} />
        ))}
      </span>
    </Tooltip>
  );
}
