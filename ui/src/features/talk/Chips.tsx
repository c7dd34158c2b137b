/// What goes along with a message: notes of the vault, and files.
import { FileText, ImageIcon, NotebookText, X } from "lucide-react";
import type { Icon } from "@/components";
import { formatBytes, m } from "@/i18n";
import { noteName, type Draft } from "./drafts";

export function Chips({ draft, onChange }: { draft: Draft; onChange: (next: Draft) => void }) {
  if (draft.context.length === 0 && draft.files.length === 0) return null;
  return (
    <ul aria-label={m.talk_goes_along()} className="flex flex-wrap gap-1.5 px-3 pt-3">
      {draft.context.map((path) => (
        <Chip key={path} icon={NotebookText} name={noteName(path)} title={path} onRemove={() => onChange({ ...draft, context: draft.context.filter((known) => known !== path) })} />
      ))}
      {draft.files.map(({ uid, name, mime, size }) => (
        <Chip key={uid} icon={mime.startsWith("image/") ? ImageIcon : FileText} name={name} title={`${name} (${formatBytes(size)})`} onRemove={() => onChange({ ...draft, files: draft.files.filter((file) => file.uid !== uid) })} />
      ))}
    </ul>
  );
}

function Chip({ icon: Glyph, name, title, onRemove }: { icon: Icon; name: string; title: string; onRemove: () => void }) {
  return (
    <li title={title} className="chrome flex max-w-60 items-center gap-1.5 rounded-full bg-accent-soft ps-2.5 text-sm text-accent-ink">
      <Glyph size={13} className="shrink-0" aria-hidden />
      <span className="min-w-0 truncate">{name}</span>
      <button type="button" aria-label={m.talk_take_out({ name })} onClick={onRemove} className="grid size-7 shrink-0 place-items-center rounded-full hover:bg-hover">
        <X size={13} aria-hidden />
      </button>
    </li>
  );
}
