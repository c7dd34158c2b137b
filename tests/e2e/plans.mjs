// What a person does to a plan until it is decided: begins with a template, writes what is structured as rows, has it
// reviewed, ties its approval to conditions, amends it, and compares what changed.
// Owns: its chapters and what must be true after each, in the window and in the database. Must not know: which engine runs.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Key } from "selenium-webdriver";
import { rpc } from "./harness.mjs";
import { fillRows, go, startsWith } from "./story.mjs";

const TITLE = "Autumn market";
const OBJECTIVE = "A market that the whole street enjoys";
const TEMPLATE = `---
hisho: plan
---
# {{title}}

## Objective

${OBJECTIVE}

## Milestones

- Ask the neighbours
- Build the stalls

## Success criteria

- Everybody found a seat
`;
const BROKEN = "---\nhisho: plan\n---\n\n## Objective\n\nx\n\n## Milestones\n\n- Someday 📅 someday\n";

/** The plan as the database has it. */
function planOf({ dataDir }) {
  const [{ uid }] = rpc(dataDir, "plans.list");
  return rpc(dataDir, "plans.get", { uid });
}

/** Waits until the database has what was typed. */
async function stored(story, what, holds) {
  const end = Date.now() + 20_000;
  for (;;) {
    const plan = planOf(story);
    if (holds(plan)) return plan;
    if (Date.now() > end) throw new Error(`the plan never had ${what}: ${JSON.stringify(plan.newest.content)}`);
    await new Promise((go) => setTimeout(go, 150));
  }
}

/** The chapters, each after the one before it. */
export const planChapters = {
  async "a template that cannot be read says where, and another begins a plan"({ page, say, language, dataDir, vault }) {
    mkdirSync(join(vault, "templates"), { recursive: true });
    writeFileSync(join(vault, "templates", "Market.md"), TEMPLATE);
    writeFileSync(join(vault, "templates", "Broken.md"), BROKEN);
    rpc(dataDir, "settings.update", { language });
    rpc(dataDir, "vault.choose", { path: vault });
    const persona_uid = rpc(dataDir, "people.list").personas[0].uid;
    rpc(dataDir, "people.create_secretary", { name: "Hana", persona_uid });
    await go(page, "/plans");
    await page.click("button", say("plans_new"));
    const dialog = await page.find("dialog", say("plans_new_dialog_title"));
    await page.see(say("plans_template_unusable", { name: "Broken", field: say("plans_template_milestone_day") }));
    await page.fill("textbox", startsWith(say("plans_field_title")), TITLE, { within: dialog });
    await page.click("combobox", say("plans_template_label"), { within: dialog });
    await page.click("option", "Market");
    await page.click("button", say("plans_create"), { within: dialog });
    await page.gone("dialog", say("plans_new_dialog_title"));
    await page.find("region", say("plans_editor_label"));
    await page.see(say("plans_ready"));
  },

  async "rows are written, moved and tied to one another by keys alone"(story) {
    const { page, say } = story;
    const row = (number) => page.find("textbox", say("plans_milestone_title", { number }));
    await page.run((name) => document.querySelector(`[aria-label="${name}"]`).focus(), say("plans_milestone_title", { number: 2 }));
    await page.press(Key.ENTER);
    await page.press("Open the street");
    assert.equal(await (await row(3)).getAttribute("value"), "Open the street");
    await page.run((name) => document.querySelector(`[aria-label="${name}"]`).focus(), say("plans_milestone_waits_label", { number: 3, what: say("plans_milestone_waits_none") }));
    await page.press(Key.ENTER);
    await page.until("an item of the menu has the cursor", () => document.activeElement?.getAttribute("role") === "menuitem");
    await page.press(Key.END);
    await page.until("the last one has it", (name) => document.activeElement?.textContent === name, say("plans_milestone_numbered", { number: 2, title: "Build the stalls" }));
    await page.press(Key.ENTER);
    await page.find("button", say("plans_milestone_waits_label", { number: 3, what: say("plans_milestone_waits", { numbers: "2" }) }));
    const plan = await stored(story, "what the third waits for", ({ newest }) => newest.content.milestones[2]?.depends_on.length === 1);
    const [, second, third] = plan.newest.content.milestones;
    assert.deepEqual(third.depends_on, [second.uid]);
  },

  async "what is wrong is said beside its row, and what was typed stays"(story) {
    const { page, say } = story;
    await page.fill("textbox", startsWith(say("plans_milestone_due", { number: 2 })), "2027-10-20");
    await page.fill("textbox", startsWith(say("plans_milestone_due", { number: 3 })), "2027-10-10");
    await page.see(say("plans_milestone_early"));
    await page.fill("textbox", say("plans_field_cost"), "quite a lot");
    await page.see(say("plans_cost_unread"));
    await page.see(say("plans_missing_heading"));
    await page.fill("textbox", startsWith(say("plans_field_cost")), "１２０，０００");
    await page.fill("textbox", startsWith(say("plans_milestone_due", { number: 3 })), "2027-10-30");
    await page.fill("textbox", startsWith(say("plans_milestone_due", { number: 1 })), "2027-10-05");
    await fillRows(page, say, "plans_person_add", "plans_person_text", ["A carpenter"]);
    await fillRows(page, say, "plans_risk_add", "plans_risk_title", ["Rain"]);
    await page.fill("textbox", say("plans_risk_response", { number: 1 }), "Tents");
    await page.click("combobox", say("plans_risk_impact"));
    await page.click("option", say("plans_level_high"));
    await page.see(say("plans_ready"));
    const { newest } = await stored(story, "the risk", ({ newest: { content } }) => content.risks[0]?.impact === "high" && content.risks[0].response === "Tents");
    assert.deepEqual(newest.content.resources.cost, { amount: 120_000, currency: "JPY" });
    assert.deepEqual(newest.content.resources.people, ["A carpenter"]);
    await page.find("img", say("plans_timeline_label", { count: 3 }));
  },

  async "it is submitted, advised on, and a passage of it commented"(story) {
    const { page, say } = story;
    await page.click("button", say("plans_move_submit"));
    await page.click("button", say("plans_move_start_review"));
    await page.find("button", say("plans_move_approve"));
    await page.click("button", say("plans_advice_add"));
    let dialog = await page.find("dialog", say("plans_advice_title"));
    await page.fill("textbox", startsWith(say("plans_advice_comment")), "The stalls are sturdy", { within: dialog });
    await page.click("button", say("plans_advice_confirm"), { within: dialog });
    await page.gone("dialog", say("plans_advice_title"));
    await page.see(say("plans_advice_approve", { name: "Hana", number: 1 }));
    await page.run((words) => {
      const walker = document.createTreeWalker(document.querySelector("main article"), NodeFilter.SHOW_TEXT);
      while (walker.nextNode() && !walker.currentNode.data.includes(words));
      const range = document.createRange();
      const at = walker.currentNode.data.indexOf(words);
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + words.length);
      window.getSelection().removeAllRanges();
      window.getSelection().addRange(range);
    }, "whole street");
    await page.click("button", say("plans_remark_passage"));
    dialog = await page.find("dialog", say("plans_remark_title"));
    await page.fill("textbox", startsWith(say("plans_remark_body")), "Also the other side?", { within: dialog });
    await page.click("button", say("plans_remark_confirm"), { within: dialog });
    await page.gone("dialog", say("plans_remark_title"));
    await page.click("button", say("plans_remark_show", { quote: "whole street" }));
    assert.equal(await page.run(() => window.getSelection().toString()), "whole street");
  },

  async "a version that changed meanwhile is not approved"(story) {
    const { page, say, dataDir } = story;
    await page.click("button", say("plans_move_approve"));
    const dialog = await page.find("dialog", say("plans_approve_title"));
    let plan = planOf(story);
    const step = (command, more = {}) => (plan = rpc(dataDir, command, { uid: plan.uid, rev: plan.rev, ...more }));
    step("plans.withdraw");
    step("plans.save", { content: { ...plan.newest.content, scope: "Only the street" } });
    step("plans.submit");
    step("plans.start_review");
    await page.click("button", say("plans_approve_confirm"), { within: dialog });
    await page.see(say("refused_version_changed"));
    assert.equal(planOf(story).newest.status, "under_review");
    await page.click("button", say("plans_cancel"), { within: dialog });
    await page.gone("dialog", say("plans_approve_title"));
    await page.see("Only the street");
  },

  async "its approval is tied to conditions, which become tasks"(story) {
    const { page, say } = story;
    await page.click("button", say("plans_move_approve"));
    const dialog = await page.find("dialog", say("plans_approve_title"));
    await fillRows(page, say, "plans_condition_add", "plans_condition_text", ["Get the permit", "Tell the fire brigade"]);
    await page.see(say("plans_follow_conditions", { count: 2 }));
    await page.click("button", say("plans_approve_confirm"), { within: dialog });
    await page.gone("dialog", say("plans_approve_title"));
    const asked = await page.all("dialog", say("vault_writing_title"), { patience: 5000 }).catch(() => []);
    if (asked.length > 0) await page.press(Key.ESCAPE);
    await page.see("Get the permit");
    const plan = planOf(story);
    assert.deepEqual(plan.decisions[0].tasks.map(({ title }) => title), ["Get the permit", "Tell the fire brigade"]);
    const { task_list } = rpc(story.dataDir, "projects.get", { uid: plan.project.uid });
    const task = (title) => task_list.find((one) => one.title === title);
    assert.equal(task_list.length, 5);
    assert.deepEqual(task("Open the street").depends_on, [task("Build the stalls").uid]);
  },

  async "it is amended while it stays in force, and says what is new"(story) {
    const { page, say } = story;
    await page.click("button", say("plans_move_amend"));
    await page.see(say("plans_in_force_banner", { number: 1 }));
    await page.fill("textbox", startsWith(say("plans_milestone_due", { number: 3 })), "2027-11-06");
    await page.click("button", say("plans_milestone_remove", { number: 1 }));
    await page.fill("textbox", startsWith(say("plans_field_scope")), "Only the street, and the square");
    await page.see(say("plans_saved"));
    await page.click("button", say("plans_move_submit"));
    const dialog = await page.find("dialog", say("plans_submit_title", { number: 2 }));
    await page.press("A week later");
    await page.click("button", say("plans_move_submit"), { within: dialog });
    await page.gone("dialog", say("plans_submit_title", { number: 2 }));
    const plan = await stored(story, "its submission", ({ newest }) => newest.status === "submitted");
    assert.equal(plan.newest.change_summary, "A week later");
    assert.equal(plan.in_force, 1);
  },

  async "two versions are compared by word, in one text and side by side"({ page, say }) {
    await page.click("button", say("plans_compare"));
    await page.find("heading", say("plans_compare_heading", { from: 1, to: 2 }));
    const marked = () => page.run(() => [...document.querySelectorAll("main ins, main del")].map((mark) => `${mark.localName} ${mark.lastChild.textContent.trim()}`));
    await page.see("and the square");
    assert.ok((await marked()).includes("ins , and the square"), String(await marked()));
    assert.ok((await marked()).includes("del Ask the neighbours"), String(await marked()));
    await page.click("radio", say("plans_compare_sides"));
    assert.ok((await marked()).includes("del Ask the neighbours"));
    await page.click("button", say("plans_compare_close"));
    await page.find("button", say("plans_move_start_review"));
  },

  async "what was promised stands beside what is"(story) {
    const { page, say } = story;
    await page.click("button", say("plans_move_start_review"));
    await page.click("button", say("plans_move_approve"));
    const dialog = await page.find("dialog", say("plans_approve_title"));
    await page.see(say("plans_follow_scope", { added: 0, moved: 1, dropped: 1 }));
    await page.click("button", say("plans_approve_confirm"), { within: dialog });
    await page.gone("dialog", say("plans_approve_title"));
    const asked = await page.all("dialog", say("vault_writing_title"), { patience: 5000 }).catch(() => []);
    if (asked.length > 0) await page.press(Key.ESCAPE);
    await page.find("region", say("plans_baseline_heading"));
    const row = (title, word) => page.until(`“${title}” is told as ${word}`, (said, told) => [...document.querySelectorAll("main tbody th")].some(({ textContent }) => textContent.includes(said) && textContent.includes(told)), title, word);
    await row("Ask the neighbours", say("plans_baseline_dropped"));
    await row("Open the street", say("plans_baseline_moved"));
    const plan = planOf(story);
    const { task_list } = rpc(story.dataDir, "projects.get", { uid: plan.project.uid });
    assert.equal(task_list.find(({ title }) => title === "Ask the neighbours").status, "cancelled");
    assert.equal(task_list.find(({ title }) => title === "Open the street").due_on, "2027-11-06");
  },

  async "an older version is gone on from"(story) {
    const { page, say } = story;
    await page.click("button", say("plans_version_n", { number: 1 }));
    await page.click("button", say("plans_restore_version"));
    await page.find("region", say("plans_editor_label"));
    const plan = await stored(story, "a third version", ({ newest }) => newest.number === 3);
    assert.equal(plan.newest.from_version, 1);
    assert.equal(plan.newest.content_hash, plan.versions.find(({ number }) => number === 1).content_hash);
  },

  async "nothing went wrong in the page on the way"({ app, dataDir }) {
    assert.deepEqual(await app.wrongs(), []);
    await app.close();
    assert.deepEqual(rpc(dataDir, "health.check").foreign_keys, []);
  },
};
