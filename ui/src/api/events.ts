/// Which reads the host's events put in doubt: the only place that knows. Nothing else invalidates by guess.
import { QueryClient } from "@tanstack/react-query";
import type { ReadName, Host } from "@/platform";
import type { Entity, HostEvent, VaultState } from "./types";

/** The reads in which each entity is seen. A new entity or read must be placed here before it compiles or its test passes. */
export const READS_OF: Record<Entity, readonly ReadName[]> = {
  settings: ["app.state"],
  vault: ["app.state", "vault.known", "vault.notes", "vault.note", "vault.resolve", "vault.preview_writing", "search.find", "today.show"],
  note: ["vault.notes", "vault.note", "vault.resolve", "search.find", "today.show", "vault.preview_writing"],
  persona: ["people.list", "plans.list", "plans.get"],
  role: ["people.list"],
  team: ["people.list"],
  secretary: ["people.list", "plans.list", "plans.get", "today.show"],
  plan: ["plans.list", "plans.get", "projects.list", "projects.get", "today.show", "search.find", "vault.preview_writing"],
  plan_version: ["plans.list", "plans.get", "today.show", "search.find", "vault.preview_writing"],
  project: ["projects.list", "projects.get", "plans.list", "plans.get", "today.show", "search.find", "vault.preview_writing"],
  task: ["projects.list", "projects.get", "today.show", "search.find"],
  label: ["projects.get", "plans.get"],
};

/** Reads of what happened and how the database is: any change touches them. */
const READS_OF_ANY: readonly ReadName[] = ["changes.list", "health.check"];

/** The reads that one event puts in doubt. */
export function readsTouchedBy(event: HostEvent): readonly ReadName[] {
  switch (event.type) {
    case "changed":
      return [...READS_OF[event.entity], ...READS_OF_ANY];
    case "vault":
      return READS_OF.vault;
    case "notes":
      return READS_OF.note;
  }
}

/** Makes the cache in which reads stay fresh until an event says otherwise. */
export function makeQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: Infinity, retry: false, networkMode: "always", refetchOnWindowFocus: false, refetchOnReconnect: false },
      mutations: { networkMode: "always" },
    },
  });
}

/**
 * Keeps the cache true to the host. Events that come together are answered together, once a frame's time has
 * passed, so that a scan of thousands of notes does not read as often. Gives a function that stops it.
 */
export function followEvents(host: Host, queries: QueryClient): () => void {
  const doubted = new Set<ReadName>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const readAnew = () => {
    timer = undefined;
    const names = new Set<unknown>(doubted);
    doubted.clear();
    void queries.invalidateQueries({ predicate: ({ queryKey }) => names.has(queryKey[0]) });
  };
  const stop = host.onEvent((event) => {
    if (event === null) {
      void queries.invalidateQueries();
      return;
    }
    if (event.type === "vault") rememberVault(queries, event.state);
    for (const name of readsTouchedBy(event)) doubted.add(name);
    timer ??= setTimeout(readAnew, 16);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

function rememberVault(queries: QueryClient, vault: VaultState): void {
  queries.setQueryData(["app.state", {}], (state: object | undefined) => state && { ...state, vault });
}
