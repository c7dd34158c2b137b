/// Gives bytes from the host an address that the page may show, for as long as they are shown.
import { useMemo, useSyncExternalStore } from "react";

/** Bytes as the host sends them. */
export interface FileBytes {
  media_type: string;
  base64: string;
}

/** The bytes as the page takes them. */
export function blobOf({ media_type, base64 }: FileBytes): Blob {
  return new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: media_type });
}

/** An address that lives while somebody looks at it. */
class LentAddress {
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

const lendNothing = () => () => undefined;
const nothing = () => null;

/** The address of bytes, null while there are none. It is taken back when the component goes. */
export function useBlobAddress(bytes: FileBytes | undefined): string | null {
  const lent = useMemo(() => (bytes === undefined ? null : new LentAddress(bytes)), [bytes]);
  return useSyncExternalStore<string | null>(lent?.lend ?? lendNothing, lent?.now ?? nothing);
}
