// The journey of the app, told once for every engine: from the first start to a checkbox ticked by another program.
// Owns: what the person does, chapter by chapter, and what must be true after it. Must not know: which engine runs.

import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, it } from "node:test";
import { Key } from "selenium-webdriver";
import { launch, rpc } from "./harness.mjs";
import { repo, throwAway } from "./places.mjs";
import { anyOf, escaped } from "./words.mjs";

/** How many notes Tasks-Demo holds. */
const NOTES = 205;

/** How long a chapter may take in all, on a machine that is busy. */
const CHAPTER_MS = 180_000;

/** What the person writes, in the language they chose. */
const WRITTEN = {
  en: {
    title: "Move the reading room",
    objective: "By spring everybody finds a quiet place to read again.",
    scope: "The room and its shelves. The café stays where it is.",
    milestones: ["Empty the old room", "Open the new room"],
    criteria: ["Twelve people can read at once"],
    newNote: "Loose thought",
  },
  ja: {
    title: "閲覧室の引っ越し",
    objective: "春までに、静かに本を読める場所をもう一度つくる。",
    scope: "部屋と書架だけ。喫茶はいまの場所に残す。",
    milestones: ["古い部屋を空にする", "新しい部屋を開く"],
    criteria: ["十二人が同時に読める"],
    newNote: "会議のあとで",
  },
};

const chapters = {
  async "the language is chosen"({ page, say, language }) {
    await page.click("radio", { ja: "日本語", en: "English" }[language]);
    await page.click("button", say("first_run_continue"));
    await page.see(say("first_run_vault_title"));
  },

  async "a path that does not exist is refused, and one that does is opened"({ page, say, vault }) {
    await page.fill("textbox", startsWith(say("first_run_path_label")), join(vault, "nowhere"));
    await page.click("button", say("first_run_path_use"));
    await page.see(say("vault_unusable_missing", { path: join(vault, "nowhere") }));
    await page.fill("textbox", startsWith(say("first_run_path_label")), vault);
    await page.click("button", say("first_run_path_use"));
    await page.find("navigation", say("shell_navigation"));
  },

  async "its notes are listed"({ page, say }) {
    await go(page, "/vault");
    await page.see(say("vault_count", { count: NOTES }));
    await page.click("radio", say("files_view_recent"));
    const rows = await page.all("listitem", undefined, { within: await page.find("list", say("vault_list_label")) });
    assert.equal(await rows[0].getAttribute("aria-setsize"), String(NOTES));
  },

  async "searches of one, two and more characters find every note that holds them"({ page, say, vault }) {
    for (const query of ["q", "ob", "kanban"]) {
      await page.fill("searchbox", say("vault_search_label"), query);
      await page.see(say("vault_search_total", { count: holding(vault, query).length }));
    }
  },

  async "a note is opened and read"({ page, say }) {
    await page.fill("searchbox", say("vault_search_label"), "acme");
    await page.click("link", /^ACME/);
    await page.find("heading", "Steps to world domination");
    await page.see("Take out the trash");
    await page.click("button", say("vault_search_clear"));
  },

  async "a note that another program saves can be found at once"({ page, say, vault, written }) {
    writeFileSync(join(vault, `${written.newNote}.md`), "# 議事録\n\n会議で決めたこと: 床は杉。The floor is larch.\n");
    await page.see(say("vault_count", { count: NOTES + 1 }));
    for (const query of ["杉", "会議", "決めたこと", "larch"]) {
      await page.fill("searchbox", say("vault_search_label"), query);
      await page.find("link", new RegExp(`^${written.newNote}`));
      await page.see(say("vault_search_total", { count: 1 }));
    }
    await page.click("button", say("vault_search_clear"));
  },

  async "a plan without an objective is refused, and one with an objective begun"({ page, say, written }) {
    await go(page, "/plans");
    await page.click("button", say("plans_new"));
    const dialog = await page.find("dialog", say("plans_new_dialog_title"));
    await page.fill("textbox", startsWith(say("plans_field_title")), written.title, { within: dialog });
    await page.click("button", say("plans_create"), { within: dialog });
    await page.see(say("plans_missing_objective"));
    await page.fill("textbox", startsWith(say("plans_field_objective")), written.objective, { within: dialog });
    await page.click("button", say("plans_create"), { within: dialog });
    await page.gone("dialog", say("plans_new_dialog_title"));
  },

  async "it is written and saves itself"({ page, say, written }) {
    const editor = await page.find("region", say("plans_editor_label"));
    await page.fill("textbox", startsWith(say("plans_field_scope")), written.scope, { within: editor });
    await fillRows(page, say, "plans_milestone_add", "plans_milestone_title", written.milestones);
    await fillRows(page, say, "plans_criterion_add", "plans_criterion_text", written.criteria);
    await page.see(say("plans_saved"));
    await page.see(say("plans_ready"));
  },

  async "it is submitted and reviewed"({ page, say }) {
    await page.click("button", say("plans_move_submit"));
    await page.click("button", say("plans_move_start_review"));
    await page.find("button", say("plans_move_approve"));
  },

  async "it is approved, knowing what for"({ page, say, written }) {
    await page.click("button", say("plans_move_approve"));
    const dialog = await page.find("dialog", say("plans_approve_title"));
    for (const said of [written.title, say("plans_follow_project", { count: written.milestones.length })]) {
      await page.until(`the question says “${said}”`, (asked, text) => asked.textContent.includes(text), dialog, said);
    }
    await page.click("button", say("plans_approve_confirm"), { within: dialog });
    await page.gone("dialog", say("plans_approve_title"));
  },

  async "nothing is written into the vault before it was shown and allowed"({ page, say, vault }) {
    const before = notesIn(vault);
    const dialog = await page.find("dialog", say("vault_writing_title"));
    assert.deepEqual(notesIn(vault), before);
    await page.find("heading", say("vault_writing_notes", { count: 2 }), { within: dialog });
    await page.click("button", say("vault_writing_confirm"), { within: dialog });
    await page.gone("dialog", say("vault_writing_title"));
    assert.equal(notesIn(vault).length, before.length + 2);
    await page.find("img", say("plans_mark_label", { number: 1 }));
  },

  async "the project has a task for each milestone"(s) {
    const { page, say, dataDir, written } = s;
    await page.click("link", new RegExp(escaped(written.title)), { href: await projectHref(page) });
    await page.find("heading", written.title);
    for (const title of written.milestones) {
      await page.find("checkbox", anyOf(say, "projects_task_done_label", { title }), { checked: false });
    }
    const [project] = rpc(dataDir, "projects.list");
    s.project = rpc(dataDir, "projects.get", { uid: project.uid });
    const [plan] = rpc(dataDir, "plans.list");
    s.plan = rpc(dataDir, "plans.get", { uid: plan.uid });
  },

  async "the notes hold what was approved"({ vault, plan, project, written }) {
    const planNote = readFileSync(join(vault, plan.note_path), "utf8");
    for (const text of [written.title, written.objective, written.scope, ...written.milestones, ...written.criteria, plan.uid]) {
      assert.ok(planNote.includes(text), `${text} is not in\n${planNote}`);
    }
    const projectNote = readFileSync(join(vault, project.note_path), "utf8");
    for (const title of written.milestones) {
      assert.match(projectNote, new RegExp(`^- \\[ \\] .*${escaped(title)}`, "m"));
    }
  },

  async "a checkbox ticked by another program completes the task in the open window"({ app, page, say, vault, project, written }) {
    const [first, second] = written.milestones;
    await page.run(() => void (window.__sameWindow = true));
    tick(join(vault, project.note_path), first);
    await page.find("checkbox", anyOf(say, "projects_task_done_label", { title: first }), { checked: true });
    await page.find("checkbox", anyOf(say, "projects_task_done_label", { title: second }), { checked: false });
    await page.see(say("projects_progress", { done: 1, total: 2 }));
    assert.equal(await page.run(() => window.__sameWindow), true, "the window was loaded anew");
    await app.keepPicture(`${app.engine}-end`);
  },

  async "every place opens, and the palette finds what was made"({ page, say, written, look }) {
    for (const place of ["today", "team", "discuss", "plans", "projects", "usage", "settings"]) {
      await go(page, `/${place}`);
      await page.find("heading", say(`place_${place}`));
      await look();
    }
    await page.chord(Key.CONTROL, "k");
    const palette = await page.find("dialog", say("palette_title"));
    await page.press(written.title);
    await page.find("option", new RegExp(escaped(written.title)), { within: palette, atLeast: 2 });
    await look();
    await page.press(Key.ESCAPE);
    await page.gone("dialog", say("palette_title"));
  },

  async "nothing went wrong in the page on the way"({ app }) {
    assert.deepEqual(await app.wrongs(), []);
  },

  async "after closing, the database is whole and knows the task as completed"({ app, dataDir, project, written }) {
    await app.close();
    const health = rpc(dataDir, "health.check");
    assert.deepEqual(health.foreign_keys, []);
    assert.ok(["", "ok"].includes(health.integrity.join()), health.integrity.join());
    const { task_list } = rpc(dataDir, "projects.get", { uid: project.uid });
    assert.equal(task_list.find(({ title }) => title === written.milestones[0]).status, "completed");
    assert.equal(task_list.find(({ title }) => title === written.milestones[1]).status, "pending");
  },
};

/**
 * Tells the story, each chapter as a test. After one failed the later ones are skipped, since they build on it.
 *
 * @param {"browser" | "desktop"} engine
 * @param {"ja" | "en"} language
 * @param {(story: object) => Promise<void>} [look] looks at the screen as it is; called at every stop on the way
 * @param {Record<string, (story: object) => Promise<void>>} [told] the chapters of another story
 */
export function tell(engine, language, look = async () => {}, told = chapters) {
  const s = { language, written: WRITTEN[language], look: () => look(s) };
  let broken = false;

  before(async () => {
    s.folder = throwAway("story");
    s.vault = join(s.folder.path, "Tasks-Demo");
    s.dataDir = join(s.folder.path, "data");
    cpSync(join(repo, "tests", "data", "Tasks-Demo"), s.vault, { recursive: true });
    s.app = await launch(engine, { dataDir: s.dataDir, language });
    s.page = s.app.page;
    s.say = s.app.say;
  });
  after(async () => {
    await s.app?.close();
    s.folder.remove();
  });

  const names = Object.keys(told);
  for (const name of names) {
    it(name, { timeout: CHAPTER_MS }, async (t) => {
      if (broken) return t.skip("what it builds on failed");
      broken = true;
      try {
        await told[name](s);
        if (name !== names.at(-1)) await s.look();
      } catch (why) {
        const picture = await s.app.keepPicture(`${engine}-failed`).catch(() => "no picture could be taken");
        throw new Error(`${why.message}\n(${picture})`, { cause: why });
      }
      broken = false;
    });
  }
}

/** Goes to a place by the navigation. */
export async function go(page, path) {
  await page.click("link", undefined, { within: await page.find("navigation"), href: path });
}

/** Closes what lies over the corner of the window, which a person would wait for. */
export async function closeToasts(page, say) {
  await page.until("no toast is left", (close) => {
    const toasts = [...document.querySelectorAll("li[data-state=open]")];
    for (const toast of toasts) toast.querySelector(`[aria-label="${close}"]`)?.click();
    return toasts.length === 0;
  }, say("action_close"));
}

/** A name that begins so. */
export function startsWith(text) {
  return new RegExp(`^${escaped(text)}`);
}

/** Fills a list that is written row by row. */
export async function fillRows(page, say, add, label, texts) {
  for (const [index, text] of texts.entries()) {
    const missing = await page.run((name) => !document.querySelector(`[aria-label="${name}"]`), say(label, { number: index + 1 }));
    if (missing) await page.click("button", say(add));
    await page.fill("textbox", say(label, { number: index + 1 }), text);
  }
}

/** The address of the project that the plan on the screen leads to. */
function projectHref(page) {
  return page.until("the plan leads to a project", () => document.querySelector('main a[href*="/projects/"]')?.getAttribute("href"));
}

/** The vault paths of all notes in a folder. */
function notesIn(vault) {
  const files = readdirSync(vault, { recursive: true }).filter((path) => path.toLowerCase().endsWith(".md"));
  return files.filter((path) => !path.split(/[\\/]/).some((part) => part.startsWith("."))).sort();
}

/** The notes in which a word begins with `query`, found by reading them all. */
function holding(vault, query) {
  const begins = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(query)}`, "iu");
  return notesIn(vault).filter((path) => begins.test(basename(path, ".md")) || begins.test(readFileSync(join(vault, path), "utf8")));
}

/** Ticks a task as any editor would: one byte of one line changes. */
function tick(path, title) {
  const lines = readFileSync(path, "utf8").split("\n");
  const at = lines.findIndex((line) => line.startsWith("- [ ] ") && line.includes(title));
  assert.notEqual(at, -1, `there is no open task ${title} in ${path}`);
  lines[at] = lines[at].replace("[ ]", "[x]");
  writeFileSync(path, lines.join("\n"));
}
