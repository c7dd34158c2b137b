/// The small steps of a task: ticked, added and taken away here.
import { X } from "lucide-react";
import { useState } from "react";
import { useRun, type ChecklistItem, type Task } from "@/api";
import { Button, Checkbox, cx, IconButton, TextField } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";

export function Checklist({ task }: { task: Task }) {
  const [text, setText] = useState("");
  const put = useRun("checklists.set");
  const tick = useRun("checklists.tick");
  const items = task.checklist;
  const set = (next: readonly ChecklistItem[]) => put.run({ uid: task.uid, rev: task.rev, items: [...next] });
  const add = () => {
    if (text.trim() === "" || put.busy) return;
    set([...items, { uid: "", text: text.trim(), is_done: false }]);
    setText("");
  };
  return (
    <section aria-label={m.projects_checklist()} className="flex flex-col gap-2">
      <h3 className="text-sm font-medium text-ink-2">{m.projects_checklist()}</h3>
      <ul className="flex flex-col">
        {items.map((item) => (
          <li key={item.uid} className="flex min-h-9 items-center gap-2">
            <Checkbox className={cx("flex-1", item.is_done && "text-ink-3 line-through")} label={item.text} checked={item.is_done} onChange={(is_done) => tick.run({ uid: task.uid, item_uid: item.uid, is_done })} />
            <IconButton size="sm" icon={X} label={m.projects_checklist_remove({ step: item.text })} disabled={put.busy} onClick={() => set(items.filter(({ uid }) => uid !== item.uid))} />
          </li>
        ))}
      </ul>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          className="flex-1"
          label={m.projects_checklist_new()}
          value={text}
          maxLength={500}
          onChange={setText}
          onKeyDown={(event) => {
            if (event.key === "Enter" && isComposing(event)) event.preventDefault();
          }}
        />
        <Button type="submit" busy={put.busy} disabled={text.trim() === ""}>
          {m.projects_part_add()}
        </Button>
      </form>
    </section>
  );
}
