/// One line to write down a task for today without thinking about where it belongs.
import { Plus } from "lucide-react";
import { useState } from "react";
import { useRun, useToday } from "@/api";
import { m } from "@/i18n";
import { isComposing } from "@/platform";

export function QuickTask() {
  const day = useToday();
  const [title, setTitle] = useState("");
  // Cleared only once it is saved, and only if nothing else was typed meanwhile.
  const create = useRun("tasks.create", { onDone: (_, input) => setTitle((typed) => (typed.trim() === input.title ? "" : typed)) });
  const add = () => {
    if (title.trim() !== "" && !create.busy) create.run({ title: title.trim(), due_on: day });
  };
  return (
    <div className="flex items-center gap-3 rounded-md border border-dashed border-control/60 px-3 focus-within:border-solid focus-within:border-accent">
      <Plus size={17} className="shrink-0 text-ink-3" aria-hidden />
      <input
        aria-label={m.today_quick_label()}
        placeholder={m.today_quick_placeholder()}
        value={title}
        autoComplete="off"
        onChange={(event) => setTitle(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !isComposing(event)) add();
        }}
        className="h-11 min-w-0 flex-1 bg-transparent text-base outline-none"
      />
    </div>
  );
}
