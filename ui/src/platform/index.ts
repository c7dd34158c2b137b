/// Finds the host this page runs in, and hands it to the components.
import { createContext, use } from "react";
import { browserHost } from "./browser";
import type { Host } from "./host";

export * from "./host";
export { isComposing } from "./ime";

/** The host of this page. The desktop part is loaded only inside the desktop window. */
export async function findHost(): Promise<Host> {
  if ("__TAURI_INTERNALS__" in window) return (await import("./desktop")).desktopHost();
  return browserHost();
}

const HostContext = createContext<Host | null>(null);
export const HostProvider = HostContext.Provider;

/** The host, inside a {@link HostProvider}. */
export function useHost(): Host {
  const host = use(HostContext);
  if (!host) throw new Error("no host above this component");
  return host;
}
