// A conversation with a real model on this machine: llama.cpp with a small one, as `cargo xtask local-model` serves it.
// Owns: its chapters. Must not know: which engine runs, or how the model was started.

import assert from "node:assert/strict";
import { Key } from "selenium-webdriver";
import { rpc } from "./harness.mjs";
import { answered, openTalk } from "./talk.mjs";

/** Where the model is served; empty where it could not be had, and whoever started the tests said why. */
export const MODEL_URL = process.env.HISHO_LLM_URL ?? "";

/** The chapters, each after the one before it. */
export const modelChapters = {
  async "a secretary is given the model"(s) {
    const { say, page, language, dataDir, vault } = s;
    rpc(dataDir, "settings.update", { language });
    rpc(dataDir, "vault.choose", { path: vault });
    const account = rpc(dataDir, "accounts.create", { wire: "openai-chat", name: "This computer", base_url: MODEL_URL });
    const { personas } = rpc(dataDir, "people.list");
    s.hana = rpc(dataDir, "people.create_secretary", { name: "Hana", persona_uid: personas[0].uid, provider: account.provider, model: "smollm2", credential_uid: account.uid });
    s.talk = rpc(dataDir, "conversations.create", { title: "First words", participants: [s.hana.uid] });
    await openTalk(page);
    await page.click("link", /^First words/);
    await page.find("combobox", say("talk_message_field"));
  },

  async "it answers, and what it says is seen as it comes"(s) {
    const { app, page, say, dataDir } = s;
    await page.click("combobox", say("talk_message_field"));
    await page.press("Name three birds of the garden.", Key.ENTER);
    await page.find("button", say("talk_stop"));
    await answered(page, say);
    const said = rpc(dataDir, "conversations.messages", { uid: s.talk.uid }).messages;
    assert.deepEqual(said.map(({ sender }) => sender), ["person", "secretary"]);
    assert.ok(said[1].content.trim().length > 0);
    await page.find("article", say("talk_said_by", { name: "Hana" }));
    await app.keepPicture(`${app.engine}-talk`);
  },

  async "it is stopped in the middle; what came stays"(s) {
    const { page, say, dataDir } = s;
    await page.click("combobox", say("talk_message_field"));
    await page.press("Write a very long story about a lighthouse, with many chapters.", Key.ENTER);
    await page.until("some of it has come", () => [...document.querySelectorAll("article")][3]?.querySelector(".prose")?.textContent.length > 20);
    await page.click("button", say("talk_stop"));
    await page.see(say("talk_partial"));
    const last = rpc(dataDir, "conversations.messages", { uid: s.talk.uid }).messages.at(-1);
    assert.ok(last.is_partial && last.content.length > 0);
  },

  async "nothing went wrong in the page on the way"({ app }) {
    assert.deepEqual(await app.wrongs(), []);
  },
};
