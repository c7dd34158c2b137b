// What a person does in the place Talk without any model: begins a conversation, speaks for a secretary, adds notes and
// files, edits, branches, orders, puts away, and is shown hostile texts that do nothing.
// Owns: its chapters and what must be true after each, in the window and in the database. Must not know: which engine runs.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Key } from "selenium-webdriver";
import { rpc } from "./harness.mjs";
import { inPieces, startModel } from "./model.mjs";
import { repo } from "./places.mjs";
import { closeToasts } from "./story.mjs";
import { untilTrue } from "./vault.mjs";

/** A picture of one point. */
const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const HOSTILE = join(repo, "tests", "data", "hostile");

/** Every hostile text, by the name of its file. */
export function hostileTexts() {
  return readdirSync(HOSTILE).filter((name) => name !== "README.md").sort().map((name) => ({ name, text: readFileSync(join(HOSTILE, name), "utf8") }));
}

/** The chapters, each after the one before it. */
export const talkChapters = {
  async "without a secretary the place says whom to take on first"(s) {
    const { page, say, language, dataDir, vault } = s;
    rpc(dataDir, "settings.update", { language });
    rpc(dataDir, "vault.choose", { path: vault });
    await openTalk(page);
    await page.find("heading", say("talk_nobody_title"));
    const { personas } = rpc(dataDir, "people.list");
    s.hana = rpc(dataDir, "people.create_secretary", { name: "Hana", persona_uid: personas[0].uid });
    s.taro = rpc(dataDir, "people.create_secretary", { name: "Taro", persona_uid: personas[1].uid });
    await page.find("heading", say("talk_empty_title"));
  },

  async "a conversation is begun by the keys alone"({ page, say }) {
    await page.chord(Key.CONTROL, "k");
    await page.find("dialog", say("palette_title"));
    await page.press(say("palette_new_conversation"));
    await page.find("option", say("palette_new_conversation"));
    await page.press(Key.ENTER);
    const dialog = await page.find("dialog", say("talk_new"));
    await page.find("checkbox", "Hana", { within: dialog, checked: true });
    await tabTo(page, "Taro");
    await page.press(" ");
    await page.find("checkbox", "Taro", { within: dialog, checked: true });
    await tabTo(page, say("talk_begin"));
    await page.press(Key.ENTER);
    await page.gone("dialog", say("talk_new"));
    await page.find("combobox", say("talk_message_field"));
  },

  async "somebody's own picture is their face here too"({ page, dataDir, hana }) {
    const picture = rpc(dataDir, "people.add_picture", { base64: DOT });
    const { uid, rev, ...persona } = rpc(dataDir, "people.list").personas.find((one) => one.uid === hana.persona_uid);
    const content = { name: persona.name, personality: persona.personality, role_uid: persona.role_uid, icon: persona.icon, color: persona.color, icon_type: "upload", icon_attachment_uid: picture.uid };
    rpc(dataDir, "people.save_persona", { uid, rev, content });
    await page.until("the picture is shown", () => document.querySelector("main img[src^='blob:']")?.naturalWidth > 0);
  },

  async "one is named, a note goes along, and what would be sent is shown"({ page, say }) {
    await page.click("combobox", say("talk_message_field"));
    await page.press("@ha");
    await page.find("option", /^Hana/);
    await page.press(Key.ENTER, "what is in [[acme");
    await page.find("option", /^ACME/);
    await page.press(Key.ENTER, "this note?");
    await page.find("button", say("talk_take_out", { name: "ACME" }));
    await page.click("button", say("talk_show_sent"));
    const dialog = await page.find("dialog", say("talk_sent_title"));
    await page.find("region", "Hana", { within: dialog });
    await page.see("Take out the trash");
    assert.equal(await page.run(() => document.querySelectorAll('[role="dialog"] section').length), 1, "only who was named is told");
    await page.press(Key.ESCAPE);
    await page.gone("dialog", say("talk_sent_title"));
  },

  async "what is written is still there after the page was closed"({ page, say, app }) {
    await page.run(() => location.reload());
    await page.find("combobox", say("talk_message_field"));
    await page.watch();
    const kept = await page.until("the draft is there", () => document.querySelector("textarea")?.value);
    assert.equal(kept, "@Hana what is in this note?");
    await page.find("button", say("talk_take_out", { name: "ACME" }));
    assert.deepEqual(await app.wrongs(), []);
  },

  async "the person speaks for a secretary without a model"({ page, say }) {
    await page.click("combobox", say("talk_message_field"));
    await page.press(Key.ENTER);
    await page.fill("textbox", say("talk_answer_for", { name: "Hana" }), "It holds **chores**, see [[ACME]].");
    await page.chord(Key.CONTROL, Key.ENTER);
    await page.gone("textbox", say("talk_answer_for", { name: "Hana" }));
    await page.find("article", say("talk_said_by", { name: "Hana" }));
    await page.find("link", "ACME", { atLeast: 2 });
    // The conversation is called by the first thing that was said.
    await page.find("heading", "@Hana what is in this note?");
  },

  async "a message is edited; the mark leads to the text before"({ page, say }) {
    const mine = await page.find("article", say("talk_said_by", { name: say("talk_you") }));
    await menu(page, say, mine, "talk_edit");
    await page.fill("textbox", say("talk_edit_label"), "What do these chores cost?");
    await page.chord(Key.CONTROL, Key.ENTER);
    await page.gone("textbox", say("talk_edit_label"));
    await page.see("What do these chores cost?");
    await page.click("button", say("talk_edited"));
    const dialog = await page.find("dialog", say("talk_versions"));
    await page.see("@Hana what is in this note?");
    await page.press(Key.ESCAPE);
    await page.gone("dialog", say("talk_versions"));
    assert.ok(dialog);
  },

  async "an answer is quoted, and a message is deleted and taken back"({ page, say }) {
    const answer = await page.find("article", say("talk_said_by", { name: "Hana" }));
    await menu(page, say, answer, "talk_quote");
    const quoted = await page.until("the answer is quoted", () => document.querySelector("form textarea")?.value);
    assert.equal(quoted, "> It holds **chores**, see [[ACME]].\n\n");
    await page.fill("combobox", say("talk_message_field"), " ");
    await page.press(Key.BACK_SPACE);
    await menu(page, say, await page.find("article", say("talk_said_by", { name: "Hana" })), "talk_delete_message");
    await page.gone("article", say("talk_said_by", { name: "Hana" }));
    await page.click("button", say("action_undo"));
    await page.find("article", say("talk_said_by", { name: "Hana" }));
  },

  async "a branch goes its own way and leads back"({ page, say, dataDir }) {
    await menu(page, say, await page.find("article", say("talk_said_by", { name: "Hana" })), "talk_branch");
    await page.find("link", say("talk_branched_from"));
    const found = rpc(dataDir, "conversations.list");
    assert.deepEqual(found.map(({ messages }) => messages), [2, 2]);
    await page.click("link", say("talk_branched_from"));
    await page.gone("link", say("talk_branched_from"));
  },

  async "orders make a task, a plan and a note, and say so"({ page, say, dataDir, vault }) {
    await page.click("combobox", say("talk_message_field"));
    await page.press("/ta");
    await page.find("option", /^\/task/);
    await page.press(Key.ENTER, "Buy a rake", Key.ENTER);
    await page.find("link", "Buy a rake");
    assert.equal(rpc(dataDir, "tasks.inbox").at(-1).title, "Buy a rake");
    await page.press("/note Chores", Key.ENTER);
    await page.find("link", "Chores.md");
    assert.equal(readFileSync(join(vault, "Chores.md"), "utf8"), "It holds **chores**, see [[ACME]].");
    await page.press("/plan A tidy garden", Key.ENTER);
    await page.click("link", "A tidy garden");
    await page.find("region", say("plans_editor_label"));
    await page.run(() => history.back());
    await page.find("combobox", say("talk_message_field"));
  },

  async "a file goes along and is shown"({ page, say, dataDir }) {
    await page.run((base64) => {
      const picture = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const files = new DataTransfer();
      files.items.add(new File([picture], "dot.png", { type: "image/png" }));
      document.querySelector("textarea").dispatchEvent(new ClipboardEvent("paste", { clipboardData: files, bubbles: true, cancelable: true }));
    }, DOT);
    await page.find("button", say("talk_take_out", { name: "dot.png" }));
    await page.click("combobox", say("talk_message_field"));
    await page.press("@Taro look", Key.ENTER);
    await page.find("button", say("talk_picture_open", { name: "dot.png" }));
    await closeToasts(page, say);
    await page.click("button", say("talk_answer_pass"));
    await page.gone("button", say("talk_answer_pass"));
    const [talk] = rpc(dataDir, "conversations.list");
    assert.equal(rpc(dataDir, "conversations.messages", { uid: talk.uid }).messages.at(-1).attachments[0].name, "dot.png");
  },

  async "it is found by its words, renamed, archived and taken up again"({ page, say }) {
    await page.fill("searchbox", say("talk_search"), "chores cost");
    await page.click("button", /chores cost/);
    await page.see("What do these chores cost?");
    await page.fill("searchbox", say("talk_search"), " ");
    await page.press(Key.BACK_SPACE);
    await conversationMenu(page, say, "talk_rename");
    await page.fill("textbox", new RegExp(`^${say("talk_title")}`), "The garden");
    await page.press(Key.ENTER);
    await page.find("heading", "The garden");
    await conversationMenu(page, say, "talk_archive");
    await page.see(say("talk_archived_text"));
    await page.gone("combobox", say("talk_message_field"));
    await page.click("button", say("talk_unarchive"));
    await page.find("combobox", say("talk_message_field"));
  },

  async "it is written out into the vault after it was shown"({ page, say, vault }) {
    await conversationMenu(page, say, "talk_export");
    const dialog = await page.find("dialog", say("talk_export"));
    await page.find("region", say("talk_export_preview"), { within: dialog });
    assert.ok(!existsSync(join(vault, "The garden.md")), "nothing is written before");
    await page.click("button", say("talk_export_note"), { within: dialog });
    await page.gone("dialog", say("talk_export"));
    assert.match(readFileSync(join(vault, "The garden.md"), "utf8"), /What do these chores cost\?/);
  },

  async "it is deleted and brought back"({ page, say }) {
    await conversationMenu(page, say, "talk_delete");
    await page.gone("heading", "The garden");
    await page.click("button", say("action_undo"));
    await page.find("heading", "The garden");
  },

  async "hostile texts run nothing, fetch nothing and lead nowhere"(s) {
    const { app, page, say, dataDir, hana } = s;
    const talk = rpc(dataDir, "conversations.create", { title: "Hostile", participants: [hana.uid] });
    for (const { text } of hostileTexts()) {
      rpc(dataDir, "conversations.send", { uid: talk.uid, secretary_uid: hana.uid, content: text });
    }
    rpc(dataDir, "conversations.send", { uid: talk.uid, content: "That was all of it." });
    await page.run((uid) => void (location.hash = `#/talk?uid=${uid}`), talk.uid);
    await page.find("heading", "Hostile");
    await page.see("That was all of it.");
    await lookedThrough(page, say);
    await nothingHappened(page);
    assert.deepEqual(await app.wrongs(), []);
  },

  async "nor while they come, piece by piece"(s) {
    const { app, page, say, dataDir, hana } = s;
    const texts = hostileTexts();
    const model = await startModel((asked) => ({ pieces: inPieces(texts.find(({ name }) => asked.includes(name)).text), everyMs: 10, atOnce: 40 }));
    try {
      const account = rpc(dataDir, "accounts.create", { wire: "openai-chat", name: "stand-in", base_url: model.url });
      const { personas } = rpc(dataDir, "people.list");
      const eve = rpc(dataDir, "people.create_secretary", { name: "Eve", persona_uid: personas[0].uid, provider: account.provider, model: "stand-in", credential_uid: account.uid });
      const talk = rpc(dataDir, "conversations.create", { title: "Streamed", participants: [eve.uid, hana.uid] });
      await page.run((uid) => void (location.hash = `#/talk?uid=${uid}`), talk.uid);
      await page.find("heading", "Streamed");
      for (const [at, { name }] of texts.entries()) {
        await page.click("combobox", say("talk_message_field"));
        await page.press(`@Eve say ${name}`, Key.ENTER);
        await untilTrue(() => {
          const said = rpc(dataDir, "conversations.messages", { uid: talk.uid }).messages;
          return said.length === (at + 1) * 2 && !rpc(dataDir, "talk.state", { conversation_uid: talk.uid }).is_running;
        });
        await page.gone("button", say("talk_stop"));
        await nothingHappened(page);
      }
      assert.deepEqual(await app.wrongs(), []);
    } finally {
      await model.close();
    }
  },

  async "an answer is stopped; what came stays and is marked, and can be asked for again"({ page, say, dataDir, hana }) {
    const model = await startModel((asked) => ({ pieces: inPieces(asked.includes("long") ? "word ".repeat(4_000) : "A short one."), everyMs: 20, atOnce: 2 }));
    try {
      const account = rpc(dataDir, "accounts.create", { wire: "openai-chat", name: "slow", base_url: model.url });
      const slow = rpc(dataDir, "people.create_secretary", { name: "Slow", persona_uid: hana.persona_uid, provider: account.provider, model: "stand-in", credential_uid: account.uid });
      const talk = rpc(dataDir, "conversations.create", { title: "Stopped", participants: [slow.uid] });
      await page.run((uid) => void (location.hash = `#/talk?uid=${uid}`), talk.uid);
      await page.find("heading", "Stopped");
      await page.click("combobox", say("talk_message_field"));
      await page.press("A long one, please", Key.ENTER);
      await page.see("word word word");
      await page.click("button", say("talk_stop"));
      await page.see(say("talk_partial"));
      const partial = rpc(dataDir, "conversations.messages", { uid: talk.uid }).messages.at(-1);
      assert.ok(partial.is_partial && partial.content.startsWith("word word"));
      const first = rpc(dataDir, "conversations.messages", { uid: talk.uid }).messages[0];
      rpc(dataDir, "conversations.edit_message", { uid: first.uid, rev: first.rev, content: "Another, please" });
      await menu(page, say, await page.find("article", say("talk_said_by", { name: "Slow" })), "talk_retry");
      await page.see("A short one.");
      await page.until("it is no longer marked", (mark) => !document.querySelector("main").innerText.includes(mark), say("talk_partial"));
      await menu(page, say, await page.find("article", say("talk_said_by", { name: "Slow" })), "talk_recorded");
      await page.find("dialog", say("talk_recorded_title"));
      await page.see("Another, please");
      await page.press(Key.ESCAPE);
      await page.gone("dialog", say("talk_recorded_title"));
    } finally {
      await model.close();
    }
  },

  async "a service that is gone is told in words with what to do"({ page, say }) {
    await page.click("combobox", say("talk_message_field"));
    await page.press("Are you there?", Key.ENTER);
    const alert = await page.find("alert");
    await page.until("it says what happened", (told, words) => told.textContent.includes(words), alert, say("model_unreachable"));
    await page.find("button", say("talk_retry"), { within: alert });
  },

  async "nothing went wrong in the page on the way"({ app }) {
    assert.deepEqual(await app.wrongs(), []);
  },
};

/** Scrolls through everything that was said, so that each message is drawn once. */
async function lookedThrough(page, say) {
  const list = await page.find("group", say("talk_messages_label"));
  for (let step = 0; step < 200; step += 1) {
    const atTop = await page.run((scroller) => {
      scroller.scrollTop -= scroller.clientHeight * 0.8;
      return scroller.scrollTop <= 0;
    }, list);
    await page.settle();
    if (atTop) return;
  }
  throw new Error("the list has no beginning");
}

/** Requires that no text ran, asked for anything outside, or became anything but text and links. */
export async function nothingHappened(page) {
  const found = await page.run(() => {
    const shown = document.querySelector("main");
    // The window's own commands go by a protocol of its own.
    const outside = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => ![location.origin, "blob:", "ipc://localhost/", "http://ipc.localhost/"].some((own) => name.startsWith(own)));
    const live = [...shown.querySelectorAll("script, style, iframe, object, embed, base, meta, link, form[action], video, audio, source, svg script")].map(({ outerHTML }) => outerHTML.slice(0, 120));
    const handlers = [...shown.querySelectorAll(".prose *")].flatMap((element) => [...element.attributes].filter(({ name }) => name.startsWith("on") || name === "srcdoc" || name === "formaction").map(({ name }) => name));
    const addresses = [...shown.querySelectorAll(".prose a[href]")].map((a) => a.getAttribute("href")).filter((href) => !/^(https?:|mailto:|obsidian:|#)/.test(href));
    const pictures = [...shown.querySelectorAll(".prose img")].map(({ src }) => src);
    return { ran: window.__ran ?? null, outside, live, handlers, addresses, pictures };
  });
  assert.deepEqual(found, { ran: null, outside: [], live: [], handlers: [], addresses: [], pictures: [] });
}

/** Goes to the place by the navigation. */
export async function openTalk(page) {
  await page.click("link", undefined, { within: await page.find("navigation"), href: "/talk" });
}

/** Takes an entry of a message's menu. */
async function menu(page, say, row, entry) {
  await page.click("button", say("talk_message_more"), { within: row });
  await page.click("menuitem", say(entry));
}

/** Takes an entry of the conversation's menu. */
async function conversationMenu(page, say, entry) {
  await page.click("button", say("talk_more"));
  await page.click("menuitem", say(entry));
}

/** Presses Tab until the focus is on what is called so. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 60; presses += 1) {
    const here = await page.run(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");
    if (here === name) return;
    await page.press(Key.TAB);
  }
  throw new Error(`Tab never reached ${name}`);
}

/** Waits until an answer that is on its way has come. */
export async function answered(page, say) {
  await page.gone("button", say("talk_stop"), { patience: 120_000 });
}

