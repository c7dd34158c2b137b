/// Gives a file of the vault an address that the page may show, for as long as it is shown.
import { useMemo, useSyncExternalStore } from "react";
import { useRead } from "@/api";
import type { CommandFailure } from "@/platform";
import type { FileBytes } from "./shapes";

/** The bytes as the page takes them. */
export function blobOf({ media_type, base64 }: FileBytes): Blob {
  return new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: media_type });
}

/** An address that lives while somebody looks at it. */
export class LentAddress {
  readonly #bytes: FileBytes;
  #address: string | null = null;

  constructor(bytes: FileBytes) {
    this.#bytes = bytes;
  }

  readonly lend = (changed: () => void): (() => void) => {
    const address = URL.createObjectURL(blobOf(this.#bytes));
    this.#address = address;
    changed();
    return () => {
      URL.revokeObjectURL(address);
      this.#address = null;
    };
  };

  readonly now = (): string | null => this.#address;
}

export const lendNothing = () => () => undefined;
export const nothing = () => null;

export interface FileAddress {
  /** An address within this page; null while the file is read, and when it could not be. */
  address: string | null;
  error: CommandFailure | null;
}

/** Reads a file of the vault once `wanted`. The address is taken back when the component goes. */
export function useFileAddress(path: string, wanted: boolean): FileAddress {
  const { data: bytes, error } = useRead("vault.file", { path }, { enabled: wanted });
  const lent = useMemo(() => (bytes === undefined ? null : new LentAddress(bytes)), [bytes]);
  return { address: useSyncExternalStore<string | null>(lent?.lend ?? lendNothing, lent?.now ?? nothing), error };
}
