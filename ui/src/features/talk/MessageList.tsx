/// Everything said in a conversation, of which only what is seen exists. It stays at its end while answers come, and
/// where the reader is when they have scrolled up.
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, MessageCircle } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Conversation, People } from "@/api";
import { EmptyState, ErrorNotice, IconButton, Loading } from "@/components";
import { m } from "@/i18n";
import { nameOf } from "./Faces";
import { MessageRow } from "./MessageRow";
import { beginsDay, rowsOf } from "./rows";
import type { ComingAnswers } from "./stream";
import type { Messages } from "./useMessages";

export interface MessageListProps {
  conversation: Conversation;
  people: People;
  messages: Messages;
  answers: ComingAnswers;
  /** A message to be brought into view. */
  messageUid: string | null;
  /** An answer is on its way, so that nothing else can be asked for. */
  busy: boolean;
  onQuote: (text: string) => void;
}

const LEAST_PX = 96;
const LINE_CHARACTERS = 55;
const LINE_PX = 26;
/** So near to its end the list stays there when it grows. */
const AT_END_PX = 80;
/** So near to the beginning the page before is read. */
const NEAR_START_PX = 900;

export function MessageList(props: MessageListProps) {
  const { messages } = props;
  if (messages.all === undefined) {
    return <div className="min-h-0 flex-1">{messages.error === null ? <Loading label={m.talk_opening()} /> : <ErrorNotice error={messages.error} retry={messages.retry} />}</div>;
  }
  if (messages.all.length === 0 && props.answers.size === 0) {
    return (
      <div className="min-h-0 flex-1 overflow-y-auto">
        <EmptyState icon={MessageCircle} title={m.talk_first_title()}>
          {m.talk_first_text()}
        </EmptyState>
      </div>
    );
  }
  return <Said {...props} all={messages.all} />;
}

function Said({ conversation, people, messages, all, answers, messageUid, busy, onQuote }: MessageListProps & { all: NonNullable<Messages["all"]> }) {
  // The virtualizer is one object that changes within; what the compiler would keep of it would be stale.
  "use no memo";
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(all, answers), [all, answers]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const row = rows[index];
      const text = row?.kind === "said" ? row.message.content : (row?.coming.text ?? "");
      return LEAST_PX + Math.ceil(text.length / LINE_CHARACTERS) * LINE_PX;
    },
    getItemKey: (index) => rows[index]?.uid ?? index,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: AT_END_PX,
    useAnimationFrameWithResizeObserver: true,
    overscan: 3,
    paddingStart: 12,
    paddingEnd: 20,
  });
  const [atEnd, setAtEnd] = useState(true);
  const { hasOlder, loadOlder } = messages;
  const wanted = messageUid === null ? -1 : rows.findIndex(({ uid }) => uid === messageUid);
  const shown = useRef<string | null>(null);

  // Where a conversation is opened one reads its end, or the message that was asked for.
  useEffect(() => {
    if (messageUid === null) virtual.scrollToEnd();
  }, [virtual, messageUid]);
  useEffect(() => {
    if (messageUid === null || shown.current === messageUid) return;
    if (wanted >= 0) {
      shown.current = messageUid;
      virtual.scrollToIndex(wanted, { align: "center" });
    } else if (hasOlder) loadOlder();
  });
  // Where the field below grows, the end stays in view for those who read it.
  const atEndNow = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    // In the next frame: what scrolls while sizes are told would change sizes again.
    const watcher = new ResizeObserver(() => {
      if (atEndNow.current) requestAnimationFrame(() => virtual.scrollToEnd());
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [virtual]);
  const onScroll = () => {
    atEndNow.current = virtual.isAtEnd();
    setAtEnd(atEndNow.current);
    if (hasOlder && (scroller.current?.scrollTop ?? NEAR_START_PX) < NEAR_START_PX) loadOlder();
  };

  const latest = rows.at(-1);
  const speaking = [...answers.values()].find(({ phase }) => phase === "coming" || phase === "asked");
  return (
    <div className="relative min-h-0 flex-1">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by the keyboard too */}
      <div ref={scroller} onScroll={onScroll} tabIndex={0} role="group" aria-label={m.talk_messages_label()} className="h-full overflow-y-auto focus-visible:-outline-offset-2">
        <ol className="relative w-full" style={{ height: virtual.getTotalSize() }} aria-label={m.talk_messages_label()}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const before = rows[item.index - 1];
            const opensDay = row.kind === "said" && beginsDay(row.message, before?.kind === "said" ? before.message : undefined);
            return (
              <li key={row.uid} data-index={item.index} ref={virtual.measureElement} className="absolute start-0 top-0 w-full" style={{ transform: `translateY(${item.start}px)` }}>
                <MessageRow
                  row={row}
                  people={people}
                  opensDay={opensDay}
                  sought={row.uid === messageUid}
                  canWrite={conversation.status === "active"}
                  busy={busy}
                  isLast={row === latest}
                  onQuote={onQuote}
                />
              </li>
            );
          })}
        </ol>
      </div>
      <p role="status" className="sr-only">
        {speaking === undefined ? "" : m.talk_is_answering({ name: nameOf(people, speaking.secretaryUid) })}
      </p>
      {!atEnd && (
        <span className="absolute end-5 bottom-3 rounded-full border border-line bg-raised shadow-2">
          <IconButton label={m.talk_to_end()} icon={ArrowDown} onClick={() => virtual.scrollToEnd()} />
        </span>
      )}
    </div>
  );
}
