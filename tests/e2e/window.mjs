// What the real window is shown besides the journey: each view of a project's tasks by mouse and by keys, and the hostile
// texts under the content security policy that ships.
// Owns: which chapters of other stories these are, and their beginnings. Must not know: what those chapters do.

import { rpc } from "./harness.mjs";
import { projectChapters } from "./projects.mjs";
import { talkChapters } from "./talk.mjs";

/** Chapters of a story by their names, in its order; a name that is not in it is a mistake. */
function only(chapters, names) {
  for (const name of names) if (!(name in chapters)) throw new Error(`there is no chapter “${name}”`);
  return Object.fromEntries(Object.entries(chapters).filter(([name]) => names.includes(name)));
}

/** Board, list, timeline, dependencies and calendar, each by mouse and by keys. */
export const viewChapters = only(projectChapters, [
  "a project is opened, and its tasks stand in three columns",
  "the first change makes the columns one's own",
  "a card is dragged into it by the mouse, and a second one is refused by its limit",
  "a card goes to another column by keys alone, and back by the lifted handle",
  "the list is filtered and sorted, and several tasks are changed at once",
  "by keys alone a row is walked to, and its title changed",
  "on the timeline a bar is dragged, and nothing is stored before it is kept",
  "by keys a task is tried on another day, which is said, and kept",
  "a dependency is drawn by the mouse",
  "the picture is walked by keys, a ring is not offered, and a dependency taken away",
  "in the calendar a task is dragged to another day, and moved back by keys",
  "nothing went wrong in the page on the way",
]);

/** The hostile texts, as they stand in a conversation and as they come. */
export const hostileChapters = {
  async "the page is opened with somebody who says such things"(s) {
    const { page, language, dataDir, vault, say } = s;
    rpc(dataDir, "settings.update", { language });
    rpc(dataDir, "vault.choose", { path: vault });
    const { personas } = rpc(dataDir, "people.list");
    s.hana = rpc(dataDir, "people.create_secretary", { name: "Hana", persona_uid: personas[0].uid });
    await page.run(() => void (location.hash = "#/talk"));
    await page.find("heading", say("talk_empty_title"));
  },
  ...only(talkChapters, ["hostile texts run nothing, fetch nothing and lead nowhere", "nor while they come, piece by piece"]),
};
