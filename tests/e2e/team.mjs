// What a person does for their team: connects a service, takes somebody on, gives them a face, a role and a team, and
// sees what they cost.
// Owns: its chapters and what must be true after each. Must not know: which engine runs.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Key } from "selenium-webdriver";
import { rpc } from "./harness.mjs";
import { startService } from "./service.mjs";
import { closeToasts, go } from "./story.mjs";
import { anyOf, escaped } from "./words.mjs";

/** A key that can be told from everything else, wherever it lies. */
const KEY = "sk-canary-Zr7Qm2Vx9";
const NAME = "筆子";

/** The chapters, each after the one before it. */
export const teamChapters = {
  async "the settings say that nothing is connected yet"(s) {
    const { page, say, language, dataDir, vault } = s;
    rpc(dataDir, "settings.update", { language });
    rpc(dataDir, "vault.choose", { path: vault });
    s.service = await startService(KEY);
    await go(page, "/settings");
    await page.find("heading", say("settings_models"));
    await page.see(say("accounts_empty"));
  },

  async "a service is connected with a wrong key, and it is told what is wrong"({ page, say, service }) {
    await page.click("button", say("accounts_add"));
    const dialog = await page.find("dialog", say("accounts_add"));
    await page.click("radio", say("accounts_preset_compatible"), { within: dialog });
    await page.fill("textbox", begins(say("accounts_name")), "筆の会", { within: dialog });
    await page.fill("textbox", begins(say("accounts_address")), "筆", { within: dialog });
    await typeKey(page, "sk-wrong");
    await page.click("button", say("accounts_add_confirm"), { within: dialog });
    await page.see(say("accounts_address_wrong"));
    await page.fill("textbox", begins(say("accounts_address")), service.base, { within: dialog });
    await page.click("button", say("accounts_add_confirm"), { within: dialog });
    await page.gone("dialog");
    // It is tried at once, and no keychain holds its key here.
    await page.see(say("model_unauthorized"));
    await page.see(say("accounts_session_only"));
  },

  async "the right key works, and is shown by its end alone"({ page, say, service }) {
    await page.click("button", say("accounts_more", { name: "筆の会" }));
    await page.click("menuitem", say("accounts_key_change"));
    const dialog = await page.find("dialog", say("accounts_key_title", { name: "筆の会" }));
    await typeKey(page, KEY);
    await page.click("button", say("accounts_key_keep"), { within: dialog });
    await page.gone("dialog");
    await page.find("status", anyOf(say, "accounts_test_good", { count: 2 }));
    await page.see(say("accounts_hint", { hint: KEY.slice(-4) }));
    assert.ok(service.seen.every((line) => line === "GET /v1/models"), service.seen.join());
  },

  async "somebody is taken on who speaks through it"({ page, say }) {
    await go(page, "/team");
    await page.click("button", say("people_add"));
    const dialog = await page.find("dialog", say("people_add"));
    await page.fill("textbox", begins(say("people_name")), NAME, { within: dialog });
    await choose(page, say("people_voice"), "筆の会");
    await page.click("combobox", begins(say("people_model_field")), { within: dialog });
    await page.click("option", "brush-1", { within: dialog });
    await page.click("button", say("people_skill_add"), { within: dialog });
    await page.fill("textbox", say("people_skill_name", { number: 1 }), "書道", { within: dialog });
    await choose(page, say("people_skill_level", { number: 1 }), "9");
    await page.click("button", say("people_add_confirm"), { within: dialog });
    await page.gone("dialog");
    await page.find("heading", NAME);
    await page.find("img", say("people_level", { level: 9 }));
    await page.see("brush-1");
  },

  async "a role is made by the keyboard alone"({ page, say, dataDir }) {
    await page.click("tab", begins(say("people_roles")));
    await tabTo(page, say("people_role_add"));
    await page.press(Key.ENTER);
    await page.find("dialog", say("people_role_add"));
    await tabTo(page, begins(say("people_name")));
    await page.press("清書係");
    await tabTo(page, begins(say("people_role_category")));
    await page.press("書");
    await tabTo(page, say("people_permission_read"));
    await page.press(Key.SPACE);
    await tabTo(page, say("action_save"));
    await page.press(Key.ENTER);
    await page.gone("dialog");
    await page.find("heading", "清書係");
    const role = rpc(dataDir, "people.list").roles.find(({ name }) => name === "清書係");
    assert.deepEqual([role.category, role.permissions], ["書", []]);
  },

  async "shipped roles cannot be changed, but be taken for a beginning"({ page, say, dataDir }) {
    const shipped = rpc(dataDir, "people.list").roles.find(({ is_system: system }) => system).name;
    await page.click("button", say("people_more", { name: shipped }));
    await page.gone("menuitem", say("people_edit"));
    await page.click("menuitem", say("people_duplicate"));
    await page.find("heading", `${shipped} 2`);
  },

  async "a persona gets a face drawn from a name"({ page, say, dataDir }) {
    await page.click("tab", begins(say("people_personas")));
    await page.click("button", say("people_persona_add"));
    const dialog = await page.find("dialog", say("people_persona_add"));
    await page.click("button", say("action_save"), { within: dialog });
    await page.see(say("invalid_required", { field: say("people_personality") }));
    await page.fill("textbox", begins(say("people_name")), "書家", { within: dialog });
    await page.fill("textbox", begins(say("people_personality")), "一画ずつ考える。", { within: dialog });
    await page.click("radio", say("people_style_waves"), { within: dialog });
    await page.click("button", say("action_save"), { within: dialog });
    await page.gone("dialog");
    const persona = rpc(dataDir, "people.list").personas.find(({ name }) => name === "書家");
    assert.deepEqual([persona.icon_type, persona.icon], ["generated", "waves"]);
  },

  async "a picture becomes a face, and what is no picture is refused"({ app, page, say, dataDir, folder }) {
    await page.click("button", say("people_more", { name: "書家" }));
    await page.click("menuitem", say("people_edit"));
    const dialog = await page.find("dialog", say("people_persona_edit", { name: "書家" }));
    await page.click("radio", say("people_icon_upload"), { within: dialog });
    const field = () => app.driver.findElement({ css: "[role=dialog] input[type=file]" });
    writeFileSync(join(folder.path, "face.svg"), "<svg xmlns='http://www.w3.org/2000/svg'><script>document.title='ran'</script></svg>");
    await (await field()).sendKeys(join(folder.path, "face.svg"));
    await page.see(say("people_picture_bad"));
    writeFileSync(join(folder.path, "face.png"), await page.picture());
    await (await field()).sendKeys(join(folder.path, "face.png"));
    await page.until("the picture is shown", () => document.querySelector("[role=dialog] img[src^='blob:']")?.naturalWidth === 256);
    await page.click("button", say("action_save"), { within: dialog });
    await page.gone("dialog");
    assert.equal(rpc(dataDir, "people.list").personas.find(({ name }) => name === "書家").icon_type, "upload");
  },

  async "a team is full when its seats are taken"({ page, say, dataDir }) {
    await page.click("tab", begins(say("people_teams")));
    await page.click("button", say("people_team_add"));
    const dialog = await page.find("dialog", say("people_team_add"));
    await page.fill("textbox", begins(say("people_name")), "一人の会", { within: dialog });
    await page.fill("textbox", say("people_team_limit"), "1", { within: dialog });
    await page.click("button", say("action_save"), { within: dialog });
    await page.gone("dialog");
    await page.click("button", say("people_team_seats_of", { name: "一人の会" }));
    await page.click("checkbox", NAME);
    await page.see(say("people_team_full"));
    await page.click("button", say("people_team_lead_named", { name: NAME }));
    await page.until("she leads", () => document.querySelector("[role=dialog] [aria-pressed=true]"));
    await page.press(Key.ESCAPE);
    await page.gone("dialog");
    const team = rpc(dataDir, "people.list").teams.find(({ name }) => name === "一人の会");
    assert.deepEqual(team.seats.map(({ role }) => role), ["leader"]);
  },

  async "who is deleted comes back"({ page, say }) {
    await page.click("tab", begins(say("people_secretaries")));
    await page.click("button", say("people_more", { name: NAME }));
    await page.click("menuitem", say("people_delete"));
    await page.gone("heading", NAME);
    await page.click("button", say("action_undo"));
    await page.find("heading", NAME);
  },

  async "a price is written down, and a call is counted by it"({ page, say, service, dataDir }) {
    await go(page, "/usage");
    await page.see(say("usage_empty_title"));
    await page.click("button", say("usage_price_add"));
    const dialog = await page.find("dialog", say("usage_price_add"));
    await page.fill("textbox", begins(say("usage_price_at")), service.base, { within: dialog });
    await page.fill("textbox", begins(say("usage_by_model")), "brush-1", { within: dialog });
    await page.fill("textbox", begins(say("usage_price_input")), "1000", { within: dialog });
    await page.fill("textbox", begins(say("usage_price_output")), "2000", { within: dialog });
    await page.click("button", say("action_save"), { within: dialog });
    await page.gone("dialog");
    await closeToasts(page, say);
    assert.equal(rpc(dataDir, "prices.list").own[0].at, service.origin);
    await call(page, dataDir);
    // 1,200 tokens at 0.001 dollars and 300 at 0.002.
    await page.see("$1.80");
    await page.see(say("usage_percent", { percent: 100 }));
    await page.click("radio", say("usage_by_secretary"));
    await page.see(NAME);
  },

  async "a budget stops what would break it, until the person raises it"({ page, say, service, dataDir }) {
    await closeToasts(page, say);
    await page.click("button", say("usage_budget_add"));
    await page.find("dialog", say("usage_budget_add"));
    await page.fill("textbox", say("usage_budget_limit_cost"), "2");
    await page.click("button", say("action_save"));
    await page.gone("dialog");
    await closeToasts(page, say);
    await page.see(say("usage_budget_warned", { percent: 90 }));
    const before = service.seen.length;
    await call(page, dataDir);
    assert.equal(service.seen.length, before, "a call was made past the budget");
    const title = say("usage_budget_title", { name: say("usage_scope_all"), period: say("usage_period_month") });
    await page.click("button", say("usage_budget_edit_named", { title }));
    await page.find("dialog", say("usage_budget_edit"));
    await page.fill("textbox", say("usage_budget_limit_cost"), "50");
    await page.see(say("usage_budget_raises", { from: "$2.00", to: "$50.00" }));
    await page.click("button", say("usage_budget_raise"));
    await page.gone("dialog");
    assert.equal(rpc(dataDir, "budgets.list")[0].limit_cost, 5_000_000_000);
    await call(page, dataDir);
    await page.see("$3.60");
  },

  async "the team goes into a file, and a bad file changes nothing"({ app, page, say, dataDir, folder }) {
    await go(page, "/team");
    await page.click("button", say("people_file"));
    await page.click("menuitem", say("people_export"));
    const out = join(folder.path, "out");
    await page.fill("textbox", say("people_export_folder"), out);
    await page.click("button", say("people_export_confirm"));
    await page.see(say("people_exported"));
    const [name] = readdirSync(out);
    const text = readFileSync(join(out, name), "utf8");
    assert.ok(text.includes(NAME) && !text.includes("canary"));
    await page.press(Key.ESCAPE);
    await page.gone("dialog");

    const before = rpc(dataDir, "people.list");
    const bad = JSON.parse(text);
    bad.secretaries[0].persona = "nobody";
    writeFileSync(join(folder.path, "bad.json"), JSON.stringify(bad));
    await page.click("button", say("people_file"));
    await page.click("menuitem", say("people_import"));
    await page.find("dialog", say("people_import"));
    const field = () => app.driver.findElement({ css: "[role=dialog] input[type=file]" });
    await (await field()).sendKeys(join(folder.path, "bad.json"));
    await page.see(say("people_import_damaged"));
    assert.deepEqual(rpc(dataDir, "people.list"), before);
    await (await field()).sendKeys(join(out, name));
    await page.gone("dialog");
    await page.see(say("people_imported", { added: 0 }));
  },

  async "the key is nowhere in the page, in what it keeps, or on the disk"({ page, dataDir, folder }) {
    const kept = await page.run(() => [document.documentElement.outerHTML, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), ...[...document.querySelectorAll("input")].map(({ value }) => value)].join("\n"));
    assert.ok(!kept.includes(KEY), "the key is in the page");
    const holding = filesIn(folder.path).filter((path) => readFileSync(path).includes(KEY));
    assert.deepEqual(holding, []);
    assert.ok(filesIn(dataDir).some((path) => path.endsWith("hisho.db")), "nothing was looked at");
  },

  async "nothing went wrong in the page on the way"({ app, service }) {
    service.stop();
    assert.deepEqual(await app.wrongs(), []);
  },
};

function begins(text) {
  return new RegExp(`^${escaped(text)}`);
}

/** Types into the field for a key, which shows nothing of it. */
async function typeKey(page, key) {
  const field = await page.driver.findElement({ css: "[role=dialog] input[type=password]" });
  await field.sendKeys(key);
}

/** Chooses one of a list that opens. */
async function choose(page, label, option) {
  await page.click("combobox", begins(label));
  await page.click("option", option);
}

/** Presses Tab until what has the focus is called so, as a person does who has no mouse. */
export async function tabTo(page, name) {
  const called = () => {
    const at = document.activeElement;
    return (at?.getAttribute("aria-label") ?? [...(at?.labels ?? [])].map(({ textContent }) => textContent).join(" ")) || (at?.textContent ?? "");
  };
  for (let tried = 0; tried < 80; tried += 1) {
    const now = (await page.run(called)).trim();
    if (name instanceof RegExp ? name.test(now) : now === name) return;
    await page.press(Key.TAB);
  }
  throw new Error(`Tab never came to ${name}`);
}

/** Lets the secretary answer once, in the window's own session, where the key is; waits for the end. */
async function call(page, dataDir) {
  const secretary = rpc(dataDir, "people.list").secretaries.find(({ name }) => name === NAME);
  const conversation = rpc(dataDir, "conversations.create", { title: "清書", participants: [secretary.uid] });
  await page.driver.executeAsyncScript(`
    const [uid, secretary, done] = arguments;
    const rpc = (name, input) => fetch("/rpc/" + name, { method: "POST", headers: { "Content-Type": "application/json", Authorization: "Bearer " + sessionStorage.getItem("hisho.token") }, body: JSON.stringify({ input }) }).then((answer) => answer.json());
    (async () => {
      await rpc("talk.send", { conversation_uid: uid, text: "お願いします。", to: [secretary] });
      while ((await rpc("talk.state", { conversation_uid: uid })).is_running) await new Promise((go) => setTimeout(go, 50));
    })().then(() => done(), (why) => done(String(why)));
  `, conversation.uid, secretary.uid);
}

/** Every file below a folder. */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true }).map((path) => join(folder, path)).filter((path) => statSync(path).isFile());
}
