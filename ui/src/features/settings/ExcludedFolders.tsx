/// The folders of the vault that Hisho leaves out of its index.
import { Plus, X } from "lucide-react";
import { useState, type FormEvent } from "react";
import { Button, TextField } from "@/components";
import { m } from "@/i18n";

/** A folder as it is named inside the vault: with forward slashes and without one at its ends. */
export function cleanFolder(typed: string): string {
  return typed.trim().replaceAll("\\", "/").replace(/\/+/g, "/").replace(/^\/|\/$/g, "");
}

export function ExcludedFolders({ folders, busy, onChange }: { folders: readonly string[]; busy: boolean; onChange: (folders: string[]) => void }) {
  const [typed, setTyped] = useState("");
  const folder = cleanFolder(typed);
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (folder === "" || busy) return;
    if (!folders.includes(folder)) onChange([...folders, folder]);
    setTyped("");
  };
  return (
    <div className="px-5 py-3.5">
      <p className="text-base font-medium">{m.settings_excluded()}</p>
      <p className="text-sm text-ink-3">{m.settings_excluded_text()}</p>
      {folders.length > 0 && (
        <ul className="mt-2.5 flex flex-wrap gap-1.5">
          {folders.map((name) => (
            <li key={name} className="inline-flex items-center gap-1 rounded-md bg-sunken ps-2.5 text-sm">
              {name}
              <button type="button" disabled={busy} aria-label={m.settings_excluded_remove({ name })} onClick={() => onChange(folders.filter((other) => other !== name))} className="grid size-8 place-items-center rounded-md text-ink-3 hover:bg-hover hover:text-ink">
                <X size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add} className="mt-2.5 flex max-w-md gap-2">
        <TextField hideLabel label={m.settings_excluded_add_label()} placeholder={m.settings_excluded_placeholder()} value={typed} onChange={setTyped} className="flex-1" />
        <Button type="submit" icon={Plus} busy={busy} disabled={folder === ""}>
          {m.settings_excluded_add()}
        </Button>
      </form>
    </div>
  );
}
