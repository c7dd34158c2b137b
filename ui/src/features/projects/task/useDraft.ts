/// The draft of a task as it comes, piece by piece. Must not know how it is shown.
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useRead, type CommandError, type TaskDraft, type TalkState, type Uid } from "@/api";
import { TalkStream, type Coming } from "@/features/talk/stream";
import { useHost } from "@/platform";

export interface DraftNow {
  /** Null where there is none, undefined until that is known. */
  draft: TaskDraft | null | undefined;
  /** What has come of it by now; null where nothing is known of it yet. */
  coming: Coming | null;
  error: CommandError | null;
  retry: () => void;
}

/** Follows the draft of a task from now on, with what had come of it before. */
export function useDraft(taskUid: Uid): DraftNow {
  const host = useHost();
  const { data: draft, error, refetch } = useRead("tasks.draft_state", { uid: taskUid });
  const stream = useMemo(() => new TalkStream(taskUid, () => void refetch()), [taskUid, refetch]);
  useEffect(
    () =>
      host.onEvent((event) => {
        if (event?.type !== "draft") return;
        // An answer in a conversation comes in the same moments.
        stream.hear({ type: "talk", conversation_uid: event.task_uid, message_uid: event.draft_uid, secretary_uid: event.secretary_uid, moment: event.moment });
      }),
    [host, stream],
  );
  useEffect(() => {
    if (draft !== undefined) stream.know(stateOf(draft));
  }, [stream, draft]);
  const coming = useSyncExternalStore(stream.subscribe, stream.now);
  return { draft, coming: (draft && coming.get(draft.uid)) ?? null, error, retry: () => void refetch() };
}

/** A draft as the newest answers of a conversation would be told. */
export function stateOf(draft: TaskDraft | null): TalkState {
  if (draft === null) return { is_running: false, steps: [] };
  const { uid, secretary_uid, status, text, error } = draft;
  return { is_running: status === "running", steps: [{ message_uid: uid, secretary_uid: secretary_uid ?? "", status, text, error }] };
}
