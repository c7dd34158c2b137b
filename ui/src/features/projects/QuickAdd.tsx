/// One field that makes a task of each line: Enter adds it and the field is ready for the next.
import { Plus } from "lucide-react";
import { useId, useState } from "react";
import { m } from "@/i18n";
import { isComposing } from "@/platform";

export function QuickAdd({ add }: { add: (title: string) => Promise<boolean> }) {
  const id = useId();
  const [text, setText] = useState("");

  const send = async () => {
    const title = text.trim();
    if (title === "") return;
    setText("");
    // A line that was refused comes back, unless the next is being typed already.
    if (!(await add(title))) setText((now) => (now === "" ? title : now));
  };

  return (
    <div className="relative max-w-xl min-w-48 flex-1">
      <label htmlFor={id} className="sr-only">
        {m.projects_add_label()}
      </label>
      <Plus size={16} className="pointer-events-none absolute start-3 top-1/2 -translate-y-1/2 text-ink-3" aria-hidden />
      <input
        id={id}
        type="text"
        autoComplete="off"
        placeholder={m.projects_add_placeholder()}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (isComposing(event)) return;
          if (event.key === "Enter") void send();
          if (event.key === "Escape") setText("");
        }}
        className="h-9.5 w-full rounded-md border border-line bg-raised ps-9 pe-3 text-base text-ink hover:border-control focus-visible:border-accent focus-visible:outline-offset-0"
      />
    </div>
  );
}
