// Pictures of every screen of one language, light and dark: `node screenshots.mjs LANGUAGE DATA_DIR FOLDER`.
// Owns: which screens there are and how one gets to each. Must not know: how the sample came about.
// Called by `cargo xtask screenshots`, which prepares the sample in DATA_DIR.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Key } from "selenium-webdriver";
import { launch, rpc } from "./harness.mjs";
import { repo, throwAway } from "./places.mjs";
import { go } from "./story.mjs";
import { anyOf } from "./words.mjs";

const [language, dataDir, folder] = process.argv.slice(2);
const COMFORTABLE = [1280, 800];
const NARROW = [900, 600];
/** A long page whole. */
const WHOLE = [1280, 3200];

/** A note of the sample with properties, a table, links and a callout. */
const NOTE = { ja: "プロジェクト/ことり文庫の改装.md", en: "Projects/Move to the boathouse.md" };
const QUERY = { ja: "会議", en: "larch" };
const LETTER = { ja: "床", en: "kiln" };

const seeds = JSON.parse(readFileSync(join(repo, "samples", `plans-${language}.json`), "utf8"));

/** Makes the sample's plans, each as far along as it says. */
function plant() {
  const { today } = rpc(dataDir, "app.state");
  const day = (offset) => {
    const date = new Date(`${today}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + offset);
    return date.toISOString().slice(0, 10);
  };
  const plans = {};
  for (const seed of seeds) {
    const content = {
      title: seed.title, objective: seed.objective, scope: seed.scope, criteria: seed.criteria,
      start_on: day(seed.start_in), due_on: day(seed.due_in),
      milestones: seed.milestones.map(({ title, in: offset }) => ({ uid: "", title, due_on: day(offset) })),
    };
    let plan = rpc(dataDir, "plans.create", { content });
    const move = (command) => {
      plan = rpc(dataDir, command, { uid: plan.uid, rev: plan.rev });
    };
    if (seed.stands !== "draft") move("plans.submit");
    if (["under_review", "approved"].includes(seed.stands)) move("plans.start_review");
    if (seed.stands === "approved") {
      const { number, content_hash } = plan.newest;
      plan = rpc(dataDir, "plans.approve", { uid: plan.uid, version: number, content_hash }, { asMe: true });
      const { task_list } = rpc(dataDir, "projects.get", { uid: plan.project.uid });
      const states = [...Array(seed.done).fill("completed"), "in_progress"];
      for (const [index, status] of states.entries()) {
        rpc(dataDir, "tasks.update", { uid: task_list[index].uid, rev: task_list[index].rev, status });
      }
    }
    plans[seed.stands] = plan;
  }
  // Something to find in the trash, and among the backups.
  for (const { title } of seeds[0].milestones.slice(0, 2)) {
    const task = rpc(dataDir, "tasks.create", { title });
    rpc(dataDir, "tasks.delete", { uid: task.uid, rev: task.rev });
  }
  rpc(dataDir, "backups.create", { name: seeds[0].title });
  return plans;
}

/** Makes the sample's discussions: one that is prepared, one in its critique, and one that is over. No model is asked. */
function convene() {
  const seed = JSON.parse(readFileSync(join(repo, "samples", `discussion-${language}.json`), "utf8"));
  const { secretaries } = rpc(dataDir, "people.list");
  const seats = [...secretaries.slice(0, 3), { uid: null }].map(({ uid }) => ({ secretary_uid: uid, role: "participant" }));
  const prepare = (title) => rpc(dataDir, "discussions.create", { title, topic: seed.topic, description: seed.description, kind: "collaborative", seats });
  const begin = () => {
    const { uid, rev } = prepare(seed.title);
    rpc(dataDir, "discussions.start", { uid, rev, seed: 1 });
    for (const [at, said] of seed.first.entries()) say(uid, said, at);
    return uid;
  };
  const turns = (uid) => rpc(dataDir, "discussions.state", { uid }).turns;
  const say = (uid, { says, ...held }, because) => {
    const [turn] = turns(uid);
    rpc(dataDir, "discussions.say", { uid, turn: turn.turn, content: says, ...held, ...(turn.phase === "critique" && { changed_because: because, reply_to: because }) });
  };
  const over = begin();
  say(over, seed.answer, 1);
  while (turns(over).length > 0) rpc(dataDir, "discussions.pass", { uid: over, turn: turns(over)[0].turn });
  const going = begin();
  say(going, seed.answer, 1);
  return { prepared: prepare(seed.others).uid, going, over };
}

/** Takes the screen as it is, light and dark, and narrow or whole as well where that is worth seeing. */
async function shoot(app, name, { narrow = false, whole = false } = {}) {
  const sizes = [COMFORTABLE, ...(narrow ? [NARROW] : []), ...(whole ? [WHOLE] : [])];
  const suffix = new Map([[COMFORTABLE, ""], [NARROW, "-900x600"], [WHOLE, "-whole"]]);
  for (const theme of ["light", "dark"]) {
    await app.setTheme(theme);
    for (const size of sizes) {
      await app.setSize(size);
      const path = join(folder, `${language}-${theme}-${name}${suffix.get(size)}.png`);
      writeFileSync(path, await app.page.picture());
    }
    await app.setSize(COMFORTABLE);
  }
  await app.setTheme("light");
}

/** What a new person sees, on a data folder of its own. */
async function firstRun() {
  const empty = throwAway("empty");
  const app = await launch("browser", { dataDir: empty.path, language });
  const { page, say } = app;
  try {
    await page.find("button", say("first_run_continue"));
    await shoot(app, "01-first-run-language");
    await page.click("radio", { ja: "日本語", en: "English" }[language]);
    await page.click("button", say("first_run_continue"));
    await page.see(say("first_run_vault_title"));
    await shoot(app, "02-first-run-vault", { narrow: true });
    const field = new RegExp(`^${say("first_run_path_label")}`);
    const path = join(empty.path, language === "ja" ? "ない" : "nowhere");
    await page.fill("textbox", field, path);
    await page.click("button", say("first_run_path_use"));
    await page.see(say("vault_unusable_missing", { path }));
    await shoot(app, "03-first-run-error");
  } finally {
    await app.close();
    empty.remove();
  }
}

/** Every place of the app on the sample. */
async function places(plans) {
  const app = await launch("browser", { dataDir, language });
  const { page, say } = app;
  const open = async (path, heading) => {
    await page.run((to) => { location.hash = `#${to}`; }, path);
    if (heading) await page.find("heading", heading);
  };
  try {
    await go(page, "/today");
    await page.see(seeds[0].milestones[2].title);
    await shoot(app, "10-today", { narrow: true });

    await go(page, "/team");
    await page.find("heading", say("place_team"));
    await shoot(app, "11-team", { narrow: true });
    for (const view of ["personas", "teams", "roles"]) {
      await page.click("tab", new RegExp(`^${say(`people_${view}`)}`));
      await shoot(app, `12-team-${view}`);
    }
    await page.click("tab", new RegExp(`^${say("people_personas")}`));
    await page.click("button", say("people_persona_add"));
    await page.find("dialog", say("people_persona_add"));
    await shoot(app, "12-persona", { narrow: true });
    await page.press(Key.ESCAPE);
    await page.gone("dialog");

    await go(page, "/plans");
    await page.find("list", say("plans_list_label"));
    await shoot(app, "20-plans", { narrow: true });
    await page.click("button", say("plans_new"));
    await page.find("dialog", say("plans_new_dialog_title"));
    await shoot(app, "21-plan-new");
    await page.press(Key.ESCAPE);
    await page.gone("dialog");

    await open(`/plans/${plans.draft.uid}`);
    await page.find("region", say("plans_editor_label"));
    await shoot(app, "22-plan-draft", { narrow: true });

    await open(`/plans/${plans.under_review.uid}`, plans.under_review.newest.content.title);
    await page.find("button", say("plans_move_approve"));
    await shoot(app, "23-plan-under-review", { narrow: true });
    await page.click("button", say("plans_move_approve"));
    await page.find("dialog", say("plans_approve_title"));
    await shoot(app, "24-plan-approve");
    await page.press(Key.ESCAPE);
    await page.gone("dialog");

    await open(`/plans/${plans.approved.uid}`, plans.approved.newest.content.title);
    await page.find("img", say("plans_mark_label", { number: 1 }));
    await shoot(app, "25-plan-approved", { narrow: true });

    const discussions = convene();
    await go(page, "/discuss");
    await page.find("list", say("discuss_list_label"));
    await shoot(app, "27-discuss");
    await page.click("button", say("discuss_new"));
    await page.find("dialog", say("discuss_new"));
    await shoot(app, "27-discuss-new", { narrow: true });
    await page.press(Key.ESCAPE);
    await page.gone("dialog");
    await open(`/discuss/${discussions.prepared}`);
    await page.find("button", say("discuss_start"), { enabled: true });
    await shoot(app, "28-discussion-prepared", { whole: true });
    await open(`/discuss/${discussions.going}`);
    await page.find("button", say("discuss_pause"));
    await shoot(app, "28-discussion-going", { narrow: true });
    await page.click("radio", say("discuss_positions"));
    await page.find("heading", say("discuss_matrix"));
    await shoot(app, "29-discussion-positions", { narrow: true });
    await page.click("radio", new RegExp(`^${say("discuss_objections")}`));
    await page.find("heading", new RegExp(`^${say("discuss_objections_open")}`));
    await shoot(app, "29-discussion-objections");
    await open(`/discuss/${discussions.over}`);
    await page.find("heading", say("discuss_summary"));
    await shoot(app, "29-discussion-outcome", { narrow: true });

    await go(page, "/projects");
    await page.find("heading", say("projects_heading"));
    await shoot(app, "30-projects");
    await open(`/projects/${plans.approved.project.uid}`, plans.approved.newest.content.title);
    await page.find("heading", say("projects_tasks_heading"));
    await shoot(app, "31-project-board", { narrow: true });
    await page.click("radio", say("projects_view_list"));
    await page.find("list", say("projects_task_list_label"));
    await shoot(app, "32-project-list", { narrow: true });
    await page.click("radio", say("projects_view_timeline"));
    await page.find("list", say("projects_timeline_label"));
    await shoot(app, "33-project-timeline", { narrow: true });
    await page.click("radio", say("projects_view_graph"));
    await page.find("region", say("projects_graph_side"));
    await shoot(app, "34-project-dependencies", { narrow: true });
    await page.click("radio", say("projects_view_calendar"));
    await page.find("grid");
    await shoot(app, "35-project-calendar", { narrow: true });
    await page.click("radio", say("projects_view_summary"));
    await page.find("heading", say("projects_summary_history"));
    await shoot(app, "36-project-summary");

    await go(page, "/vault");
    await page.find("tree", say("files_tree_label"));
    await page.run(() => document.querySelector("[role=tree]").focus());
    await page.press(Key.ARROW_RIGHT);
    await page.until("the first folder is open", () => document.querySelector('[role=treeitem][aria-level="2"]'));
    await shoot(app, "40-vault", { narrow: true });
    await open(`/vault?path=${encodeURIComponent(NOTE[language])}`);
    await page.find("heading", say("vault_properties"));
    await shoot(app, "41-vault-note", { narrow: true });
    await page.click("button", say("props_edit"));
    await page.find("button", say("props_done"));
    await shoot(app, "41-vault-properties");
    await page.click("button", say("props_done"));
    await page.chord(Key.CONTROL, "e");
    await page.find("textbox", say("editor_label", { path: NOTE[language] }));
    await shoot(app, "41-vault-editor", { narrow: true });
    await page.chord(Key.CONTROL, "f");
    await shoot(app, "41-vault-editor-find");
    await page.press(Key.ESCAPE);
    await page.chord(Key.CONTROL, "e");
    await page.find("heading", say("vault_properties"));
    await page.click("button", say("files_more"));
    await page.click("menuitem", say("files_rename_action"));
    await page.find("dialog");
    await page.settle();
    await page.press(LETTER[language]);
    await page.find("status", undefined, { within: await page.find("dialog") });
    await shoot(app, "41-vault-rename");
    await page.press(Key.ESCAPE);
    await page.gone("dialog");
    await page.click("button", say("files_more"));
    await page.click("menuitem", say("files_move_action"));
    await page.find("tree", say("files_move_to"));
    await shoot(app, "41-vault-move");
    await page.press(Key.ESCAPE);
    await page.gone("dialog");
    await page.fill("searchbox", say("vault_search_label"), QUERY[language]);
    await page.find("list", say("vault_results_label"));
    await shoot(app, "42-vault-search", { narrow: true });
    await page.click("button", say("find_operators"));
    await page.find("dialog", say("find_operators"));
    await shoot(app, "42-vault-search-help");
    await page.press(Key.ESCAPE);
    await page.fill("searchbox", say("vault_search_label"), `line:(${QUERY[language]}`);
    await page.find("alert");
    await shoot(app, "42-vault-search-wrong");
    await page.click("button", say("vault_search_clear"));
    await page.press(Key.ESCAPE);
    await page.click("radio", say("files_view_tags"));
    await page.find("tree", say("tags_label"));
    await shoot(app, "42-vault-tags");
    await page.click("radio", say("files_view_tree"));
    await page.chord(Key.CONTROL, "o");
    await page.find("dialog", say("switch_title"));
    await page.find("option");
    await shoot(app, "42-vault-switcher");
    await page.press(Key.ESCAPE);
    await page.gone("dialog");
    await open(`/vault?path=${encodeURIComponent(NOTE[language])}`);
    for (const part of ["backlinks", "outgoing", "graph"]) {
      await page.click("tab", say(`vault_panel_${part}`));
      await shoot(app, `43-vault-panel-${part}`);
    }
    await page.click("tab", say("vault_panel_outline"));
    await open("/vault/graph", say("vault_graph_title"));
    await page.find("img", anyOf(say, "vault_graph_label"));
    await page.until("the graph lies still", (settling) => !document.body.innerText.includes(settling), say("vault_graph_settling"));
    await shoot(app, "44-vault-graph", { narrow: true });
    await open("/vault/links", say("vault_loose_title"));
    await shoot(app, "45-vault-links", { narrow: true });
    await go(page, "/vault");
    await page.click("button", say("vault_offer_action"));
    await page.find("dialog", say("vault_writing_title"));
    await shoot(app, "43-writing-preview", { narrow: true });
    await page.click("button", say("vault_writing_later"));

    await go(page, "/usage");
    await page.find("heading", say("usage_prices"));
    await shoot(app, "49-usage", { narrow: true });

    await go(page, "/settings");
    await page.find("heading", say("place_settings"));
    await shoot(app, "50-settings", { narrow: true, whole: true });
    await page.click("button", say("accounts_add"));
    await page.find("dialog", say("accounts_add"));
    await page.click("radio", "OpenAI");
    await shoot(app, "50-connect", { narrow: true });
    await page.press(Key.ESCAPE);
    await page.gone("dialog");
    await open("/trash", say("trash_title"));
    await page.see(seeds[0].milestones[0].title);
    await shoot(app, "51-trash", { narrow: true });

    await page.chord(Key.CONTROL, "k");
    await page.find("dialog", say("palette_title"));
    await shoot(app, "60-palette");
    await page.press(LETTER[language]);
    await page.find("group", anyOf(say, "palette_group_found"));
    await shoot(app, "61-palette-search");
    await page.press(Key.ESCAPE);

    await open("/plans/00000000-0000-7000-8000-000000000000");
    await page.see(say("plans_gone_title"));
    await shoot(app, "70-plan-not-here");
  } finally {
    await app.close();
  }
}

mkdirSync(folder, { recursive: true });
await firstRun();
await places(plant());
