/// The ways in which a project is looked at; the one that is on stands in the address. Must not know how they are drawn.

/** In the order in which they are offered. */
export const PROJECT_VIEWS = ["board", "list", "timeline", "graph", "calendar", "summary"] as const;

/** One of them. */
export type ProjectView = (typeof PROJECT_VIEWS)[number];

/** Whether a word of the address names one. */
export function isProjectView(word: unknown): word is ProjectView {
  return PROJECT_VIEWS.some((view) => view === word);
}
