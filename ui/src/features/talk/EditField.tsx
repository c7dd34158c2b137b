/// Writes a message anew. The text before is kept.
import { useState, type KeyboardEvent } from "react";
import { useRun, type Message } from "@/api";
import { Button, TextField } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";

export function EditField({ message, onDone }: { message: Message; onDone: () => void }) {
  // What is saved is judged against the revision at which the person began.
  const [{ uid, rev }] = useState(message);
  const [text, setText] = useState(message.content);
  const edit = useRun("conversations.edit_message", { onDone });
  const save = () => {
    if (!edit.busy && (text.trim() !== "" || message.attachments.length > 0)) edit.run({ uid, rev, content: text });
  };
  const keys = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") {
      event.preventDefault();
      onDone();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
  };
  return (
    <div className="mt-1 flex max-w-2xl flex-col gap-2">
      <TextField multiline autoFocus rows={Math.min(14, text.split("\n").length + 2)} label={m.talk_edit_label()} hideLabel hint={m.talk_edit_hint()} value={text} onChange={setText} onKeyDown={keys} />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          {m.action_cancel()}
        </Button>
        <Button size="sm" variant="primary" busy={edit.busy} disabled={text.trim() === "" && message.attachments.length === 0} onClick={save}>
          {m.talk_edit_save()}
        </Button>
      </div>
    </div>
  );
}
