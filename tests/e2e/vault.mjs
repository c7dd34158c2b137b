// What a person does in the vault's place: finds notes by tree, search and switcher, writes in one, renames, deletes.
// Owns: its chapters and what must be true after each, in the window and on the disk. Must not know: which engine runs.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Key } from "selenium-webdriver";
import { rpc } from "./harness.mjs";
import { escaped } from "./words.mjs";

const FOLDER = "Zen Garden";
const BEDS = `${FOLDER}/Beds.md`;
const TOOLS = `${FOLDER}/Tools.md`;

/** The chapters, each after the one before it. */
export const vaultChapters = {
  async "the vault is opened, and its folders are a tree"({ page, say, language, dataDir, vault }) {
    mkdirSync(join(vault, FOLDER));
    writeFileSync(join(vault, BEDS), "# Beds\n\nRake as shown in [[Tools]]. The edging is zelkova.\n\nLast line.\n");
    writeFileSync(join(vault, TOOLS), "# Tools\n\nA rake.\n");
    // What is deleted stays in the vault, where the toast can bring it back from.
    mkdirSync(join(vault, ".obsidian"), { recursive: true });
    writeFileSync(join(vault, ".obsidian", "app.json"), JSON.stringify({ trashOption: "local" }));
    rpc(dataDir, "settings.update", { language });
    rpc(dataDir, "vault.choose", { path: vault });
    await page.click("link", undefined, { within: await page.find("navigation"), href: "/vault" });
    await page.find("treeitem", nameOf(FOLDER), { within: await page.find("tree", say("files_tree_label")) });
  },

  async "a note is opened by the keys of the tree alone"({ page }) {
    await page.run(() => document.querySelector("[role=tree]").focus());
    await page.press("zen");
    assert.match(await currentRow(page), nameOf(FOLDER));
    await page.press(Key.ARROW_RIGHT);
    await page.find("treeitem", nameOf("Beds"));
    await page.press(Key.ARROW_RIGHT);
    assert.match(await currentRow(page), nameOf("Beds"));
    await page.press(Key.ENTER);
    await page.find("heading", "Beds");
    await page.press(Key.ARROW_LEFT, Key.ARROW_LEFT);
    await page.gone("treeitem", nameOf("Beds"));
    assert.match(await currentRow(page), nameOf(FOLDER));
  },

  async "a search finds while it is typed, and Enter opens what was found first"({ page, say }) {
    await page.fill("searchbox", say("vault_search_label"), "zelkova");
    await page.find("link", /^Beds/);
    await page.see(say("vault_search_total", { count: 1 }));
    await page.press(Key.ENTER);
    await page.find("heading", "Beds");
    await page.click("button", say("vault_search_clear"));
    await page.find("tree", say("files_tree_label"));
  },

  async "a query that is wrong is told by its wrong part"({ page, say }) {
    await page.fill("searchbox", say("vault_search_label"), "line:(rake");
    await page.find("alert", new RegExp(escaped("(rake")));
    await page.click("button", say("vault_search_clear"));
  },

  async "the switcher opens a note by a few letters"({ page, say }) {
    await page.chord(Key.CONTROL, "o");
    const dialog = await page.find("dialog", say("switch_title"));
    await page.press("tool");
    await page.find("option", nameOf("Tools"), { within: dialog });
    await page.press(Key.ENTER);
    await page.gone("dialog");
    await page.find("heading", "Tools");
  },

  async "and makes one that is missing"({ page, say, vault }) {
    await page.chord(Key.CONTROL, "o");
    await page.find("dialog", say("switch_title"));
    await page.press(`${FOLDER}/Gate`);
    await page.find("option", say("switch_create", { title: "Gate", folder: FOLDER }));
    await page.press(Key.ENTER);
    await page.find("heading", "Gate");
    assert.ok(existsSync(join(vault, FOLDER, "Gate.md")));
  },

  async "what is written is saved by itself"({ page, say, vault }) {
    await page.chord(Key.CONTROL, "o");
    await page.find("dialog", say("switch_title"));
    await page.press("Beds", Key.ENTER);
    await page.find("heading", "Beds");
    await page.chord(Key.CONTROL, "e");
    await page.find("textbox", say("editor_label", { path: BEDS }));
    await page.chord(Key.CONTROL, Key.END);
    await page.press("Moss grows.");
    await page.see(say("editor_edited"));
    await page.see(say("editor_saved"));
    assert.match(readFileSync(join(vault, BEDS), "utf8"), /Last line\.\nMoss grows\.$/);
  },

  async "what another program writes meanwhile comes along"({ page, vault }) {
    await page.press(" And ferns.");
    const path = join(vault, BEDS);
    writeFileSync(path, readFileSync(path, "utf8").replace("# Beds\n", "# Beds\n\nFrom elsewhere.\n"));
    await page.until("the editor has both", () => /From elsewhere[^]*Moss grows\. And ferns\./.test(document.querySelector(".cm-content").innerText));
    await untilTrue(() => {
      const text = readFileSync(path, "utf8");
      return text.includes("From elsewhere.") && text.includes("Moss grows. And ferns.");
    });
    await page.chord(Key.CONTROL, "e");
    await page.find("heading", "Beds");
  },

  async "a note gets another name, and the link to it follows"({ page, say, vault }) {
    await page.chord(Key.CONTROL, "o");
    await page.find("dialog", say("switch_title"));
    await page.press("Tools", Key.ENTER);
    await page.find("heading", "Tools");
    await page.click("button", say("files_more"));
    await page.click("menuitem", say("files_rename_action"));
    const dialog = await page.find("dialog", say("files_rename_title", { name: "Tools" }));
    await page.until("one can type at once", () => document.activeElement?.matches("[role=dialog] input"));
    await page.fill("textbox", new RegExp(`^${escaped(say("files_new_name"))}`), "Implements", { within: dialog });
    await page.see(say("files_links_change_one"));
    await page.click("button", say("files_rename"), { within: dialog });
    await page.gone("dialog");
    await page.see(say("files_renamed", { name: "Implements" }));
    assert.match(readFileSync(join(vault, BEDS), "utf8"), /\[\[Implements\]\]/);
    assert.ok(!existsSync(join(vault, TOOLS)));
  },

  async "a note that was deleted comes back from the toast"({ page, say, vault }) {
    const path = join(vault, FOLDER, "Implements.md");
    await page.find("treeitem", nameOf("Implements"));
    await page.run(() => document.querySelector("[role=tree]").focus());
    await page.press(Key.DELETE);
    // It asks first, and shows what would go.
    await page.click("button", say("files_delete"), { within: await page.find("dialog") });
    await page.see(say("files_deleted", { name: "Implements" }));
    assert.ok(!existsSync(path));
    await page.click("button", say("action_undo"), { within: (await page.all("listitem", new RegExp(escaped(say("files_deleted", { name: "Implements" }))))).at(-1) });
    await page.see(say("files_undeleted", { name: "Implements" }));
    assert.ok(existsSync(path));
  },

  async "nothing went wrong in the page"({ app }) {
    assert.deepEqual(await app.wrongs(), []);
  },
};

/** The name of the row that the tree says is its current one. */
function currentRow(page) {
  return page.until("the tree has a current row", () => {
    const id = document.querySelector("[role=tree]").getAttribute("aria-activedescendant");
    return id && document.getElementById(id)?.innerText.replace(/\s+/g, " ").trim();
  });
}

/** A name by which something is found, with what may stand behind it. */
function nameOf(name) {
  return new RegExp(`^${escaped(name)}(\\s|$)`);
}

/** Waits until something about the files is true. */
export async function untilTrue(is) {
  for (const end = Date.now() + 20_000; !is(); ) {
    if (Date.now() > end) throw new Error("the files never came to be so");
    await new Promise((go) => setTimeout(go, 50));
  }
}
