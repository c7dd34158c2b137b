// What a person does with drafts of a task's result: has one drafted, stops it, takes it as a comment, a note or parts of
// the task, or puts it aside, by mouse and by keys alone; and who may not draft says why.
// Owns: its chapters and what must be true after each, in the window and in the database. Must not know: which engine runs.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Key } from "selenium-webdriver";
import { rpc } from "./harness.mjs";
import { inPieces, startModel } from "./model.mjs";
import { tabTo } from "./team.mjs";
import { untilTrue } from "./vault.mjs";

const STEPS = "## Moving\n\n- [ ] Count the **boxes**\n- [ ] Ask the neighbours\n";
const INVITATION = "# Invitation\n\nCome on **Sunday**. <img src=x onerror=\"window.__ran=1\">\n";

/** The chapters, each after the one before it. */
export const draftChapters = {
  async "a task that nobody is to do says what to do first"(s) {
    const { page, say, language, dataDir, vault } = s;
    rpc(dataDir, "settings.update", { language });
    rpc(dataDir, "vault.choose", { path: vault });
    s.model = await startModel((asked) => {
      if (asked.includes("long")) return { pieces: inPieces("word ".repeat(4_000)), everyMs: 20, atOnce: 2 };
      return { pieces: inPieces(asked.includes("Plan the move") ? STEPS : INVITATION), everyMs: 10, atOnce: 4 };
    });
    const account = rpc(dataDir, "accounts.create", { wire: "openai-chat", name: "stand-in", base_url: s.model.url });
    const { personas } = rpc(dataDir, "people.list");
    const secretary = (name, persona) => rpc(dataDir, "people.create_secretary", { name, persona_uid: persona, provider: account.provider, model: "stand-in", credential_uid: account.uid });
    // The role of a project manager allows no drafts, that of a tech architect does.
    s.leader = secretary("Mika", personas[0].uid);
    s.hana = secretary("Hana", personas[1].uid);
    s.project = rpc(dataDir, "projects.create", { title: "A new home" }).uid;
    const add = (title, assistant) => rpc(dataDir, "tasks.create", { project_uid: s.project, title, ...(assistant && { assistant_uid: assistant.uid }) });
    s.nobodys = add("Sell the shelf");
    s.forbidden = add("Write to the bank", s.leader);
    s.invitation = add("Write the invitation", s.hana);
    s.move = add("Plan the move", s.hana);
    await openTask(s, s.nobodys);
    await page.click("tab", say("projects_task_page_draft"));
    await page.find("heading", say("projects_draft_nobody"));
    await page.press(Key.ESCAPE);
    await page.gone("dialog");
  },

  async "who may not draft is said, with the way to change it"(s) {
    const { page, say } = s;
    await openTask(s, s.forbidden);
    await page.click("tab", say("projects_task_page_draft"));
    await page.find("heading", say("projects_draft_forbidden", { name: "Mika" }));
    await page.find("link", say("projects_draft_to_team"));
    await page.press(Key.ESCAPE);
    await page.gone("dialog");
  },

  async "a long draft is stopped; what came stays, and is put aside and taken up again"(s) {
    const { page, say, dataDir, invitation } = s;
    await openTask(s, invitation);
    await page.click("tab", say("projects_task_page_draft"));
    await page.find("heading", say("projects_draft_intro", { name: "Hana" }));
    await page.fill("textbox", say("projects_draft_wish"), "A long one");
    await page.click("button", say("projects_draft_begin"));
    await page.see("word word word");
    await page.click("button", say("projects_draft_stop"));
    await page.see(say("projects_draft_stopped"));
    const kept = rpc(dataDir, "tasks.draft_state", { uid: invitation.uid });
    assert.ok(kept.status === "cancelled" && kept.text.startsWith("word word"));
    await page.click("button", say("projects_draft_aside"));
    await page.find("heading", say("projects_draft_intro", { name: "Hana" }));
    await page.click("button", say("projects_undo"));
    await page.see(say("projects_draft_stopped"));
  },

  async "by keys alone it is drafted anew, what was sent is looked at, and it becomes a comment"(s) {
    const { page, say, dataDir, invitation } = s;
    await page.click("textbox", say("projects_draft_wish_again"));
    await page.press("Shorter, please", Key.TAB, Key.ENTER);
    await page.see("Come on Sunday");
    await page.find("button", say("projects_draft_as_comment"), { enabled: true });
    assert.equal(await page.run(() => window.__ran ?? null), null, "what was drafted ran");
    await tabTo(page, say("projects_draft_told"));
    await page.press(Key.ENTER);
    const told = await page.find("dialog", say("projects_draft_told"));
    await page.until("the wish was sent", (dialog) => dialog.textContent.includes("Shorter, please"), told);
    await page.press(Key.ESCAPE);
    await page.gone("dialog", say("projects_draft_told"));
    assert.deepEqual(rpc(dataDir, "comments.list", { subject: "task", subject_uid: invitation.uid }), [], "nothing came of it by itself");
    await tabTo(page, say("projects_draft_as_comment"));
    await page.press(Key.ENTER);
    await page.find("tab", say("projects_task_page_comments"));
    await untilTrue(() => rpc(dataDir, "comments.list", { subject: "task", subject_uid: invitation.uid })[0]?.by.secretary_uid === s.hana.uid);
    await page.see("Come on Sunday");
    assert.equal(rpc(dataDir, "tasks.draft_state", { uid: invitation.uid }), null);
  },

  async "another one becomes a note in the vault, in which nothing runs"(s) {
    const { page, say, vault } = s;
    await page.click("tab", say("projects_task_page_draft"));
    await page.click("button", say("projects_draft_begin"));
    const path = join(vault, "Write the invitation.md");
    await page.find("button", say("projects_draft_as_note"), { enabled: true });
    assert.ok(!existsSync(path), "nothing is written before");
    await page.click("button", say("projects_draft_as_note"));
    await page.see(say("projects_draft_noted"));
    await untilTrue(() => existsSync(path));
    const text = readFileSync(path, "utf8");
    assert.ok(text.includes("Come on **Sunday**") && !text.includes("<img"), text);
    await page.find("link", /Write the invitation/);
    // Escape would take the toast first.
    await page.click("button", say("action_close"), { within: await page.find("dialog") });
    await page.gone("dialog");
  },

  async "steps become tasks where the role allows it"(s) {
    const { page, say, dataDir, move, hana } = s;
    await openTask(s, move);
    await page.click("tab", say("projects_task_page_draft"));
    await page.click("button", say("projects_draft_begin"));
    await page.find("button", say("projects_draft_as_parts", { count: 2 }), { enabled: false });
    await page.see(say("projects_draft_no_tasks", { name: "Hana" }));
    await s.look();
    const role = rpc(dataDir, "people.create_role", { name: "Planner", category: "x", permissions: ["read", "ai_operations", "workflow_management"] });
    const { personas } = rpc(dataDir, "people.list");
    const { uid, rev, ...persona } = personas.find((one) => one.uid === hana.persona_uid);
    const content = { name: persona.name, description: persona.description, personality: persona.personality, icon: persona.icon, color: persona.color, role_uid: role.uid };
    rpc(dataDir, "people.save_persona", { uid, rev, content });
    await page.click("button", say("projects_draft_as_parts", { count: 2 }));
    await untilTrue(() => {
      const made = rpc(dataDir, "projects.get", { uid: s.project }).task_list.filter(({ parent_uid }) => parent_uid === move.uid);
      return made.map(({ title }) => title).join() === "Count the boxes,Ask the neighbours";
    });
    await page.find("checkbox", /Ask the neighbours/);
    await page.click("button", say("action_close"), { within: await page.find("dialog") });
    await page.gone("dialog");
  },

  async "nothing went wrong in the page on the way"(s) {
    await s.model.close();
    assert.deepEqual(await s.app.wrongs(), []);
  },
};

/** Opens a task's dialog from its card on the board. */
async function openTask({ page, say, project }, { key }) {
  await page.run((uid) => { location.hash = `#/projects/${uid}?view=board`; }, project);
  await page.click("button", say("projects_task_menu", { key }));
  await page.click("menuitem", say("projects_task_details"));
  await page.find("dialog", say("projects_task_dialog_title", { key }));
}
