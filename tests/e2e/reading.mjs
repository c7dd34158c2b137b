// What a person meets when they read: a note with all that it holds, tasks ticked where they stand, the panel beside
// the note, the graph, the loose links.
// Owns: its chapters and what must be true after each, in the window and on the disk. Must not know: which engine runs.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Key } from "selenium-webdriver";
import { rpc } from "./harness.mjs";
import { untilTrue } from "./vault.mjs";
import { escaped } from "./words.mjs";

const FOLDER = "Reading Room";
const PLAN = `${FOLDER}/Floor plan.md`;
const MINUTES = `${FOLDER}/Minutes.md`;

/** A picture of one point. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Windows line ends and a task that recurs: what a tick must leave as it is. */
const MINUTES_TEXT = "# Minutes\r\n\r\nThe Floor plan is ready.\r\n\r\n## Decided\r\n\r\n- [ ] Order larch\r\n- [/] Sand the boards\r\n- [ ] Water the moss 🔁 every day 📅 2000-01-01\r\n\r\nSee [[Floor plan#Light]].\r\n";

const PLAN_TEXT = `# Floor plan

The walls follow [[Minutes]], the roof [[Nobody wrote this]]. ==Mind the oak.== %%not for guests%% #boat/house

> [!tip]- Where to sit
> By the north window.

![[Minutes#Decided]]

![[dot.png|40]]

![[Floor plan]]

Half of it is $\\frac{1}{2}$, and $5 is money.

\`\`\`js
const shelf = 12;
\`\`\`
${"\nA line of text that takes up room.\n".repeat(40)}
## Light

The lamp hangs low.
${"\nAnother line of text that takes up room.\n".repeat(40)}
`;

/** The chapters, each after the one before it. */
export const readingChapters = {
  async "a note shows all that it holds, and nothing that it hides"({ page, language, dataDir, vault }) {
    mkdirSync(join(vault, FOLDER));
    writeFileSync(join(vault, PLAN), PLAN_TEXT);
    writeFileSync(join(vault, MINUTES), MINUTES_TEXT);
    writeFileSync(join(vault, FOLDER, "dot.png"), Buffer.from(PNG, "base64"));
    rpc(dataDir, "settings.update", { language });
    rpc(dataDir, "vault.choose", { path: vault });
    await page.find("navigation");
    await openNote(page, PLAN);
    await page.find("heading", "Floor plan");
    await page.find("img", "dot.png");
    await page.until("the picture has its size", () => document.querySelector("article img")?.width === 40);
    await page.until("the formula is drawn", () => document.querySelector("article math mfrac"));
    await page.until("the code has colours", () => document.querySelector("article .hljs-keyword")?.textContent === "const");
    await page.see("and $5 is money");
    assert.ok(!(await page.text()).includes("not for guests"));
  },

  async "what is embedded is read in place, and never within itself"({ page, say }) {
    const part = await page.find("region", say("vault_embed_label", { title: "Minutes > Decided" }));
    await page.find("checkbox", "Order larch", { within: part, checked: false });
    await page.see(say("vault_embed_loop", { target: "Floor plan" }));
  },

  async "a callout unfolds"({ page }) {
    const shut = () => document.querySelector("article details")?.open === false;
    await page.until("it is folded", shut);
    await page.run(() => document.querySelector("article summary").click());
    await page.see("By the north window.");
  },

  async "a link leads to its note, and one that leads nowhere offers to make it"({ page, say }) {
    await page.run(() => [...document.querySelectorAll("article a")].find((link) => link.textContent === "Nobody wrote this").click());
    await page.see(say("vault_link_missing", { target: "Nobody wrote this" }));
    await page.find("button", say("vault_link_create"));
    await page.click("link", "Minutes", { within: await page.find("article", "Floor plan") });
    await page.find("heading", "Minutes");
  },

  async "a task is ticked where it stands, and its file changes by that line alone"({ page, vault }) {
    await page.click("checkbox", /^Order larch/, { checked: false });
    await page.find("checkbox", /^Order larch/, { checked: true });
    const today = /✅ \d{4}-\d\d-\d\d/;
    await untilTrue(() => today.test(readFileSync(join(vault, MINUTES), "utf8")));
    const text = readFileSync(join(vault, MINUTES), "utf8");
    const [day] = today.exec(text);
    assert.equal(text, MINUTES_TEXT.replace("- [ ] Order larch", `- [x] Order larch ${day}`));
  },

  async "one that recurs leaves the next one behind"({ page, vault }) {
    await page.click("checkbox", /^Water the moss/, { checked: false });
    await untilTrue(() => readFileSync(join(vault, MINUTES), "utf8").match(/Water the moss/g).length === 2);
    await page.find("checkbox", /^Water the moss/, { checked: true });
    await page.find("checkbox", /^Water the moss/, { checked: false });
  },

  async "the panel knows who links here, and makes a link of what only names the note"({ page, say, vault }) {
    await openNote(page, PLAN);
    await page.find("heading", "Floor plan");
    await page.click("tab", say("vault_panel_backlinks"));
    await page.find("button", /Floor plan#Light/);
    await page.click("button", say("vault_mention_link_named", { title: "Minutes" }));
    await page.see(say("vault_mention_linked", { title: "Minutes" }));
    assert.match(readFileSync(join(vault, MINUTES), "utf8"), /The \[\[(?:Reading Room\/)?Floor plan\]\] is ready\./);
    await page.see(say("vault_mentions_none"));
  },

  async "the outline leads to a heading and marks where the reader is"({ page, say }) {
    await page.click("tab", say("vault_panel_outline"));
    await page.click("button", "Light", { within: await page.find("list", say("vault_panel_outline")) });
    await page.until("the heading is on the screen", () => {
      const heading = [...document.querySelectorAll("article :is(h2, h3)")].find(({ textContent }) => textContent === "Light");
      const { top } = heading.getBoundingClientRect();
      return top > 0 && top < 300;
    });
    await page.until("it is marked", () => document.querySelector("aside [aria-current=location]")?.textContent === "Light");
  },

  async "a link that leads nowhere is found among the note's links"({ page, say }) {
    await page.click("tab", say("vault_panel_outgoing"));
    await page.find("button", say("vault_link_create_named", { target: "Nobody wrote this" }));
  },

  async "the graph of the neighbourhood has a list for those who do not see it"({ page, say }) {
    await page.click("tab", say("vault_panel_graph"));
    await page.click("button", /^Minutes/, { within: await page.find("list", say("vault_graph_near")) });
    await page.find("heading", "Minutes");
  },

  async "the whole graph is walked through by search and neighbours"({ page, say }) {
    await page.run(() => void (location.hash = "#/vault/graph"));
    await page.find("heading", say("vault_graph_title"));
    await page.fill("searchbox", say("vault_graph_search"), "floor pl");
    await page.click("button", /^Floor plan/, { within: await page.find("list", say("vault_graph_points")) });
    await page.find("list", say("vault_graph_neighbours", { title: "Floor plan" }));
    await page.click("button", say("vault_graph_open"));
    await page.find("heading", "Floor plan");
  },

  async "the loose links are listed, and lead to where they stand"({ page, say }) {
    await page.run(() => void (location.hash = "#/vault/links"));
    await page.find("heading", say("vault_loose_title"));
    await page.find("button", say("vault_link_create_named", { target: "Nobody wrote this" }));
  },

  async "a task of a note that is due is ticked from Today"({ page, say, vault }) {
    await page.click("link", undefined, { within: await page.find("navigation"), href: "/today" });
    await page.click("checkbox", new RegExp(`^${escaped(say("today_complete", { title: "Water the moss" }))}$`));
    await page.see(say("today_completed", { title: "Water the moss" }));
    await untilTrue(() => readFileSync(join(vault, MINUTES), "utf8").match(/- \[x\] Water the moss/g).length === 2);
    await page.press(Key.ESCAPE);
  },

  async "nothing went wrong in the page"({ app }) {
    assert.deepEqual(await app.wrongs(), []);
  },
};

/** Opens a note by its address, as a link to it would. */
function openNote(page, path) {
  return page.run((hash) => void (location.hash = hash), `#/vault?path=${encodeURIComponent(path)}`);
}
