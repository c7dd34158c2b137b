/// Owns paths of the vault as the person sees them: the address that opens a note in Obsidian, and
/// where a note would lie in another folder. Must not know React or the host.

/** Why a folder name cannot be asked for. */
export type FolderProblem = "required" | "format";

/** The address by which Obsidian opens a note; `note` is relative to the vault folder `vault`. */
export function obsidianAddress(vault: string, note: string): string {
  const backslashes = vault.includes("\\") && !vault.includes("/");
  const root = vault.replace(/[\\/]+$/, "");
  const path = backslashes ? `${root}\\${note.replaceAll("/", "\\")}` : `${root}/${note}`;
  return `obsidian://open?path=${encodeURIComponent(path)}`;
}

/** The path `path` has when the folder `from` is called `to`; a path outside of it stays. */
export function inFolder(path: string, from: string, to: string): string {
  const prefix = `${trimmed(from)}/`;
  return path.startsWith(prefix) ? `${trimmed(to)}/${path.slice(prefix.length)}` : path;
}

/** What is plainly wrong with a folder inside the vault; the host has the last word. */
export function folderProblem(folder: string): FolderProblem | null {
  const name = folder.trim();
  if (trimmed(name) === "") return "required";
  if (/^([\\/]|[A-Za-z]:)/.test(name)) return "format";
  if (name.split(/[\\/]/).some((part) => part === "." || part === "..")) return "format";
  return null;
}

/** A folder name without white space and slashes at its ends. */
export function trimmed(folder: string): string {
  return folder.trim().replace(/^\/+|\/+$/g, "");
}
