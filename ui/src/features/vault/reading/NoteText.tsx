/// The text of a note, with all that it names in the vault: links, tags, embeds, tasks.
import { createContext, use } from "react";
import { useRead } from "@/api";
import { Markdown } from "@/components";
import { useFollowLink, useShowTag } from "../useFollowLink";
import { Embed } from "./Embed";
import { sameTarget } from "./targets";
import type { Ticks } from "./useTicks";

interface Around {
  /** The note in which the text stands. */
  path: string;
  /** What is shown around it, from the outermost: what may not be shown within itself. */
  trail: readonly string[];
}

const NoteContext = createContext<Around>({ path: "", trail: [] });

/** The note around an embed, and those around that. */
export function useNoteAround(): Around {
  return use(NoteContext);
}

export interface NoteTextProps {
  path: string;
  text: string;
  /** The line of the file with which the text begins. */
  firstLine: number;
  trail: readonly string[];
  ticks: Ticks;
}

export function NoteText({ path, text, firstLine, trail, ticks }: NoteTextProps) {
  const follow = useFollowLink(path);
  const showTag = useShowTag();
  const links = useRead("vault.links", { path });
  const missing = new Set((links.data?.outgoing ?? []).filter((link) => link.path === null).map((link) => sameTarget(link.target)));
  return (
    <NoteContext value={{ path, trail }}>
      <Markdown
        text={text}
        firstLine={firstLine}
        breaks
        onLink={follow}
        isMissing={(target) => missing.has(sameTarget(target))}
        onTag={showTag}
        onTick={ticks.tick}
        marks={ticks.marks}
        Embed={Embed}
      />
    </NoteContext>
  );
}
