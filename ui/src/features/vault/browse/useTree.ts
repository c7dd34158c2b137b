/// Reads the folders that are open, each when it is opened, and makes the tree's rows of them.
import { useMemo } from "react";
import { useReadEach, useRetry } from "@/api";
import { compareText } from "@/i18n";
import { treeRows, type Reading, type VaultRow } from "./treeRows";

export interface Tree {
  rows: readonly VaultRow[];
  /** The top has been read. */
  known: boolean;
  /** Why the top could not be read. */
  error: unknown;
  /** Reads again what could not be read. */
  retry: () => void;
}

/** The tree with the folders of `open` unfolded; `files: false` leaves the files out. */
export function useTree(open: readonly string[], files = true): Tree {
  const again = useRetry();
  const { data, errors } = useReadEach("vault.folder", ["", ...open].map((path) => ({ path })));
  const rows = useMemo(() => {
    const levels = new Map(["", ...open].map((path, index): [string, Reading] => [path, data[index] ?? (errors[index] === null ? undefined : "failed")]));
    return treeRows((path) => levels.get(path), new Set(open), compareText, { files });
  }, [data, errors, open, files]);
  const known = data[0] !== undefined;
  return { rows, known, error: known ? null : errors[0], retry: () => again("vault.folder") };
}
