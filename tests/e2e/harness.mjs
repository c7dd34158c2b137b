// Starting the app under WebDriver, in one of two engines, and stopping it without a trace.
// Owns: processes and their order. Must not know: what a test does with the page.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Builder, Capabilities, logging } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";
import { Page } from "./page.mjs";
import { built, freePort, isolated, needed, pictures, program, repo, throwAway } from "./places.mjs";
import { words } from "./words.mjs";

/** What Chromium logs when a command answers with an error; that the page shows it is what the tests look at. */
const ANSWERED = /\/rpc\/[\w.]+ - Failed to load resource: the server responded with a status of 4\d\d /;

/** Scripts that wait inside the page end by themselves long before this. */
const SCRIPT_MS = 120_000;

/**
 * Starts the app on a data folder and opens its page.
 *
 * @param {"browser" | "desktop"} engine Chromium on `hisho serve`, or the real window
 * @param {{ dataDir: string, language: "ja" | "en", size?: [number, number] }} with_
 */
export async function launch(engine, { dataDir, language, size = [1280, 800] }) {
  const home = throwAway("home");
  const ends = [home.remove];
  const close = async () => {
    // In the opposite order, and each even when another fails: nothing may stay behind.
    const failures = [];
    for (const end of ends.splice(0).reverse()) await Promise.resolve().then(end).catch((why) => failures.push(why));
    if (failures.length > 0) throw failures[0];
  };
  try {
    const env = isolated(home.path);
    const start = engine === "browser" ? startBrowser : startDesktop;
    const driver = await start({ dataDir, size, env, language, ends });
    await driver.manage().setTimeouts({ script: SCRIPT_MS });
    const page = new Page(driver);
    await page.watch();
    return {
      engine, page, driver, language, say: words(language), close,
      /** Writes what the window shows to `target/e2e/NAME.png`, and gives the path. */
      async keepPicture(name) {
        const path = join(pictures(), `${name}.png`);
        writeFileSync(path, await page.picture());
        return path;
      },
      /** Makes the browser prefer light or dark, as a system setting would, and waits until the page is painted so. */
      async setTheme(theme) {
        const features = [{ name: "prefers-color-scheme", value: theme }, { name: "prefers-reduced-motion", value: "reduce" }];
        await driver.sendDevToolsCommand("Emulation.setEmulatedMedia", { features });
        await page.settle();
      },
      /** Makes the browser's page of another size. */
      async setSize(size) {
        await exactSize(driver, size);
        await page.settle();
      },
      /** Everything that went wrong in the page, by its own account and the browser's. */
      async wrongs() {
        const found = await page.wrongs();
        if (engine === "browser") {
          const log = await driver.manage().logs().get(logging.Type.BROWSER);
          const grave = log.filter(({ level, message }) => level.value >= logging.Level.SEVERE.value && !ANSWERED.test(message));
          found.push(...grave.map(({ message }) => `log: ${message}`));
        }
        return found;
      },
    };
  } catch (why) {
    await close().catch(() => {});
    throw why;
  }
}

/** Calls a command on a data folder without a UI; gives its output, or throws its error. */
export function rpc(dataDir, command, input = {}, { asMe = false } = {}) {
  const line = ["--data-dir", dataDir, "rpc", command, JSON.stringify(input), ...(asMe ? ["--as-me"] : [])];
  const answer = spawnSync(built("HISHO_BIN", "hisho"), line, { encoding: "utf8" });
  if (answer.error) throw answer.error;
  if (answer.status !== 0) throw new Error(`${command}: ${answer.stderr.trim()}`);
  return JSON.parse(answer.stdout);
}

async function startBrowser({ dataDir, size, env, language, ends }) {
  const assets = process.env.HISHO_ASSETS ?? join(repo, "ui", "dist");
  const host = start(built("HISHO_BIN", "hisho"), ["--data-dir", dataDir, "serve", "--port", "0", "--assets", assets], {
    env, stdio: ["ignore", "pipe", "inherit"],
  });
  ends.push(() => stop(host));
  const address = await lineOf(host, /^listening (http:\S+)/, "hisho serve");

  const options = new chrome.Options()
    .setChromeBinaryPath(needed("chromium", "chromium-browser", "google-chrome"))
    .addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
    .addArguments(`--lang=${language}`, "--force-device-scale-factor=1")
    .setUserPreferences({ "intl.accept_languages": language })
    .windowSize({ width: size[0], height: size[1] });
  const log = new logging.Preferences();
  log.setLevel(logging.Type.BROWSER, logging.Level.ALL);
  options.setLoggingPrefs(log);
  // The path is given, so that nothing is looked up or downloaded.
  const service = new chrome.ServiceBuilder(needed("chromedriver")).setEnvironment(env);
  const driver = await new Builder().forBrowser("chrome").setChromeOptions(options).setChromeService(service).build();
  ends.push(() => driver.quit());
  await exactSize(driver, size);
  await driver.get(address);
  return driver;
}

/** Makes the page itself of the size, without the browser's own bars. */
async function exactSize(driver, [width, height]) {
  await driver.sendDevToolsCommand("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
}

async function startDesktop({ dataDir, env, ends }) {
  if (process.platform === "linux") env.DISPLAY = await startDisplay(ends);
  const [port, nativePort] = [await freePort(), await freePort()];
  const driverArgs = ["--port", String(port), "--native-port", String(nativePort)];
  const bus = program("dbus-run-session");
  const tauriDriver = process.env.HISHO_TAURI_DRIVER ?? join(repo, "target", "tools", "bin", "tauri-driver");
  const [command, args] = bus ? [bus, ["--", tauriDriver, ...driverArgs]] : [tauriDriver, driverArgs];
  const driving = start(command, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  ends.push(() => stop(driving));
  createInterface({ input: driving.stderr }).on("line", (line) => {
    // A bus of our own has its own small talk about limits and services.
    if (!line.startsWith("dbus-daemon")) console.error(line);
  });
  await listening(port, driving);

  const capabilities = new Capabilities();
  capabilities.set("browserName", "wry");
  capabilities.set("tauri:options", { application: built("HISHO_DESKTOP_BIN", "hisho-desktop"), args: ["--data-dir", dataDir] });
  const driver = await new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build();
  ends.push(() => driver.quit());
  return driver;
}

/** A display without a screen; gives its name. */
async function startDisplay(ends) {
  // The server itself takes the first free number and writes it to the descriptor named.
  const args = ["-displayfd", "3", "-screen", "0", "1400x950x24", "+extension", "GLX", "-nolisten", "tcp"];
  const display = start(needed("Xvfb"), args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  ends.push(() => stop(display));
  const [number] = await Promise.race([
    once(createInterface({ input: display.stdio[3] }), "line"),
    once(display, "exit").then(() => Promise.reject(new Error("Xvfb ended before it had a display"))),
  ]);
  return `:${number}`;
}

/** The part in brackets of the first line a program prints that fits. */
function lineOf(child, pattern, what) {
  return new Promise((give, fail) => {
    child.once("error", fail);
    child.once("exit", (code) => fail(new Error(`${what} ended with ${code} before it was ready`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = pattern.exec(line);
      if (found) give(found[1]);
    });
  });
}

/** Waits until somebody listens on a port. */
async function listening(port, child) {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    if (child.exitCode !== null) throw new Error(`tauri-driver ended with ${child.exitCode}`);
    const open = await new Promise((give) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => give(true)).once("error", () => give(false));
      socket.once("connect", () => socket.destroy());
    });
    if (open) return;
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error("tauri-driver does not listen");
}

/** Starts a program that is ended with the test at the latest, and with it those it starts itself. */
function start(command, args, options) {
  // A group of its own on Unix, so that one signal reaches them all.
  const child = spawn(command, args, { ...options, detached: process.platform !== "win32" });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

const running = new Set();
process.on("exit", () => running.forEach((child) => signal(child, "SIGKILL")));
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(name, () => process.exit(1));

function signal(child, name) {
  try {
    if (process.platform === "win32") child.kill(name);
    else process.kill(-child.pid, name);
  } catch {
    // It ended in between.
  }
}

/** Ends a program; the hard way when it takes longer than ten seconds. */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  signal(child, "SIGTERM");
  const timer = setTimeout(() => signal(child, "SIGKILL"), 10_000);
  await ended;
  clearTimeout(timer);
}
