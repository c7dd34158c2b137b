/// Stepping in with words: another topic, a question to somebody, or the end. Each says what it does.
import { useState, type FormEvent } from "react";
import { errorText, useRun, type Discussion } from "@/api";
import { Button, Checkbox, Dialog, ErrorNotice, Select, TextField } from "@/components";
import { m } from "@/i18n";
import { seatName } from "./words";

/** The ways to step in that take words. */
export type Stepping = { how: "redirect" | "terminate" } | { how: "clarify"; to: string | null };

const WORDS = {
  redirect: { title: m.discuss_redirect, text: m.discuss_redirect_text, field: m.discuss_redirect_topic, confirm: m.discuss_redirect_confirm },
  clarify: { title: m.discuss_clarify, text: m.discuss_clarify_text, field: m.discuss_clarify_question, confirm: m.discuss_clarify_confirm },
  terminate: { title: m.discuss_terminate, text: m.discuss_terminate_text, field: m.discuss_terminate_why, confirm: m.discuss_terminate_confirm },
} as const;

/** Whoever spoke last. */
const LAST = "";

export function InterruptDialog({ stepping, discussion, onClose }: { stepping: Stepping; discussion: Discussion; onClose: () => void }) {
  const { how } = stepping;
  const words = WORDS[how];
  const [text, setText] = useState("");
  const [to, setTo] = useState((how === "clarify" && stepping.to) || LAST);
  const [presses, setPresses] = useState(false);
  const [asked, setAsked] = useState(false);
  const interrupt = useRun("discussions.interrupt", { onDone: onClose, onFail: () => undefined });
  const needed = how !== "terminate";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (needed && text.trim() === "") return;
    interrupt.run({
      uid: discussion.uid,
      interruption_type: how,
      ...(how === "redirect" ? { redirect_topic: text.trim() } : { message: text.trim() }),
      ...(how === "clarify" && to !== LAST && { to }),
      ...(presses && { priority: "high" }),
    });
  };
  const about = String(interrupt.error?.params["field"]);
  const saidOfText = interrupt.error !== null && ["message", "topic", "redirect_topic"].includes(about);
  const fault = asked && needed && text.trim() === "" ? m.invalid_required({ field: words.field() }) : saidOfText ? errorText(interrupt.error).what : null;
  const sitting = discussion.seats.filter(({ left_at: left }) => left === null);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={words.title()}
      description={words.text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button type="submit" form="discuss-interrupt" variant={how === "terminate" ? "danger" : "primary"} busy={interrupt.busy}>
            {words.confirm()}
          </Button>
        </>
      }
    >
      <form id="discuss-interrupt" noValidate onSubmit={submit} className="flex flex-col gap-4 py-1">
        {how === "clarify" && (
          <Select label={m.discuss_clarify_to()} value={to} onChange={setTo} options={[{ value: LAST, label: m.discuss_clarify_last() }, ...sitting.map((seat) => ({ value: seat.uid, label: seatName(seat) }))]} />
        )}
        <TextField label={words.field()} required={needed} multiline rows={2} autoFocus maxLength={1000} value={text} onChange={setText} error={fault} />
        {how !== "terminate" && <Checkbox label={m.discuss_presses()} checked={presses} onChange={setPresses} />}
        {interrupt.error !== null && !saidOfText && <ErrorNotice error={interrupt.error} />}
      </form>
    </Dialog>
  );
}
