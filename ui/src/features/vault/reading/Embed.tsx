/// What `![[…]]` shows: a note, a part of one, a picture, sound, a film, a page, or a word that it is not there.
import { CornerDownRight, FileQuestion, FileSymlink, Repeat2 } from "lucide-react";
import type { ReactNode } from "react";
import { errorText, useRead } from "@/api";
import { Loading, type EmbedProps, type Icon } from "@/components";
import { m } from "@/i18n";
import { useOpenNote } from "../useFollowLink";
import { Media } from "./Media";
import { NoteText, useNoteAround } from "./NoteText";
import type { Embedded } from "./shapes";
import { fileTitle, mediaKind, readSize, wordsWithoutSize } from "./targets";
import { useEmbeddedTicks } from "./useTicks";

/** How many notes may stand within each other. */
const MOST_DEEP = 5;

export function Embed({ target, words }: EmbedProps) {
  const { path, trail } = useNoteAround();
  const found = useRead("vault.embed", { from: path, link: target });
  if (found.isPending) return <Loading label={m.vault_embed_loading({ target })} />;
  if (!found.data) return <Told icon={FileQuestion}>{found.error.code === "not_found" ? m.vault_embed_missing({ target }) : errorText(found.error).what}</Told>;
  const { data } = found;
  if (mediaKind(data.path) !== "note") return <Media path={data.path} place={target} size={readSize(words)} words={wordsWithoutSize(words)} />;
  if (data.body === null) return <Told icon={FileQuestion}>{m.vault_embed_part_missing({ target })}</Told>;
  const key = `${data.path}:${data.line}`;
  if (trail.includes(key) || trail.includes(`${data.path}:all`)) return <Told icon={Repeat2}>{m.vault_embed_loop({ target })}</Told>;
  if (trail.length > MOST_DEEP) return <Told icon={Repeat2}>{m.vault_embed_deep({ target })}</Told>;
  return <EmbeddedNote path={data.path} part={{ ...data, body: data.body }} title={words || target.replaceAll("#", " > ")} trail={[...trail, target.includes("#") ? key : `${data.path}:all`]} />;
}

function EmbeddedNote({ path, part, title, trail }: { path: string; part: Embedded & { body: string }; title: string; trail: readonly string[] }) {
  const open = useOpenNote();
  const ticks = useEmbeddedTicks(path, part.body, part.line);
  return (
    <section data-embedded aria-label={m.vault_embed_label({ title })} className="embed">
      <button type="button" className="embed-head" onClick={() => open(path, part.line)} aria-label={m.vault_embed_open({ title })} title={path}>
        <FileSymlink size={14} aria-hidden />
        <span className="min-w-0 truncate">{title || fileTitle(path)}</span>
      </button>
      <NoteText path={path} text={part.body} firstLine={part.line} trail={trail} ticks={ticks} />
    </section>
  );
}

/** Says in place why nothing is shown. */
function Told({ icon: Glyph, children }: { icon: Icon; children: ReactNode }) {
  return (
    <span className="embed-told">
      <CornerDownRight size={14} aria-hidden />
      <Glyph size={15} aria-hidden />
      <span className="min-w-0">{children}</span>
    </span>
  );
}
