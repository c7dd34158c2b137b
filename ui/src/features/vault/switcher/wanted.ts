/// Owns which note a typed name would become, where none has it. Pure.
import { nameProblem } from "../browse/names";
import { folderOf, fileName } from "../browse/treeRows";
import type { SwitchHit } from "@/api";

/** A note that could be made. */
export interface Wanted {
  folder: string;
  title: string;
}

/** The note that `typed` names, with folders before slashes; null where a note is called so already or none can be. */
export function wantedNote(typed: string, hits: readonly SwitchHit[]): Wanted | null {
  const path = typed
    .trim()
    .replace(/\.md$/i, "")
    .split("/")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join("/");
  if (path === "" || path.split("/").some((part) => nameProblem(part) !== null)) return null;
  const same = (name: string) => name.normalize("NFC").toLowerCase();
  const wanted = same(path);
  const taken = hits.some(({ path: at, title, alias }) => [at.replace(/\.md$/i, ""), title, ...(alias === null ? [] : [alias])].some((name) => same(name) === wanted));
  return taken ? null : { folder: folderOf(path), title: fileName(path) };
}
