/// Owns how an address that is written in a text is read. Pure.

/** The address without its percent signs; as it is where they make no sense. */
export function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
