// How the window holds out while answers pour in: 10,000 tokens a second into a conversation of 5,000 messages.
// Owns: the measurement and its table. Must not know: where the table is kept. Called by `cargo xtask bench talk`.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { launch, rpc } from "./harness.mjs";
import { startModel } from "./model.mjs";
import { built, throwAway } from "./places.mjs";

const MESSAGES = 5_000;
const TOKENS_A_SECOND = 10_000;
const SECONDS = 1.8;
/** The longest the page may not answer to its person. */
const BUDGET_MS = 100;
const EVERY_MS = 4;

/** Prose, lists, tables and code, as answers are. */
function answerText(tokens) {
  const words = ["the", " garden", " path", " needs", " **new**", " gravel", ",", " see", " [[Beds]]", "."];
  const pieces = [];
  for (let at = 0; pieces.length < tokens; at += 1) {
    pieces.push(words[at % words.length]);
    if (at % 60 === 59) pieces.push("\n\n");
    if (at % 420 === 419) pieces.push("## Part", ` ${at}`, "\n\n", "- one", "\n", "- two", "\n\n", "| a | b |\n", "|---|---|\n", "| 1 | 2 |\n\n", "```js\n", "const x = 1;\n", "```\n\n");
  }
  return pieces;
}

const lastWords = "That was all of it.";
const folder = throwAway("bench-talk");
const data = join(folder.path, "data");
const pieces = [...answerText(TOKENS_A_SECOND * SECONDS).slice(0, -12), "\n\n", ...lastWords.split(/(?= )/)];
const model = await startModel(() => ({ pieces, everyMs: EVERY_MS, atOnce: (TOKENS_A_SECOND * EVERY_MS) / 1000 }));
let held = false;
try {
  rpc(data, "settings.update", { language: "en" });
  const vault = throwAway("bench-vault");
  rpc(data, "vault.choose", { path: vault.path });
  const account = rpc(data, "accounts.create", { wire: "openai-chat", name: "stand-in", base_url: model.url });
  const { personas } = rpc(data, "people.list");
  const hana = rpc(data, "people.create_secretary", { name: "Hana", persona_uid: personas[0].uid, provider: account.provider, model: "stand-in", credential_uid: account.uid });
  const talk = rpc(data, "conversations.create", { title: "Long", participants: [hana.uid] });
  fill(talk.uid);

  const app = await launch("browser", { dataDir: data, language: "en" });
  const { page, say } = app;
  await page.run((uid) => void (location.hash = `#/talk?uid=${uid}`), talk.uid);
  await page.see(`Message ${MESSAGES}.`);
  const list = await page.find("group", say("talk_messages_label"));
  // Some thousand of the older ones are loaded too, as when somebody has read back.
  for (let step = 0; step < 12; step += 1) {
    await page.run((scroller) => void (scroller.scrollTop = 0), list);
    await page.settle();
  }
  await page.run((scroller) => void (scroller.scrollTop = scroller.scrollHeight), list);
  await page.settle();
  const before = await memory(page);
  await page.click("combobox", say("talk_message_field"));
  await page.press("Go");
  await page.run(() => {
    const gaps = (window.__gaps = []);
    let last = performance.now();
    const channel = new MessageChannel();
    // A message to oneself comes as soon as the page can answer at all.
    channel.port1.onmessage = () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      if (!window.__enough) setTimeout(() => channel.port2.postMessage(0), 0);
    };
    channel.port2.postMessage(0);
  });
  // What the machine itself takes away, with nothing to do.
  await new Promise((go) => setTimeout(go, 3_000));
  const idle = await page.run(() => Math.max(...window.__gaps.splice(0)));
  await page.press("\uE007");
  const began = Date.now();
  // Asked from outside: what looks for something in the page at each change would be measured with it.
  const state = () => rpc(data, "talk.state", { conversation_uid: talk.uid });
  await until(() => state().steps.length > 0 && !state().is_running);
  const took = (Date.now() - began) / 1000;
  // Until the whole of it stands on the screen, and a little longer.
  await until(() => page.run((end) => document.querySelector("main ol")?.textContent.includes(end), lastWords));
  const shown_after = (Date.now() - began) / 1000;
  const { gaps, rows } = await page.run(() => {
    window.__enough = true;
    return { gaps: window.__gaps, rows: document.querySelectorAll("main li[data-index]").length };
  });
  const after = await memory(page);
  gaps.sort((a, b) => a - b);
  const longest = gaps.at(-1);
  held = longest <= BUDGET_MS;
  const shown = (value) => value.toFixed(1);
  console.log(`| what | measured | budget |`);
  console.log(`|---|--:|--:|`);
  console.log(`| messages in the conversation | ${MESSAGES} | |`);
  console.log(`| tokens streamed, in seconds | ${pieces.length} in ${shown(took)} | |`);
  console.log(`| until all of it is shown, seconds | ${shown(shown_after)} | |`);
  console.log(`| longest gap on the main thread, ms | ${shown(longest)} | ${BUDGET_MS} |`);
  console.log(`| longest gap before, with nothing to do, ms | ${shown(idle)} | |`);
  console.log(`| gap at p99, ms | ${shown(gaps[Math.floor(gaps.length * 0.99)])} | |`);
  console.log(`| rows that exist on the page | ${rows} | |`);
  console.log(`| memory of the page before and after, MB | ${shown(before)} → ${shown(after)} | |`);
  await app.close();
  vault.remove();
} finally {
  await model.close();
  folder.remove();
}
process.exit(held ? 0 : 1);

/** Waits, asking now and then. */
async function until(is) {
  for (const end = Date.now() + 90_000; !(await is()); ) {
    if (Date.now() > end) throw new Error("it never came to be so");
    await new Promise((go) => setTimeout(go, 400));
  }
}

/** Writes the messages, each as its own write, through one process. */
function fill(uid) {
  const line = (_, at) => JSON.stringify({ command: "conversations.send", input: { uid, content: `Message ${at + 1}. It has **some** words and a [[link]].\n\n- one\n- two` } });
  const lines = Array.from({ length: MESSAGES }, line);
  const done = spawnSync(built("HISHO_BIN", "hisho"), ["--data-dir", data, "rpc", "--lines"], { input: lines.join("\n"), encoding: "utf8", maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(done.stderr);
}

/** What the page's own heap takes, after it was tidied. */
async function memory(page) {
  await page.driver.sendDevToolsCommand("HeapProfiler.collectGarbage", {});
  return (await page.run(() => performance.memory.usedJSHeapSize)) / 1024 / 1024;
}
