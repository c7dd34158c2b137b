/// The shapes of what the vault's commands give to the reading side, named once.
import type { Commands } from "@/api";

type Output<N extends keyof Commands> = Commands[N]["output"];

/** A note's whole text. */
export type NoteSource = Output<"vault.source">;
/** What an embed shows. */
export type Embedded = Output<"vault.embed">;
/** Links to and from a note. */
export type NoteLinks = Output<"vault.links">;
/** A note that links here. */
export type Backlink = NoteLinks["backlinks"][number];
/** A link that stands in a note. */
export type OutgoingLink = NoteLinks["outgoing"][number];
/** A note that names another without linking to it. */
export type Mention = Output<"vault.mentions">["mentions"][number];
/** A line that names a note. */
export type MentionPlace = Mention["places"][number];
/** A heading of a note. */
export type OutlineHeading = Output<"vault.note">["outline"][number];
/** Links that lead nowhere, or to more than one note. */
export type LooseLinks = Output<"vault.loose_links">;
/** Notes and how they are linked. */
export type VaultGraph = Output<"vault.graph">;
/** A point of the graph. */
export type GraphNode = VaultGraph["nodes"][number];
/** An open checkbox of a note. */
export type VaultTask = Output<"vault.tasks">["tasks"][number];
