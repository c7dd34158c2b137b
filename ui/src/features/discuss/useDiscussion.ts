/// A discussion that runs or ran, as it is on the screen: where it stands, what was said, and what is being said now.
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useRead, type Minutes, type Running } from "@/api";
import { useHost, type CommandFailure } from "@/platform";
import { DiscussionStream, type Heard } from "./stream";

export interface Following {
  /** Undefined until they were read. */
  running: Running | undefined;
  minutes: Minutes | undefined;
  heard: Heard;
  error: CommandFailure | null;
  retry: () => void;
}

/** Follows a discussion from now on, with what had been said before. */
export function useDiscussion(uid: string): Following {
  const host = useHost();
  const state = useRead("discussions.state", { uid });
  const minutes = useRead("discussions.minutes", { uid });
  const { refetch } = state;
  const stream = useMemo(() => new DiscussionStream(uid, () => void refetch()), [uid, refetch]);
  useEffect(() => host.onEvent((event) => event !== null && stream.hear(event)), [host, stream]);
  useEffect(() => {
    if (state.data !== undefined) stream.know(state.data.turns);
  }, [stream, state.data]);
  useEffect(() => stream.read(), [stream, minutes.data]);
  const heard = useSyncExternalStore(stream.subscribe, stream.now);
  const retry = () => {
    void refetch();
    void minutes.refetch();
  };
  return { running: state.data, minutes: minutes.data, heard, error: state.error ?? minutes.error, retry };
}
