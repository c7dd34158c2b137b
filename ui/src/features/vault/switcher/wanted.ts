/// Owns which note a typed name would become, where none has it. Pure.
import { nameProblem, type NameProblem } from "../browse/names";
import { folderOf, fileName } from "../browse/treeRows";
import type { SwitchHit } from "@/api";

/** A note that could be made. */
export interface Wanted {
  folder: string;
  title: string;
}

/** The folders and the note that are typed, without what stands for nothing. */
function namesOf(typed: string): string[] {
  return typed
    .trim()
    .replace(/\.md$/i, "")
    .split("/")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Why no note can be called as `typed`; null where one can. */
export function wantedProblem(typed: string): NameProblem | null {
  const names = namesOf(typed);
  return names.length === 0 ? "required" : (names.map(nameProblem).find((problem) => problem !== null) ?? null);
}

/** The note that `typed` names, with folders before slashes; null where a note is called so already or none can be. */
export function wantedNote(typed: string, hits: readonly SwitchHit[]): Wanted | null {
  const path = namesOf(typed).join("/");
  if (wantedProblem(typed) !== null) return null;
  const same = (name: string) => name.normalize("NFC").toLowerCase();
  const wanted = same(path);
  const taken = hits.some(({ path: at, title, alias }) => [at.replace(/\.md$/i, ""), title, ...(alias === null ? [] : [alias])].some((name) => same(name) === wanted));
  return taken ? null : { folder: folderOf(path), title: fileName(path) };
}
