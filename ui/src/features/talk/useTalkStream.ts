/// What is coming in a conversation, as React sees it.
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useRead } from "@/api";
import { useHost } from "@/platform";
import { TalkStream, type ComingAnswers } from "./stream";

export interface Talking {
  /** Says which messages are on the screen. */
  seen: (uids: ReadonlySet<string>) => void;
  answers: ComingAnswers;
  /** Answers are still coming, or wait for the person. */
  isRunning: boolean;
}

/** Follows the answers of a conversation from now on, with what had come of them before. */
export function useTalkStream(conversationUid: string): Talking {
  const host = useHost();
  const { data: state, refetch } = useRead("talk.state", { conversation_uid: conversationUid });
  const stream = useMemo(() => new TalkStream(conversationUid, () => void refetch()), [conversationUid, refetch]);
  useEffect(() => host.onEvent((event) => event !== null && stream.hear(event)), [host, stream]);
  useEffect(() => {
    if (state !== undefined) stream.know(state);
  }, [stream, state]);
  const answers = useSyncExternalStore(stream.subscribe, stream.now);
  return { seen: (uids) => stream.seen(uids), answers, isRunning: state?.is_running ?? false };
}
