/// What the parts of a drawn text may ask of whoever shows it.
import { createContext, use, type ComponentType } from "react";

/** What `![[target|words]]` or `![words](target)` names. */
export interface EmbedProps {
  /** As it is written, decoded. */
  target: string;
  /** What stands behind the bar or in the brackets: a size or words; empty where nothing does. */
  words: string;
}

export interface MarkdownReader {
  /** Called for a link to another note: what stands between the brackets of a wikilink, or a relative address, decoded. */
  onLink?: (target: string) => void;
  /** Whether such a link leads nowhere. */
  isMissing?: (target: string) => boolean;
  /** Called for a tag, without its `#`. */
  onTag?: (tag: string) => void;
  /** Called when the person ticks the task of a line of the file; without it tasks can only be looked at. */
  onTick?: (line: number) => void;
  /** Status characters that are shown instead of what the text says, by line. */
  marks?: ReadonlyMap<number, string>;
  /** Draws what is embedded. Without it an embed is a link. */
  Embed?: ComponentType<EmbedProps>;
}

export interface MarkdownSurroundings extends MarkdownReader {
  /** What the ids of this text begin with. */
  prefix: string;
}

export const MarkdownContext = createContext<MarkdownSurroundings>({ prefix: "" });

/** What the text around may ask for. */
export function useMarkdown(): MarkdownSurroundings {
  return use(MarkdownContext);
}
