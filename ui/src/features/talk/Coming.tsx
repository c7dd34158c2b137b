/// What stands where an answer is on its way, waits for the person, or came to nothing.
import { CircleAlert, RefreshCw, Send } from "lucide-react";
import { useState, type KeyboardEvent } from "react";
import { errorText, useRun, type CommandError } from "@/api";
import { AppLink, Button, TextField } from "@/components";
import { modifierName } from "@/features/shell/keys";
import { formatNumber, m } from "@/i18n";
import { isComposing } from "@/platform";
import { useConversationUid } from "./conversationUid";
import type { Coming } from "./stream";

/** Three dots, and words for those who wait long. */
export function Pending({ coming }: { coming: Coming }) {
  const words = coming.phase === "retrying" ? m.talk_retrying({ seconds: formatNumber(Math.ceil(coming.waitMs / 1000)) }) : coming.text === "" ? m.talk_thinking() : m.talk_writing();
  return (
    <p className="chrome mt-1.5 flex items-center gap-2 text-sm text-ink-3">
      <span className="flex gap-1" aria-hidden>
        {[0, 1, 2].map((dot) => (
          <span key={dot} className="size-1.5 animate-pulse rounded-full bg-ink-3" />
        ))}
      </span>
      {words}
    </p>
  );
}

/** Refusals that are mended in the settings. */
const IN_SETTINGS = ["no_account", "key_missing", "keychain_unusable", "budget_spent"];
const FAILURES_IN_SETTINGS = ["unauthorized", "bad_address", "not_found", "redirected", "proxy", "quota_spent"];

/** Whether what went wrong is mended in the settings. */
export function mendedInSettings({ params }: CommandError): boolean {
  const failure = params["failure"] as { code?: unknown } | undefined;
  return IN_SETTINGS.includes(String(params["reason"])) || FAILURES_IN_SETTINGS.includes(String(failure?.code));
}

/** Why an answer did not come, or not whole; and the way to ask again. */
export function Broken({ messageUid, error, busy, canRetry }: { messageUid: string; error: CommandError; busy: boolean; canRetry: boolean }) {
  const conversation = useConversationUid();
  const retry = useRun("talk.retry");
  const { what, advice } = errorText(error);
  return (
    <div role="alert" className="mt-2 flex max-w-2xl flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-danger/35 bg-red-soft px-3.5 py-2.5">
      <CircleAlert size={16} className="shrink-0 text-red" aria-hidden />
      <div className="min-w-0 flex-1 basis-60 text-sm">
        <p className="font-medium text-ink wrap-anywhere">{what}</p>
        {advice !== "" && <p className="text-ink-2 wrap-anywhere">{advice}</p>}
      </div>
      {mendedInSettings(error) && (
        <AppLink to="/settings" className="text-sm text-accent-ink underline underline-offset-2">
          {m.talk_to_settings()}
        </AppLink>
      )}
      {canRetry && (
        <Button size="sm" icon={RefreshCw} disabled={busy} busy={retry.busy} onClick={() => retry.run({ conversation_uid: conversation, message_uid: messageUid })}>
          {m.talk_retry()}
        </Button>
      )}
    </div>
  );
}

/** Where the person speaks in the place of a secretary without a model. */
export function AnswerField({ messageUid, name, canWrite }: { messageUid: string; name: string; canWrite: boolean }) {
  const conversation = useConversationUid();
  const [text, setText] = useState("");
  const answer = useRun("talk.answer");
  const pass = useRun("talk.stop");
  const say = () => {
    if (text.trim() !== "" && !answer.busy) answer.run({ conversation_uid: conversation, message_uid: messageUid, text });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return;
    event.preventDefault();
    say();
  };
  if (!canWrite) return null;
  return (
    <div className="mt-1 flex max-w-2xl flex-col gap-2 rounded-lg border border-line bg-raised p-3">
      <TextField multiline rows={3} label={m.talk_answer_for({ name })} hint={m.talk_answer_hint({ keys: `${modifierName()}Enter` })} value={text} onChange={setText} onKeyDown={keys} />
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="ghost" busy={pass.busy} onClick={() => pass.run({ conversation_uid: conversation })}>
          {m.talk_answer_pass()}
        </Button>
        <Button size="sm" variant="primary" icon={Send} busy={answer.busy} disabled={text.trim() === ""} onClick={say}>
          {m.talk_answer_send()}
        </Button>
      </div>
    </div>
  );
}
