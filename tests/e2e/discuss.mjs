// What a person does in the place Discuss: holds a discussion without any model by the keys alone, and leads one of
// models with the mouse, pausing, asking, redirecting, raising the budget and reading how it came out.
// Owns: its chapters and what must be true after each, in the window and in the database. Must not know: which engine runs.

import assert from "node:assert/strict";
import { Key } from "selenium-webdriver";
import { rpc } from "./harness.mjs";
import { inPieces, startModel } from "./model.mjs";
import { go, startsWith } from "./story.mjs";
import { untilTrue } from "./vault.mjs";

const QUESTION = "When should we move the office?";
const SPRING = "Move in spring";
const AUTUMN = "Move in autumn";

/** What a stand-in says, in the form that it is asked for: it never moves. */
function stubborn(asked, stance, says) {
  const said = { says, reasoning: "It was counted.", confidence: 7, references: ["[[ACME]]"], stance, option: null, objections: stance === AUTUMN ? [{ text: "Spring is dear", against: null }] : [] };
  if (asked.includes("form your own position")) return JSON.stringify(said);
  return JSON.stringify({ ...said, message_type: "disagreement", reply_to: 0, changed_because: null, withdraws: [], next: null });
}

/** Where a discussion stands, as the database has it. */
function stateOf({ dataDir, uid }) {
  return rpc(dataDir, "discussions.state", { uid });
}

/** The chapters, each after the one before it. */
export const discussChapters = {
  async "without a discussion the place says what it is for"(s) {
    const { page, say, language, dataDir, vault } = s;
    rpc(dataDir, "settings.update", { language });
    rpc(dataDir, "vault.choose", { path: vault });
    const { personas } = rpc(dataDir, "people.list");
    s.personas = personas;
    for (const [at, name] of ["Hana", "Taro"].entries()) rpc(dataDir, "people.create_secretary", { name, persona_uid: personas[at].uid });
    await go(page, "/discuss");
    await page.find("heading", say("discuss_empty_title"));
  },

  async "one is prepared by the keys alone; what is missing is said at its field"({ page, say }) {
    await page.chord(Key.CONTROL, "k");
    await page.find("dialog", say("palette_title"));
    await page.press(say("palette_new_discussion"));
    await page.find("option", say("palette_new_discussion"));
    await page.press(Key.ENTER);
    const dialog = await page.find("dialog", say("discuss_new"));
    await tabOnto(page, await page.find("checkbox", "Taro", { within: dialog, checked: true }));
    await page.press(" ");
    await tabOnto(page, await page.find("checkbox", say("talk_you"), { within: dialog, checked: true }));
    await page.press(" ");
    await tabOnto(page, await page.find("button", say("discuss_prepare"), { within: dialog }));
    await page.press(Key.ENTER);
    await page.see(say("invalid_required", { field: say("discuss_topic") }));
    await page.see(say("discuss_seats_few"));
    await tabOnto(page, await page.find("textbox", startsWith(say("discuss_topic")), { within: dialog }));
    await page.press(QUESTION, Key.TAB, Key.ARROW_DOWN);
    await page.find("radio", say("discuss_kind_debate"), { within: dialog, checked: true });
    for (const name of [say("talk_you"), "Taro"]) {
      await tabOnto(page, await page.find("checkbox", name, { within: dialog, checked: false }));
      await page.press(" ");
    }
    await tabOnto(page, await page.find("button", say("discuss_prepare"), { within: dialog }));
    await page.press(Key.ENTER);
    await page.gone("dialog", say("discuss_new"));
    await page.find("heading", QUESTION);
  },

  async "it costs nothing, says so, and begins"(s) {
    const { page, say, dataDir } = s;
    await page.see(say("discuss_estimate_free"));
    await page.see(say("discuss_estimate_own", { count: 3 }));
    await tabOnto(page, await page.find("textbox", startsWith(say("discuss_minutes"))));
    await page.press("soon");
    await page.see(say("discuss_minutes_wrong"));
    await page.find("button", say("discuss_start"), { enabled: false });
    await page.press(...Array(4).fill(Key.BACK_SPACE), "90");
    await tabOnto(page, await page.find("button", say("discuss_start"), { enabled: true }));
    await page.press(Key.ENTER);
    await page.find("group", say("discuss_controls"));
    [{ uid: s.uid }] = rpc(dataDir, "discussions.list");
    assert.equal(stateOf(s).turns.length, 3);
  },

  async "the person speaks for everybody in turn"(s) {
    const { page, say } = s;
    for (const [at, [name, stance]] of [["Hana", SPRING], ["Taro", AUTUMN], [say("talk_you"), AUTUMN]].entries()) {
      const choice = await page.find("combobox", say("discuss_speak_as"));
      await tabOnto(page, choice);
      await page.press(Key.ENTER);
      await choose(page, say("discuss_turn_of", { name, phase: say("discuss_phase_positions") }));
      await tabOnto(page, await page.find("textbox", words(say, name)));
      await page.press(`${name} holds: ${stance}`, Key.TAB, stance);
      if (at === 1) {
        await tabOnto(page, await summary(page, say("discuss_more_objections")));
        await page.press(Key.ENTER);
        await tabOnto(page, await page.find("textbox", say("discuss_objections")));
        await page.press("Spring is dear");
      }
      await page.chord(Key.CONTROL, Key.ENTER);
      await page.find("article", say("talk_said_by", { name }));
    }
    await page.find("heading", new RegExp(say("discuss_phase_critique")));
    assert.deepEqual(stateOf(s).options.toSorted(), [AUTUMN, SPRING]);
  },

  async "what is half written stays when it is paused, and is said afterwards"(s) {
    const { page, say } = s;
    const [turn] = stateOf(s).turns;
    const name = nameOf(s, turn.seat_uid);
    await tabOnto(page, await page.find("textbox", words(say, name)));
    await page.press("Half a thought");
    await tabOnto(page, await page.find("button", say("discuss_pause")));
    await page.press(Key.ENTER);
    await page.see(say("discuss_paused_asked"));
    await page.find("button", say("discuss_say"), { enabled: false });
    await tabOnto(page, await page.find("button", say("discuss_resume")));
    await page.press(Key.ENTER);
    await page.gone("button", say("discuss_resume"));
    await page.run(() => location.reload());
    const field = await page.find("textbox", words(say, name));
    await page.watch();
    assert.equal(await field.getAttribute("value"), "Half a thought");
    await tabOnto(page, field);
    await page.press(Key.END, ", and another", Key.TAB);
    // Another position than before, and no reason for it.
    await page.press(Key.ENTER);
    const held = stateOf(s).stances.find(({ seat_uid: seat }) => seat === turn.seat_uid);
    const other = held.option === 0 ? "B" : "A";
    await choose(page, other);
    await page.find("combobox", startsWith(say("discuss_because")));
    await page.chord(Key.CONTROL, Key.ENTER);
    await page.see("Half a thought, and another");
    await page.see(say("discuss_change_unexplained"));
  },

  async "the matrix marks the change that nothing was named for"({ page, say }) {
    await tabOnto(page, await page.find("radio", startsWith(say("discuss_thread"))));
    await turnTo(page, Key.ARROW_RIGHT, say("discuss_positions"));
    await page.find("heading", say("discuss_matrix"));
    await page.find("columnheader", say("discuss_round", { number: 2 }));
    await turnTo(page, Key.ARROW_RIGHT, say("discuss_objections"));
    await page.see("Spring is dear");
    await turnTo(page, Key.ARROW_LEFT, say("discuss_thread"));
    await page.find("group", say("discuss_thread"));
  },

  async "turns are passed; it ends, and the summary keeps the dissent and the objection"(s) {
    const { page, say, dataDir, uid } = s;
    for (let left = stateOf(s).turns.length; left > 0; ) {
      const [turn] = stateOf(s).turns;
      await page.find("textbox", words(say, nameOf(s, turn.seat_uid)));
      await tabOnto(page, await page.find("button", say("discuss_pass")));
      await page.press(Key.ENTER);
      await untilTrue(() => stateOf(s).turns[0]?.turn !== turn.turn);
      left = stateOf(s).turns.length;
    }
    await page.see(say("discuss_ended"));
    await tabOnto(page, await page.find("button", say("discuss_to_outcome")));
    await page.press(Key.ENTER);
    await page.find("heading", say("discuss_summary"));
    const whole = rpc(dataDir, "discussions.get", { uid });
    assert.equal(whole.status, "completed");
    await page.find("heading", say(`discuss_outcome_${whole.outcome}`));
    await page.find("heading", say("discuss_dissent"));
    assert.ok(whole.consensus_summary.includes("Spring is dear"));
    assert.equal(rpc(dataDir, "usage.summary", { from: "2020-01-01", to: "2099-12-31", by: "model" }).total.calls, 0);
  },

  async "it is read again, message by message"({ page, say }) {
    await tabOnto(page, await page.find("button", say("discuss_replay")));
    await page.press(Key.ENTER);
    await page.see(say("discuss_replay_of", { at: 1, total: 4 }));
    await page.see("Hana holds");
    assert.ok(!(await page.text()).includes("Half a thought"));
    await tabOnto(page, await page.find("slider", say("discuss_replay_at")));
    await page.press(Key.END);
    await page.see("Half a thought, and another");
    await page.click("button", say("discuss_replay_close"));
    await page.see(say("discuss_ended"));
  },

  async "it becomes a plan by the keys alone, and the plan says on whose words it rests"({ page, say, dataDir, uid }) {
    await tabOnto(page, await page.find("button", say("discuss_to_outcome")));
    await page.press(Key.ENTER);
    await tabOnto(page, await page.find("button", say("discuss_plan_draft")));
    await page.press(Key.ENTER);
    await untilTrue(() => rpc(dataDir, "discussions.get", { uid }).plan_uid !== null);
    const plan = rpc(dataDir, "plans.get", { uid: rpc(dataDir, "discussions.get", { uid }).plan_uid });
    assert.equal(plan.newest.status, "draft");
    const grounds = rpc(dataDir, "plans.provenance", { uid: plan.uid });
    const { messages } = rpc(dataDir, "discussions.minutes", { uid });
    const record = JSON.stringify([messages, rpc(dataDir, "discussions.state", { uid })]);
    // Words of a position or an objection count as those of the message they came with.
    const quoted = ({ message_uid, quote }) => messages.some((message) => message.uid === message_uid) && record.includes(JSON.stringify(quote).slice(1, -1));
    assert.ok(grounds.length > 0 && grounds.every(quoted), JSON.stringify(grounds));
    await tabOnto(page, await page.find("link", plan.newest.content.title));
    await page.press(Key.ENTER);
    await page.find("heading", say("plans_grounds_heading"));
    for (const ground of grounds) await page.see(ground.quote);
  },

  async "models sit down: the same one twice is said to be one voice"(s) {
    const { page, say, dataDir } = s;
    s.pace = { everyMs: 5, atOnce: 40 };
    s.models = [];
    const voices = [["Ume", SPRING, "The lease ends in **spring**."], ["Ken", AUTUMN, "Rents fall by autumn."]];
    s.sitting = [];
    for (const [at, [name, stance, says]] of voices.entries()) {
      const model = await startModel((asked) => ({ pieces: inPieces(stubborn(asked, stance, says.repeat(s.pace.times ?? 1))), ...s.pace }));
      s.models.push(model);
      const account = rpc(dataDir, "accounts.create", { wire: "openai-chat", name, base_url: model.url });
      s.sitting.push(rpc(dataDir, "people.create_secretary", { name, persona_uid: s.personas[at].uid, provider: account.provider, model: "stand-in", credential_uid: account.uid }));
    }
    const twin = rpc(dataDir, "people.create_secretary", { name: "Twin", persona_uid: s.personas[2].uid, provider: s.sitting[0].provider, model: "stand-in", credential_uid: s.sitting[0].credential_uid });
    const seat = ({ uid }) => ({ secretary_uid: uid, role: "participant" });
    const made = rpc(dataDir, "discussions.create", { title: "The move", topic: QUESTION, kind: "collaborative", max_participants: 5, seats: [seat(s.sitting[0]), seat(twin)] });
    s.uid = made.uid;
    await go(page, "/discuss");
    await page.click("link", startsWith("The move"));
    await page.see(say("discuss_one_model"));
    await page.click("button", say("discuss_leave", { name: "Twin" }));
    await page.gone("button", say("discuss_leave", { name: "Twin" }));
    await page.see(say("refused_too_few_seats"));
    await page.click("button", say("discuss_join"));
    const dialog = await page.find("dialog", say("discuss_join"));
    await page.click("combobox", say("discuss_join_who"), { within: dialog });
    await page.click("option", "Ken");
    await page.click("button", say("discuss_join_confirm"), { within: dialog });
    await page.gone("dialog", say("discuss_join"));
    await page.find("button", say("discuss_start"), { enabled: true });
  },

  async "while they speak it is paused; what had come is kept and marked"(s) {
    const { page, say, dataDir, uid } = s;
    s.pace = { everyMs: 30, atOnce: 1, times: 60 };
    await page.click("button", say("discuss_start"));
    await page.find("article", say("discuss_is_speaking", { name: "Ume" }));
    await page.see("The lease ends in");
    await page.click("button", say("discuss_pause"));
    await page.see(say("discuss_paused_asked"));
    await page.see(say("talk_partial"));
    await untilTrue(() => rpc(dataDir, "discussions.minutes", { uid }).messages.some((message) => message.is_partial));
    s.pace = { everyMs: 5, atOnce: 40 };
  },

  async "somebody is asked and the talk is led elsewhere, then it goes on"(s) {
    const { page, say, dataDir, uid } = s;
    await page.click("button", say("discuss_clarify"));
    let dialog = await page.find("dialog", say("discuss_clarify"));
    await page.click("button", say("discuss_clarify_confirm"), { within: dialog });
    await page.see(say("invalid_required", { field: say("discuss_clarify_question") }));
    await page.fill("textbox", startsWith(say("discuss_clarify_question")), "Who counted that?", { within: dialog });
    await page.click("button", say("discuss_clarify_confirm"), { within: dialog });
    await page.gone("dialog", say("discuss_clarify"));
    await page.see("Who counted that?");
    await page.click("button", say("discuss_redirect"));
    dialog = await page.find("dialog", say("discuss_redirect"));
    await page.fill("textbox", startsWith(say("discuss_redirect_topic")), "Which part of town?", { within: dialog });
    await page.click("button", say("discuss_redirect_confirm"), { within: dialog });
    await page.gone("dialog", say("discuss_redirect"));
    await page.fill("textbox", say("discuss_say_outside"), "Mind the river");
    await page.click("button", say("discuss_say"));
    await page.see("Mind the river");
    await page.click("button", say("discuss_resume"));
    await untilTrue(() => ["completed", "terminated"].includes(stateOf(s).status));
    await page.see(say("discuss_ended"));
    const whole = rpc(dataDir, "discussions.get", { uid });
    assert.equal(whole.current_topic, "Which part of town?");
    assert.equal(whole.outcome, "deadlock");
  },

  async "what a model was told can be read, word by word"({ page, say }) {
    await page.click("button", say("discuss_to_outcome"));
    await page.find("heading", say("discuss_summary"));
    await page.click("radio", startsWith(say("discuss_thread")));
    const said = (await page.all("article", say("talk_said_by", { name: "Ken" }))).at(-1);
    await page.click("button", say("discuss_message_more", { name: "Ken" }), { within: said });
    await page.click("menuitem", say("discuss_sent"));
    const dialog = await page.find("dialog", say("discuss_sent"));
    await page.find("region", say("discuss_sent_told"), { within: dialog });
    await page.see("Which part of town?");
    await page.press(Key.ESCAPE);
    await page.gone("dialog", say("discuss_sent"));
  },

  async "a budget holds it, is raised by the person's own press, and it goes on to its end"(s) {
    const { page, say, dataDir } = s;
    const seat = ({ uid }) => ({ secretary_uid: uid, role: "participant" });
    const made = rpc(dataDir, "discussions.create", { title: "On a budget", topic: QUESTION, kind: "debate", max_participants: 5, seats: s.sitting.map(seat) });
    s.uid = made.uid;
    await go(page, "/discuss");
    await page.click("link", startsWith("On a budget"));
    await page.fill("textbox", startsWith(say("discuss_budget_tokens")), "100");
    await page.click("button", say("discuss_start"));
    await page.see(say("discuss_paused_budget"));
    await page.click("button", say("discuss_budget"));
    const dialog = await page.find("dialog", say("discuss_budget"));
    await page.fill("textbox", say("discuss_budget_tokens"), "2000000", { within: dialog });
    await page.click("button", say("discuss_budget_confirm"), { within: dialog });
    await page.gone("dialog", say("discuss_budget"));
    await page.click("button", say("discuss_resume"));
    await untilTrue(() => stateOf(s).status === "completed");
    await page.see(say("discuss_ended"));
    assert.equal(stateOf(s).budget, 2_000_000);
  },

  async "one is ended early, thrown away and taken back"(s) {
    const { page, say, dataDir } = s;
    const seat = ({ uid }) => ({ secretary_uid: uid, role: "participant" });
    const made = rpc(dataDir, "discussions.create", { title: "Cut short", topic: QUESTION, kind: "debate", max_participants: 5, seats: [...s.sitting.map(seat), { secretary_uid: null, role: "participant" }] });
    s.uid = made.uid;
    await go(page, "/discuss");
    await page.click("link", startsWith("Cut short"));
    await page.click("button", say("discuss_start"));
    // What the others say waits until the person has a position of their own.
    await untilTrue(() => rpc(dataDir, "discussions.minutes", { uid: made.uid }).messages.length === 2);
    await page.see(say("discuss_veiled", { count: 2 }));
    assert.ok(!(await page.text()).includes("Rents fall"));
    await page.click("button", say("discuss_peek"));
    await page.see("Rents fall");
    await page.click("button", say("discuss_terminate"));
    const dialog = await page.find("dialog", say("discuss_terminate"));
    await page.click("button", say("discuss_terminate_confirm"), { within: dialog });
    await page.gone("dialog", say("discuss_terminate"));
    await page.see(say("discuss_status_terminated"));
    await page.click("button", say("discuss_more"));
    await page.click("menuitem", say("discuss_delete"));
    await page.see(say("discuss_deleted", { title: "Cut short" }));
    await page.gone("link", startsWith("Cut short"));
    await page.click("button", say("action_undo"));
    await page.click("link", startsWith("Cut short"));
    await page.find("heading", "Cut short");
  },

  async "nothing went wrong in the page on the way"({ app, models }) {
    for (const model of models) await model.close();
    assert.deepEqual(await app.wrongs(), []);
  },
};

/** Who sits in a seat, as the page calls them. */
function nameOf({ dataDir, uid, say }, seatUid) {
  const { who } = rpc(dataDir, "discussions.get", { uid }).seats.find((seat) => seat.uid === seatUid);
  return who.name ?? say("talk_you");
}

/** Takes the option that begins so in the list that is open, by the arrow keys. */
async function choose(page, option) {
  await page.until("an option has the cursor", () => document.activeElement?.getAttribute("role") === "option");
  await page.press(Key.HOME);
  for (let presses = 0; presses < 30; presses += 1) {
    if (await page.run((begin) => document.activeElement?.textContent.startsWith(begin), option)) {
      await page.press(Key.ENTER);
      await page.gone("option");
      return;
    }
    await page.press(Key.ARROW_DOWN);
    await page.run(() => new Promise((go) => setTimeout(go, 30)));
  }
  throw new Error(`there is no option ${option}`);
}

/** Goes from one view to another by an arrow key, and turns it on. */
async function turnTo(page, arrow, view) {
  for (let presses = 0; presses < 5; presses += 1) {
    if (await page.run((begin) => document.activeElement?.textContent.startsWith(begin), view)) {
      await page.press(" ");
      return;
    }
    await page.press(arrow);
    await page.run(() => new Promise((go) => setTimeout(go, 30)));
  }
  throw new Error(`there is no view ${view}`);
}

/** What opens a part that is folded away, which has no role to be found by. */
function summary(page, name) {
  return page.until(`there is ${name}`, (words) => [...document.querySelectorAll("summary")].find((one) => one.textContent === words), name);
}

/** What the field is called in which somebody's words are written. */
function words(say, name) {
  return name === say("talk_you") ? say("discuss_words_own") : say("discuss_words_of", { name });
}

/** Goes on to an element by the Tab key alone. */
async function tabOnto(page, element) {
  for (let presses = 0; presses < 120; presses += 1) {
    if (await page.run((wanted) => document.activeElement === wanted, element)) return;
    await page.press(Key.TAB);
  }
  throw new Error(`Tab never reached ${await element.getAttribute("outerHTML")}`);
}
