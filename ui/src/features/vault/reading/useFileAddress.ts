/// Gives a file of the vault an address that the page may show, for as long as it is shown.
import { useRead } from "@/api";
import { useBlobAddress } from "@/components";
import type { CommandFailure } from "@/platform";

export interface FileAddress {
  /** An address within this page; null while the file is read, and when it could not be. */
  address: string | null;
  error: CommandFailure | null;
}

/** Reads a file of the vault once `wanted`. The address is taken back when the component goes. */
export function useFileAddress(path: string, wanted: boolean): FileAddress {
  const { data: bytes, error } = useRead("vault.file", { path }, { enabled: wanted });
  return { address: useBlobAddress(bytes), error };
}
