// What a person does with a project: its board, list, timeline, dependencies and calendar, by mouse and by keyboard.
// Owns: its chapters and what must be true after each, in the window and in the database. Must not know: which engine runs.

import assert from "node:assert/strict";
import { Key } from "selenium-webdriver";
import { rpc } from "./harness.mjs";
import { escaped } from "./words.mjs";

const TITLE = "A quiet room";
const DAY_MS = 86_400_000;
/** The width of a day on the timeline when days are shown, in pixels. */
const DAY_PX = 36;

/** The chapters, each after the one before it. */
export const projectChapters = {
  async "a project is opened, and its tasks stand in three columns"(s) {
    const { page, say, language, dataDir, vault } = s;
    rpc(dataDir, "settings.update", { language });
    rpc(dataDir, "vault.choose", { path: vault });
    s.project = rpc(dataDir, "projects.create", { title: TITLE }).uid;
    // Days are counted from a Monday, so that no weekend comes between.
    s.monday = nextMonday(rpc(dataDir, "app.state").today);
    const add = (title, fields = {}) => rpc(dataDir, "tasks.create", { project_uid: s.project, title, estimated_minutes: 480, start_on: s.monday, ...fields }).uid;
    s.measure = add("Measure the room", { due_on: s.monday });
    s.curtains = add("Buy curtains", { depends_on: [s.measure] });
    s.hang = add("Hang curtains", { depends_on: [s.curtains] });
    s.lamp = add("Find a lamp");
    await page.run((uid) => { location.hash = `#/projects/${uid}`; }, s.project);
    await page.find("heading", TITLE);
    await page.find("region", say("projects_column_label", { column: say("projects_column_todo"), count: 4 }));
    await page.find("region", say("projects_column_label", { column: say("projects_column_done"), count: 0 }));
  },

  async "the first change makes the columns one's own"({ page, say, dataDir, project }) {
    await page.click("button", say("projects_column_add"));
    const dialog = await page.find("dialog", say("projects_column_new"));
    await page.fill("textbox", say("projects_column_limit"), "1", { within: dialog });
    await page.click("button", say("projects_save"), { within: dialog });
    await page.see(say("projects_column_name_required"));
    await page.fill("textbox", new RegExp(`^${escaped(say("projects_column_name"))}`), "At the carpenter's", { within: dialog });
    await page.click("button", say("projects_save"), { within: dialog });
    await page.gone("dialog", say("projects_column_new"));
    await page.find("region", say("projects_column_label", { column: "At the carpenter's", count: 0 }));
    const [board] = rpc(dataDir, "boards.list", { project_uid: project });
    assert.deepEqual(board.columns.map(({ name, wip_limit }) => [name, wip_limit]).at(-1), ["At the carpenter's", 1]);
  },

  async "a card is dragged into it by the mouse, and a second one is refused by its limit"({ page, say, dataDir, lamp }) {
    const column = await page.find("region", say("projects_column_label", { column: "At the carpenter's", count: 0 }));
    await page.drag(await page.find("article", /Find a lamp/), column);
    const full = await page.find("region", say("projects_column_label", { column: "At the carpenter's", count: 1 }));
    await storedTask(dataDir, lamp, ({ status, column_uid }) => status === "in_progress" && column_uid !== null);
    await page.drag(await page.find("article", /Measure the room/), full);
    await page.see(say("refused_column_full_limit", { limit: 1 }));
    await page.find("region", say("projects_column_label", { column: say("projects_column_todo"), count: 3 }));
  },

  async "a card goes to another column by keys alone, and back by the lifted handle"({ page, say, dataDir, measure }) {
    await page.run(() => document.querySelector("article[aria-label*='Measure'] [data-row]").focus());
    await page.chord(Key.SHIFT, Key.ARROW_RIGHT);
    await storedTask(dataDir, measure, ({ status }) => status === "in_progress");
    await page.until("the moved card has the focus", () => document.activeElement?.closest("article")?.getAttribute("aria-label").includes("Measure"));
    await page.run(() => document.activeElement.closest("article").querySelector("[aria-roledescription]").focus());
    await page.press(" ");
    await announced(page, say("projects_drag_over", { column: say("projects_column_doing") }));
    // It is said before the lifted card listens to keys.
    await page.settle();
    await page.press(Key.ARROW_LEFT);
    await announced(page, say("projects_drag_over", { column: say("projects_column_todo") }));
    await page.press(" ");
    await storedTask(dataDir, measure, ({ status }) => status === "pending");
  },

  async "a column is deleted, its tasks stay, and it comes back"({ page, say, dataDir, project, lamp }) {
    await page.click("button", say("projects_column_menu", { column: "At the carpenter's" }));
    await page.click("menuitem", say("projects_column_delete"));
    await page.gone("region", say("projects_column_label", { column: "At the carpenter's", count: 1 }));
    await page.find("region", say("projects_column_label", { column: say("projects_column_doing"), count: 1 }));
    await page.click("button", say("projects_undo"));
    await page.find("region", say("projects_column_label", { column: "At the carpenter's", count: 1 }));
    const [board] = rpc(dataDir, "boards.list", { project_uid: project });
    assert.equal(rpc(dataDir, "tasks.get", { uid: lamp }).column_uid, board.columns.at(-1).uid);
  },

  async "the list is filtered and sorted, and several tasks are changed at once"({ page, say, dataDir, curtains, hang }) {
    await page.click("radio", say("projects_view_list"));
    await page.fill("searchbox", say("projects_filter_text"), "curtains");
    await page.see(say("projects_list_found", { count: 2, total: 4 }));
    await page.click("button", say("projects_field_title"), { within: await page.find("group", say("projects_sort_label")) });
    await page.click("button", new RegExp(`^${say("projects_field_title")}`), { within: await page.find("group", say("projects_sort_label")) });
    await page.until("the titles run downwards", () => /Hang[\s\S]*Buy/.test(document.querySelector("[role=list]").innerText));
    await page.click("button", say("projects_list_choose"));
    await page.click("checkbox", say("projects_list_choose_all", { count: 2 }));
    await page.click("combobox", say("projects_bulk_priority"));
    await page.click("option", say("projects_priority_urgent"));
    await page.see(say("projects_bulk_done", { count: 2 }));
    for (const uid of [curtains, hang]) await storedTask(dataDir, uid, ({ priority }) => priority === "urgent");
    await page.click("button", say("projects_undo"));
    for (const uid of [curtains, hang]) await storedTask(dataDir, uid, ({ priority }) => priority === "medium");
    await page.click("button", say("projects_list_choose"));
    await page.click("button", say("projects_list_clear"));
    await page.see(say("projects_list_total", { total: 4 }));
  },

  async "by keys alone a row is walked to, and its title changed"({ page, say, dataDir, curtains }) {
    await page.run((uid) => document.querySelector(`[data-task="${uid}"]`).focus(), curtains);
    await page.press(Key.ARROW_UP, Key.ARROW_DOWN, Key.ENTER);
    await page.fill("textbox", say("projects_task_title_label", { key: keyOf(dataDir, curtains) }), "Buy thick curtains");
    await page.press(Key.ENTER);
    await storedTask(dataDir, curtains, ({ title }) => title === "Buy thick curtains");
  },

  async "on the timeline a bar is dragged, and nothing is stored before it is kept"(s) {
    const { page, say, dataDir, measure } = s;
    await page.click("radio", say("projects_view_timeline"));
    const bar = await page.find("button", /Measure the room, .* to /);
    await page.drag(bar, { x: 2 * DAY_PX, y: 0 });
    const region = await page.find("region", say("projects_whatif_label"));
    await page.until("three tasks move", (element) => element.textContent.includes("3"), region);
    await page.click("button", say("projects_whatif_discard"));
    await page.gone("region", say("projects_whatif_label"));
    assert.equal(rpc(dataDir, "tasks.get", { uid: measure }).start_on, s.monday);
  },

  async "a drag is taken back by Escape"({ page, say }) {
    await page.drag(await page.find("button", /Buy thick curtains, .* to /), { x: 3 * DAY_PX, y: 0 }, { hold: true });
    await page.find("region", say("projects_whatif_label"));
    await page.press(Key.ESCAPE);
    await page.gone("region", say("projects_whatif_label"));
    await page.driver.actions().release().perform();
    await page.gone("region", say("projects_whatif_label"));
  },

  async "by keys a task is tried on another day, which is said, and kept"(s) {
    const { page, say, dataDir, measure } = s;
    await page.run((uid) => document.querySelector(`[data-bar="${uid}"]`).focus(), measure);
    await page.press(Key.ARROW_RIGHT);
    await page.until("what would come of it is said", () => [...document.querySelectorAll("[role=status]")].some(({ textContent }) => /Measure the room.*Tasks that move: 3/.test(textContent)));
    await page.press(Key.ENTER);
    await page.gone("region", say("projects_whatif_label"));
    // The due day it would have overtaken went with it.
    await storedTask(dataDir, measure, ({ start_on, due_on }) => start_on === later(s.monday, 1) && due_on === later(s.monday, 1));
    await page.press(Key.ARROW_DOWN);
    await page.until("the bar of the next row has the focus", (uid) => (document.activeElement.dataset.bar ?? uid) !== uid, measure);
  },

  async "an end is moved by keys, and the estimate grows by a day's work"(s) {
    const { page, say, dataDir, hang } = s;
    await page.run((uid) => document.querySelector(`[data-bar="${uid}"]`).focus(), hang);
    await page.chord(Key.SHIFT, Key.ARROW_RIGHT);
    await page.click("button", say("projects_whatif_keep"));
    await page.gone("region", say("projects_whatif_label"));
    await storedTask(dataDir, hang, ({ estimated_minutes }) => estimated_minutes === 960);
  },

  async "a holiday is written down, and the work after it begins a day later"(s) {
    const { page, say, dataDir, project, measure } = s;
    const holiday = later(s.monday, 1);
    await page.run(() => { location.hash = "#/settings"; });
    await page.fill("textbox", say("settings_holidays_day"), holiday);
    await page.fill("textbox", say("settings_holidays_name"), "Founding day");
    await page.press(Key.ENTER);
    await page.find("button", new RegExp(`^${escaped(say("settings_holidays_remove", { day: "" }).trim())}`));
    assert.deepEqual(rpc(dataDir, "calendar.get").exceptions, [{ day: holiday, minutes: 0, name: "Founding day" }]);
    await page.run((uid) => { location.hash = `#/projects/${uid}?view=timeline`; }, project);
    const start = rpc(dataDir, "projects.schedule", { uid: project }).slots.find(({ task_uid }) => task_uid === measure).start_on;
    assert.equal(start, later(s.monday, 2));
    await page.find("button", new RegExp(`Measure the room, ${escaped(inWords(start))} to`));
  },

  async "a dependency is drawn by the mouse"({ page, say, dataDir, lamp, hang }) {
    await page.click("radio", say("projects_view_graph"));
    await page.fill("combobox", say("projects_graph_find"), "lamp");
    await page.press(Key.ENTER);
    // A task alone has no place in the picture until it is joined at the side.
    const side = await page.find("region", say("projects_graph_side"));
    await page.fill("combobox", say("projects_wait_add_before"), "measure", { within: side });
    await page.press(Key.ENTER);
    await page.drag(await handleOf(page, lamp), await page.find("button", /· .*Hang curtains/));
    await storedTask(dataDir, hang, ({ depends_on }) => depends_on.includes(lamp));
  },

  async "the picture is walked by keys, a ring is not offered, and a dependency taken away"({ page, say, dataDir, measure, hang, lamp }) {
    await page.run((uid) => document.querySelector(`[data-node="${uid}"]`).focus(), hang);
    await page.press(Key.ARROW_LEFT, Key.ARROW_LEFT);
    await page.until("the first task has the focus", (uid) => document.activeElement.dataset.node === uid, measure);
    const side = await page.find("region", say("projects_graph_side"));
    await page.fill("combobox", say("projects_wait_add_before"), "hang", { within: side });
    await page.find("option", say("projects_picker_none"));
    await page.press(Key.ESCAPE);
    await page.fill("combobox", say("projects_graph_find"), "hang", { within: side });
    await page.press(Key.ENTER);
    await page.click("button", say("projects_wait_remove", { earlier: keyOf(dataDir, lamp), later: keyOf(dataDir, hang) }));
    await storedTask(dataDir, hang, ({ depends_on }) => !depends_on.includes(lamp));
  },

  async "in the calendar a task is dragged to another day, and moved back by keys"(s) {
    const { page, say, dataDir, lamp } = s;
    await page.click("radio", say("projects_view_calendar"));
    const chip = await page.find("button", /Find a lamp, /);
    await page.drag(chip, await dayCell(page, s.monday));
    await storedTask(dataDir, lamp, ({ due_on }) => due_on === s.monday);
    await page.run((uid) => document.querySelector(`[data-stop="${uid}"]`).focus(), lamp);
    await page.chord(Key.SHIFT, Key.ARROW_DOWN);
    await storedTask(dataDir, lamp, ({ due_on }) => due_on === later(s.monday, 7));
    await page.until("the task keeps the focus", (uid) => document.activeElement.dataset.stop === uid, lamp);
    await page.press(Key.ESCAPE);
    await page.until("its day has the focus", (day) => document.activeElement.dataset.stop === day, later(s.monday, 7));
    await page.press(Key.ENTER);
    await page.until("the task has it again", (uid) => document.activeElement.dataset.stop === uid, lamp);
    await page.press(Key.ENTER);
    await page.find("dialog", say("projects_task_dialog_title", { key: keyOf(dataDir, lamp) }));
  },

  async "in its dialog a task is edited, wrong fields are named, and what was typed stays"({ page, say, dataDir, lamp }) {
    const dialog = await page.find("dialog", say("projects_task_dialog_title", { key: keyOf(dataDir, lamp) }));
    await page.fill("textbox", say("projects_field_estimate"), "soon", { within: dialog });
    await page.see(say("projects_minutes_wrong"));
    await page.fill("textbox", say("projects_field_estimate"), "1h 30m", { within: dialog });
    await page.click("tab", new RegExp(`^${say("projects_task_page_parts")}`), { within: dialog });
    await page.fill("textbox", say("projects_checklist_new"), "Measure the socket", { within: dialog });
    await page.press(Key.ENTER);
    await page.click("checkbox", "Measure the socket", { within: dialog });
    await page.find("checkbox", "Measure the socket", { within: dialog, checked: true });
    await page.fill("textbox", say("projects_part_new"), "Ask the neighbours", { within: dialog });
    await page.press(Key.ENTER);
    await page.find("checkbox", /Ask the neighbours/, { within: dialog });
    await page.click("tab", say("projects_task_page_comments"), { within: dialog });
    await page.fill("textbox", say("projects_comment_new"), "A **warm** one", { within: dialog });
    await page.click("button", say("projects_comment_add"), { within: dialog });
    await page.see("A warm one");
    await page.click("button", say("projects_save"), { within: dialog });
    await page.gone("dialog");
    await storedTask(dataDir, lamp, ({ estimated_minutes }) => estimated_minutes === 90);
    assert.equal(rpc(dataDir, "comments.list", { subject: "task", subject_uid: lamp })[0].body, "A **warm** one");
  },

  async "the summary counts, and its history says what happened"({ page, say, dataDir, lamp }) {
    await page.click("radio", say("projects_view_summary"));
    await page.find("heading", say("projects_summary_history"));
    await page.click("button", /Find a lamp/);
    await page.click("tab", say("projects_task_page_history"));
    await page.see(`${say("projects_field_estimate")}: 8 h → 1 h 30 min`);
    await page.press(Key.ESCAPE);
    await page.gone("dialog");
    assert.equal(rpc(dataDir, "tasks.get", { uid: lamp }).estimated_minutes, 90);
  },

  async "a table is tried, its broken row named, and read once it is whole"({ page, say, dataDir, project }) {
    const before = rpc(dataDir, "projects.get", { uid: project }).task_list.length;
    await page.click("button", say("projects_exchange_menu"));
    await page.click("menuitem", say("projects_import_csv"));
    const dialog = await page.find("dialog", say("projects_import_title"));
    await page.fill("textbox", say("projects_import_table"), "title,due_on\nSew a cushion,someday\n", { within: dialog });
    await page.click("button", say("projects_import_try"), { within: dialog });
    await page.see(say("projects_import_faults", { count: 1 }));
    assert.equal(rpc(dataDir, "projects.get", { uid: project }).task_list.length, before);
    await page.fill("textbox", say("projects_import_table"), "title,due_on\nSew a cushion,2031-05-06\n", { within: dialog });
    await page.click("button", say("projects_import_try"), { within: dialog });
    await page.click("button", say("projects_import_run", { count: 1 }), { within: dialog });
    await page.gone("dialog", say("projects_import_title"));
    assert.ok(rpc(dataDir, "projects.get", { uid: project }).task_list.some(({ title, due_on }) => title === "Sew a cushion" && due_on === "2031-05-06"));
  },

  async "its tasks go out as a table"({ page, say }) {
    await page.click("button", say("projects_exchange_menu"));
    await page.click("menuitem", say("projects_export_csv"));
    await page.until("the table is shown", () => [...document.querySelectorAll("[role=dialog] textarea")].some(({ value }) => value.includes("Sew a cushion")));
    await page.click("button", say("action_close"), { within: await page.find("dialog") });
    await page.gone("dialog");
  },

  async "nothing went wrong in the page on the way"({ app }) {
    assert.deepEqual(await app.wrongs(), []);
  },
};

/** Waits until the database holds a task as it should. */
async function storedTask(dataDir, uid, fits) {
  for (const end = Date.now() + 20_000; ; ) {
    const task = rpc(dataDir, "tasks.get", { uid });
    if (fits(task)) return task;
    assert.ok(Date.now() < end, `the database has ${JSON.stringify(task)}`);
  }
}

/** Waits until those who cannot see are told a text. */
function announced(page, text) {
  return page.until(`“${text}” is announced`, (words) => [...document.querySelectorAll("[role=status], [aria-live]")].some(({ textContent }) => textContent === words), text);
}

const keyOf = (dataDir, uid) => rpc(dataDir, "tasks.get", { uid }).key;

/** A day some days later. */
function later(day, days) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** A day as the window writes it in English. */
function inWords(day) {
  return new Intl.DateTimeFormat("en", { timeZone: "UTC", month: "short", day: "numeric", weekday: "short" }).format(new Date(`${day}T12:00:00Z`));
}

/** The Monday after a day. */
function nextMonday(day) {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return later(day, ((8 - weekday) % 7) || 7);
}

/** The handle by which a dependency is drawn from a task. */
function handleOf(page, uid) {
  return page.until("the task has a handle", (of) => document.querySelector(`[data-node="${of}"]`)?.nextElementSibling, uid);
}

function dayCell(page, day) {
  return page.until("the day is shown", (of) => document.querySelector(`[data-day="${of}"]`), day);
}
