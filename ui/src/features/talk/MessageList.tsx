/// Everything said in a conversation, and the answers that are coming.
import { MessageCircle } from "lucide-react";
import { useMemo } from "react";
import type { Conversation, People } from "@/api";
import { EmptyState, EndList, ErrorNotice, Loading } from "@/components";
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
  const rows = useMemo(() => rowsOf(all, answers), [all, answers]);
  const estimateAt = (index: number) => {
    const row = rows[index];
    const text = row?.kind === "said" ? row.message.content : (row?.coming.text ?? "");
    return LEAST_PX + Math.ceil(text.length / LINE_CHARACTERS) * LINE_PX;
  };
  const speaking = [...answers.values()].find(({ phase }) => phase === "coming" || phase === "asked");
  return (
    <>
      <EndList
        count={rows.length}
        keyAt={(index) => rows[index]?.uid ?? String(index)}
        estimateAt={estimateAt}
        label={m.talk_messages_label()}
        toEnd={m.talk_to_end()}
        // Where a conversation is opened one reads its end, or the message that was asked for.
        wanted={messageUid}
        onNearStart={messages.hasOlder ? messages.loadOlder : undefined}
        render={(index) => {
          const row = rows[index];
          if (row === undefined) return null;
          const before = rows[index - 1];
          const opensDay = row.kind === "said" && beginsDay(row.message, before?.kind === "said" ? before.message : undefined);
          return (
            <MessageRow
              row={row}
              people={people}
              opensDay={opensDay}
              sought={row.uid === messageUid}
              canWrite={conversation.status === "active"}
              busy={busy}
              isLast={row === rows.at(-1)}
              onQuote={onQuote}
            />
          );
        }}
      />
      <p role="status" className="sr-only">
        {speaking === undefined ? "" : m.talk_is_answering({ name: nameOf(people, speaking.secretaryUid) })}
      </p>
    </>
  );
}
