/// Owns how the folders that are open become the rows of the tree, and the few things asked of paths on the way.
/// Must not know React or the host.
import type { TreeItem } from "@/components";
import type { Commands, FileEntry, FolderEntry } from "@/api";

/** One level of folders and files. */
export type Level = Commands["vault.folder"]["output"];

/** A row of the vault's tree. */
export type VaultRow = TreeItem & ({ kind: "folder"; folder: FolderEntry } | { kind: "file"; file: FileEntry } | { kind: "waiting" } | { kind: "failed"; parent: string });

/** What has been read of a folder that is open; undefined is under way. */
export type Reading = Level | "failed" | undefined;

type Compare = (a: string, b: string) => number;

// A level stays in order as long as it is the same object, which it is until a file in it is another.
const ordered = new WeakMap<Level, Level>();

function inOrder(level: Level, compare: Compare): Level {
  const known = ordered.get(level);
  if (known !== undefined) return known;
  const sorted = {
    folders: level.folders.toSorted((a, b) => compare(a.name, b.name)),
    files: level.files.toSorted((a, b) => compare(a.title, b.title)),
  };
  ordered.set(level, sorted);
  return sorted;
}

/** The rows of the tree in their order: folders before files, each level by name. `files: false` leaves the files out. */
export function treeRows(level: (path: string) => Reading, open: ReadonlySet<string>, compare: Compare, { files = true } = {}): VaultRow[] {
  const rows: VaultRow[] = [];
  const add = (path: string, depth: number) => {
    const contents = level(path);
    if (contents === undefined || contents === "failed") {
      const kind = contents === undefined ? "waiting" : "failed";
      rows.push({ id: `${path}/:${kind}`, name: "", level: depth, expanded: null, position: 1, siblings: 1, idle: contents === undefined, kind, parent: path });
      return;
    }
    const here = inOrder(contents, compare);
    const siblings = here.folders.length + (files ? here.files.length : 0);
    here.folders.forEach((folder, index) => {
      const expanded = open.has(folder.path);
      rows.push({ id: folder.path, name: folder.name, level: depth, expanded, position: index + 1, siblings, kind: "folder", folder });
      if (expanded) add(folder.path, depth + 1);
    });
    if (!files) return;
    here.files.forEach((file, index) => {
      rows.push({ id: file.path, name: file.title, level: depth, expanded: null, position: here.folders.length + index + 1, siblings, kind: "file", file });
    });
  };
  add("", 1);
  return rows;
}

/** The folder a path lies in; "" at the top. */
export function folderOf(path: string): string {
  const cut = path.lastIndexOf("/");
  return cut < 0 ? "" : path.slice(0, cut);
}

/** The folders a path lies in, from the top. */
export function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** The last part of a path. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A file's name and its ending with the dot; a folder's name, or one that only begins with a dot, has no ending. */
export function splitName(name: string): { stem: string; ending: string } {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? { stem: name, ending: "" } : { stem: name.slice(0, dot), ending: name.slice(dot) };
}

/** The path of `name` in `folder`. */
export function inside(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Whether `path` is `folder` or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || folder === "" || path.startsWith(`${folder}/`);
}

/** Where `path` is after `from` was moved to `to`; itself when that does not touch it. */
export function afterMove(path: string, from: string, to: string): string {
  if (path === from) return to;
  return path.startsWith(`${from}/`) ? to + path.slice(from.length) : path;
}

/** Where a drop of `path` on `folder` would put it; null where it lies there already, or in itself. */
export function dropTarget(path: string, folder: string): string | null {
  if (isWithin(folder, path) || folderOf(path) === folder) return null;
  return inside(folder, fileName(path));
}
