/// Which reads the host's events put in doubt: the only place that knows. Nothing else invalidates by guess.
import { QueryClient } from "@tanstack/react-query";
import type { ReadName, Host } from "@/platform";
import type { Entity, HostEvent, VaultState } from "./types";

/** Reads that show notes: a file of the vault that is another touches them all. */
const READS_OF_NOTES = [
  "vault.notes", "vault.note", "vault.resolve", "vault.folder", "vault.tags", "vault.switch", "vault.source", "vault.links", "vault.mentions", "vault.loose_links",
  "vault.graph", "vault.file", "vault.complete", "vault.tasks", "vault.embed", "vault.preview_rename", "vault.templates", "plans.templates", "search.find", "today.show", "vault.preview_writing",
] as const satisfies readonly ReadName[];

/**
 * The reads in which each entity is seen; a new entity must be placed here before it compiles. The whole database is
 * no line of it: when that is another, every read is in doubt.
 */
export const READS_OF: Record<Exclude<Entity, "database">, readonly ReadName[]> = {
  settings: ["app.state", "preferences.get", "prices.list"],
  vault: ["app.state", "vault.known", ...READS_OF_NOTES],
  note: READS_OF_NOTES,
  persona: ["people.list", "people.find_secretaries", "plans.list", "plans.get", "discussions.get", "comments.list"],
  role: ["people.list", "people.find_secretaries"],
  team: ["people.list", "people.find_secretaries", "projects.get", "discussions.get", "tasks.suggest_assignee"],
  secretary: ["people.list", "people.find_secretaries", "plans.list", "plans.get", "projects.get", "tasks.get", "conversations.list", "conversations.get", "conversations.messages", "discussions.get", "comments.list", "today.show", "projects.export_csv", "tasks.find", "tasks.suggest_assignee"],
  plan: ["plans.list", "plans.get", "projects.list", "projects.get", "projects.schedule", "discussions.get", "today.show", "search.find", "vault.preview_writing", "backups.contents", "plans.diff", "plans.baseline", "plans.provenance", "projects.export_ics"],
  plan_version: ["plans.list", "plans.get", "projects.schedule", "today.show", "search.find", "vault.preview_writing", "backups.contents", "plans.diff", "plans.baseline", "plans.provenance", "projects.export_ics"],
  project: ["projects.list", "projects.get", "projects.schedule", "tasks.delays", "plans.list", "plans.get", "tasks.get", "tasks.inbox", "boards.list", "boards.get", "discussions.get", "today.show", "search.find", "vault.preview_writing", "backups.contents", "plans.baseline", "projects.export_ics", "projects.export_csv", "tasks.find", "tasks.suggest_assignee"],
  task: ["projects.list", "projects.get", "projects.schedule", "tasks.delays", "tasks.get", "tasks.inbox", "tasks.history", "boards.get", "today.show", "search.find", "plans.get", "plans.baseline", "projects.export_ics", "projects.export_csv", "tasks.find", "tasks.suggest_assignee", "tasks.draft_state"],
  label: ["labels.list", "projects.get", "tasks.get", "tasks.inbox", "today.show", "projects.export_csv", "tasks.find", "tasks.suggest_assignee"],
  profile: ["profile.get", "calendar.get"],
  conversation: ["conversations.list", "conversations.get", "conversations.messages", "talk.preview", "talk.state", "search.find", "backups.contents"],
  message: ["conversations.list", "conversations.get", "conversations.messages", "conversations.message_versions", "talk.preview", "talk.state", "search.find"],
  attachment: ["attachments.locate", "conversations.messages", "people.list"],
  notification: ["notifications.list"],
  board: ["boards.list", "boards.get", "projects.get"],
  // What the person made of a draft is a comment, or tasks; undone, the draft is open again.
  comment: ["comments.list", "tasks.draft_state"],
  discussion: ["plans.get", "discussions.list", "discussions.get", "discussions.minutes", "discussions.state", "discussions.estimate", "today.show"],
  discussion_message: ["discussions.list", "discussions.get", "discussions.minutes", "discussions.state", "discussions.sent"],
  discussion_interruption: ["discussions.list", "discussions.get", "discussions.minutes", "discussions.state"],
  discussion_position: ["discussions.get", "discussions.minutes", "discussions.state"],
  account: ["accounts.list", "accounts.test", "accounts.models", "people.list", "people.find_secretaries", "talk.preview"],
  budget: ["budgets.list"],
  filter: ["filters.list"],
  calendar: ["calendar.get", "profile.get", "projects.schedule", "tasks.delays"],
};

/** Reads of what happened and how the database is: any change touches them. */
const READS_OF_ANY: readonly ReadName[] = ["changes.list", "history.list", "trash.list", "audit.list", "health.check"];

/** The reads that one event puts in doubt; null when it is every one of them. */
export function readsTouchedBy(event: HostEvent): readonly ReadName[] | null {
  switch (event.type) {
    case "changed":
      return event.entity === "database" ? null : [...READS_OF[event.entity], ...READS_OF_ANY];
    case "vault":
      return ["app.state", "vault.known", "health.check"];
    case "notes":
      return [...READS_OF.note, "health.check"];
    case "backups":
      return ["backups.list", "backups.contents", "migrations.status", "health.check"];
    case "looked":
      return [];
    case "budget":
      return ["budgets.list", "usage.summary"];
    case "talk":
      // What comes piece by piece is added to what is on the screen; only its begin and its end are read anew.
      // Who speaks has spoken once more, which is no change of their record and so in no journal.
      return event.moment.kind === "delta" || event.moment.kind === "retrying" ? [] : ["talk.state", "budgets.list", "usage.summary", "people.list"];
    case "draft":
      return event.moment.kind === "delta" || event.moment.kind === "retrying" ? [] : ["tasks.draft_state", "tasks.draft_told", "budgets.list", "usage.summary", "people.list"];
    case "discussion":
      // What comes piece by piece is added to what is on the screen; a step says itself where it stands.
      return event.moment.kind === "delta" || event.moment.kind === "retrying" ? [] : ["discussions.state", "budgets.list", "usage.summary"];
    case "everything":
      return null;
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
    const touched = event && readsTouchedBy(event);
    if (touched === null) {
      void queries.invalidateQueries();
      return;
    }
    if (event?.type === "vault") rememberVault(queries, event.state);
    for (const name of touched) doubted.add(name);
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
