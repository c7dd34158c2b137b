/// One conversation: its head, what was said and what is coming, and the field in which one writes.
import { Ban, FileQuestion } from "lucide-react";
import { useEffect, useRef } from "react";
import { useFailToast, useRead, useRun, type Conversation, type People } from "@/api";
import { AppLink, Button, EmptyState, ErrorNotice, Loading, useToast } from "@/components";
import { m } from "@/i18n";
import { asFailure, useHost } from "@/platform";
import { ConversationUidProvider } from "./conversationUid";
import { Composer, type ComposerHandle } from "./Composer";
import { ConversationHead } from "./ConversationHead";
import { secretaryOf } from "./Faces";
import { MessageList } from "./MessageList";
import { isOpen } from "./rows";
import { useConversationWork } from "./useConversationWork";
import { useMessages } from "./useMessages";
import { useTalkStream } from "./useTalkStream";

export interface ConversationPaneProps {
  uid: string;
  /** A message to be brought into view. */
  messageUid: string | null;
  people: People;
}

export function ConversationPane({ uid, messageUid, people }: ConversationPaneProps) {
  const conversation = useRead("conversations.get", { uid });
  if (conversation.data) return <Open conversation={conversation.data} messageUid={messageUid} people={people} />;
  if (conversation.isPending) return <Loading label={m.talk_opening()} />;
  if (conversation.error.code === "not_found") {
    return (
      <EmptyState icon={FileQuestion} title={m.talk_gone_title()}>
        {m.talk_gone_text()}
      </EmptyState>
    );
  }
  return (
    <div className="p-8">
      <ErrorNotice error={conversation.error} retry={() => void conversation.refetch()} />
    </div>
  );
}

function Open({ conversation, messageUid, people }: { conversation: Conversation; messageUid: string | null; people: People }) {
  const { uid } = conversation;
  const messages = useMessages(uid);
  const talking = useTalkStream(uid);
  const work = useConversationWork(conversation, people);
  const host = useHost();
  const toast = useToast();
  const failed = useFailToast();
  const stop = useRun("talk.stop");
  const composer = useRef<ComposerHandle>(null);
  const open = [...talking.answers.values()].filter(isOpen);
  const archived = conversation.status === "archived";
  const { seen } = talking;
  const { all } = messages;

  useEffect(() => {
    document.title = `${conversation.title} – Hisho`;
  }, [conversation.title]);
  useEffect(() => {
    if (all !== undefined) seen(new Set(all.map((message) => message.uid)));
  }, [all, seen]);

  const unarchive = () => {
    host.call("conversations.update", { uid, rev: conversation.rev, status: "active" }).then(
      () => toast({ title: m.talk_unarchived(), tone: "success" }),
      (why: unknown) => failed(asFailure(why)),
    );
  };

  return (
    <ConversationUidProvider value={uid}>
    <div className="flex h-full min-h-0 flex-col">
      <ConversationHead conversation={conversation} people={people} work={work} />
      <NoModelHint conversation={conversation} people={people} />
      <MessageList
        conversation={conversation}
        people={people}
        messages={messages}
        answers={talking.answers}
        messageUid={messageUid}
        busy={open.some(({ phase }) => phase !== "waiting")}
        onQuote={(text) => composer.current?.quote(text)}
      />
      {archived ? (
        <div data-foot className="flex flex-wrap items-center justify-center gap-3 border-t border-line px-6 py-3 text-base text-ink-2">
          <Ban size={15} className="text-ink-3" aria-hidden />
          {m.talk_archived_text()}
          <Button size="sm" onClick={unarchive}>
            {m.talk_unarchive()}
          </Button>
        </div>
      ) : (
        <Composer key={uid} conversation={conversation} people={people} ref={composer} coming={open} onStop={() => stop.run({ conversation_uid: uid })} stopping={stop.busy} />
      )}
    </div>
    </ConversationUidProvider>
  );
}

/** Where nobody who takes part has a model, says what that means and where a model comes from. */
function NoModelHint({ conversation, people }: { conversation: Conversation; people: People }) {
  const there = conversation.participants.map((uid) => secretaryOf(people, uid)).filter((secretary) => secretary !== undefined);
  if (there.length === 0 || there.some(({ provider }) => provider !== "manual")) return null;
  return (
    <p className="border-b border-line bg-sunken px-6 py-2 text-sm text-ink-2">
      {m.talk_manual_hint()}{" "}
      <AppLink to="/settings" className="text-accent-ink underline underline-offset-2">
        {m.talk_to_settings()}
      </AppLink>
    </p>
  );
}
