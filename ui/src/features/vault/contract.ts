/// The commands of reading, editing and searching the vault, as the UI counts on them, until `api/types.ts` has them
/// from the list of commands. Paths are paths of the vault with `/`; offsets are UTF-16 units, `[start, end)`; lines
/// are counted from 0 in the file; `hash` is the BLAKE3 of the file's bytes in hex.
import type { Instant, Day } from "@/api/types";

/** What a file of the vault is to Hisho. */
export type FileKind = "note" | "canvas" | "attachment";
/** A range in UTF-16 units, end excluded. */
export type Range = [number, number];

/** A folder inside another. */
export interface VaultFolder {
  path: string;
  name: string;
  /** Notes in it and in all below it. */
  notes: number;
}
/** A file in a folder. */
export interface VaultFile {
  path: string;
  title: string;
  kind: FileKind;
  /** Bytes. */
  size: number;
  modified_at: Instant;
}
/** One level of the tree. */
export interface FolderContents {
  folders: VaultFolder[];
  files: VaultFile[];
}
/** A tag and how many notes hold exactly it. */
export interface TagCount {
  /** Without `#`. */
  tag: string;
  notes: number;
}
/** One line of the quick switcher. */
export interface SwitchHit {
  path: string;
  title: string;
  alias: string | null;
  kind: FileKind;
  /** Ranges of the alias, or of the title where there is none. */
  highlights: Range[];
}
/** A heading of a note. */
export interface OutlineHeading {
  level: number;
  text: string;
  line: number;
}
/** A note's whole text for the editor. */
export interface NoteSource {
  text: string;
  hash: string;
}
/** A line in which something stands. */
export interface LinkPlace {
  line: number;
  snippet: string;
  highlights: Range[];
}
/** A note that links here. */
export interface Backlink {
  path: string;
  title: string;
  places: LinkPlace[];
}
/** A link that stands in a note. */
export interface OutgoingLink {
  target: string;
  path: string | null;
  candidates: string[];
  kind: "link" | "embed" | "property";
  line: number;
}
/** Links to and from a note. */
export interface NoteLinks {
  backlinks: Backlink[];
  outgoing: OutgoingLink[];
}
/** A line that names a note without linking to it; `start` and `end` are offsets in the line. */
export interface MentionPlace extends LinkPlace {
  start: number;
  end: number;
}
/** A note that names another without linking to it. */
export interface Mention {
  path: string;
  title: string;
  places: MentionPlace[];
}
/** What names a note without linking to it. */
export interface Mentions {
  total: number;
  mentions: Mention[];
}
/** Links that lead nowhere, or to more than one note. */
export interface LooseLinks {
  unresolved: { target: string; count: number; sources: string[] }[];
  unresolved_total: number;
  ambiguous: { target: string; path: string; candidates: string[]; source: string }[];
  ambiguous_total: number;
}
/** A point of the graph; only files have a path. */
export interface GraphNode {
  path: string | null;
  title: string;
  kind: FileKind | "unresolved" | "tag";
  degree: number;
}
/** Notes and how they are linked; edges are places in `nodes`. */
export interface VaultGraph {
  nodes: GraphNode[];
  edges: [number, number][];
}
/** A file's bytes. */
export interface FileBytes {
  media_type: string;
  base64: string;
}
/** What completing offers; `insert` takes the place of what was typed, brackets or `#` included. */
export interface Completion {
  label: string;
  detail: string;
  insert: string;
}
/** An open checkbox of a note. */
export interface VaultTask {
  path: string;
  title: string;
  line: number;
  mark: string;
  text: string;
  due: Day | null;
  scheduled: Day | null;
  start: Day | null;
  priority: string | null;
}
/** What an embed shows. */
export interface Embed {
  path: string;
  kind: FileKind;
  /** Null when there is no such part, and for files that are no notes. */
  body: string | null;
  line: number;
}
/** What a save made of the file. */
export interface Saved {
  hash: string;
  /** Somebody else's change was merged in. */
  merged: boolean;
  text: string;
}
/** What renaming did. */
export interface Renamed {
  path: string;
  links_updated: number;
  notes_updated: number;
  /** Notes whose links could not be changed, and why. */
  left: { path: string; reason: string }[];
}
/** What deleting did. */
export interface DeletedFile {
  how: "vault_trash" | "system_trash";
  /** Where it lies in the vault's own trash. */
  trash_path: string | null;
}
/** A note that serves as a template. */
export interface Template {
  path: string;
  title: string;
}
/** In which order a search gives what it found. */
export type SearchSort = "rank" | "modified" | "name";

declare module "@/api/types" {
  interface Note {
    hash: string;
    /** The line of the file in which `body` begins. */
    text_offset_lines: number;
    outline: OutlineHeading[];
    aliases: string[];
  }
  interface SearchHit {
    /** The line of the first highlight in the file. */
    line: number | null;
  }
  interface Commands {
    "vault.folder": { effect: "read"; input: { path: string }; output: FolderContents };
    "vault.tags": { effect: "read"; input: Record<string, never>; output: TagCount[] };
    "vault.switch": { effect: "read"; input: { query: string; limit?: number | null }; output: SwitchHit[] };
    "vault.source": { effect: "read"; input: { path: string }; output: NoteSource };
    "vault.links": { effect: "read"; input: { path: string }; output: NoteLinks };
    "vault.mentions": { effect: "read"; input: { path: string; limit?: number | null }; output: Mentions };
    "vault.loose_links": { effect: "read"; input: { offset?: number | null; limit?: number | null }; output: LooseLinks };
    "vault.graph": {
      effect: "read";
      input: { center?: string | null; depth?: number | null; attachments?: boolean; unresolved?: boolean; tags?: boolean };
      output: VaultGraph;
    };
    "vault.file": { effect: "read"; input: { path: string }; output: FileBytes };
    "vault.complete": {
      effect: "read";
      input: { kind: "link" | "tag" | "heading" | "block"; query: string; from: string; path?: string | null };
      output: Completion[];
    };
    "vault.tasks": { effect: "read"; input: { until?: Day | null; offset?: number | null; limit?: number | null }; output: { total: number; tasks: VaultTask[] } };
    "vault.embed": { effect: "read"; input: { from: string; link: string }; output: Embed };
    "vault.preview_rename": { effect: "read"; input: { path: string; to: string }; output: { links: number; notes: number } };
    "vault.templates": { effect: "read"; input: Record<string, never>; output: Template[] };
    "vault.tick": { effect: "write"; input: { path: string; hash: string; line: number; mark?: string | null }; output: { path: string; hash: string; line: number } };
    "vault.save": { effect: "write"; input: { path: string; hash: string; text: string; base?: string | null }; output: Saved };
    "vault.create_note": { effect: "write"; input: { folder: string; title: string; template?: string | null; text?: string | null }; output: { path: string } };
    "vault.create_folder": { effect: "write"; input: { path: string }; output: { path: string } };
    "vault.rename": { effect: "write"; input: { path: string; to: string }; output: Renamed };
    "vault.delete": { effect: "write"; input: { path: string }; output: DeletedFile };
    "vault.undelete": { effect: "write"; input: { path: string; trash_path: string }; output: { path: string } };
    "vault.set_property": { effect: "write"; input: { path: string; hash: string; key: string; value: unknown }; output: { hash: string } };
    "vault.link_mention": { effect: "write"; input: { path: string; hash: string; line: number; start: number; end: number; to: string }; output: { hash: string } };
    "search.recent": { effect: "read"; input: Record<string, never>; output: string[] };
    "search.remember": { effect: "write"; input: { query: string }; output: string[] };
    "search.forget": { effect: "write"; input: { query?: string | null }; output: string[] };
  }
}
