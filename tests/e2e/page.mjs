// What a person does with a page: look for something by role and name, click it, type into it.
// Owns: the verbs and their waiting. Must not know: the app's places, or which browser engine runs.

import { error, Key } from "selenium-webdriver";
import { remember, steady, waitForText, waitInPage } from "./in-page.mjs";

/** How long something may take to appear. Generous: the machine may be building beside us. */
const PATIENCE_MS = 20_000;

const STEADY = `return (${steady})(arguments[0], arguments[arguments.length - 1]);`;

/** What a click meets while the page still fades in, moves or draws something anew. */
const PASSING = [error.ElementClickInterceptedError, error.ElementNotInteractableError, error.StaleElementReferenceError];

const WAIT = `return (${waitInPage})(arguments[0], arguments[1], arguments[arguments.length - 1]);`;
const TEXT = `return (${waitForText})(arguments[0], arguments[1], arguments[2], arguments[arguments.length - 1]);`;

/** A page in a window, driven through WebDriver. */
export class Page {
  /** @param {import("selenium-webdriver").WebDriver} driver */
  constructor(driver) {
    this.driver = driver;
  }

  /**
   * The visible elements of a role, once there is at least one; the first is the one most tests want.
   *
   * @param {string} role
   * @param {string | RegExp} [name] the whole accessible name, or a pattern in it
   * @param {{ within?: import("selenium-webdriver").WebElement, enabled?: boolean, checked?: boolean, href?: string,
   *   atLeast?: number, none?: boolean, patience?: number }} [more]
   */
  async all(role, name, more = {}) {
    const query = {
      role,
      name: name === undefined ? undefined : name instanceof RegExp ? { pattern: name.source, flags: name.flags } : { is: name },
      enabled: more.enabled,
      checked: more.checked,
      href: more.href,
      at_least: more.atLeast,
      none: more.none ?? false,
      within_ms: more.patience ?? PATIENCE_MS,
    };
    const answer = await this.driver.executeAsyncScript(WAIT, query, more.within ?? null);
    if (answer.elements) return answer.elements;
    const what = [more.none ? "no" : "a", role, name === undefined ? "" : `“${name}”`, more.href ?? "", more.checked === undefined ? "" : `checked=${more.checked}`];
    throw new Error(`expected ${what.filter(Boolean).join(" ")}, but ${answer.missing}`);
  }

  /** The first visible element of a role and name. */
  async find(role, name, more) {
    return (await this.all(role, name, more))[0];
  }

  /** Waits until there is no such element. */
  async gone(role, name, more) {
    await this.all(role, name, { ...more, none: true });
  }

  /** Waits until the page shows a text. */
  async see(text, patience = PATIENCE_MS) {
    if (await this.driver.executeAsyncScript(TEXT, text, false, patience)) return;
    throw new Error(`the page never showed “${text}”; it shows:\n${await this.text()}`);
  }

  /** Everything the page shows as text. */
  text() {
    return this.driver.executeScript("return document.body.innerText");
  }

  /**
   * Clicks what has this role and name, also when it is below the fold, as soon as it can be clicked.
   */
  async click(role, name, more) {
    const end = Date.now() + (more?.patience ?? PATIENCE_MS);
    for (;;) {
      const element = await this.find(role, name, { ...more, enabled: true });
      try {
        await this.driver.executeAsyncScript(STEADY, element);
        await element.click();
        return element;
      } catch (why) {
        if (!PASSING.some((kind) => why instanceof kind) || Date.now() > end) throw why;
      }
    }
  }

  /** Replaces the text of a field, key by key as a person would. */
  async fill(role, name, text, more) {
    const element = await this.click(role, name, more);
    // What is selected gives way to the first letter. Deleting it first would mean something else in an empty row.
    await element.sendKeys(Key.chord(Key.CONTROL, "a"));
    await element.sendKeys(text);
    return element;
  }

  /**
   * Drags with the mouse from the middle of an element to that of another, or so many pixels away, and lets go there
   * unless `hold` says not to.
   *
   * @param {import("selenium-webdriver").WebElement} from
   * @param {import("selenium-webdriver").WebElement | { x: number, y: number }} to
   */
  async drag(from, to, { hold = false } = {}) {
    await this.driver.executeAsyncScript(STEADY, from);
    const begin = await this.#middle(from);
    const end = "x" in to ? { x: begin.x + to.x, y: begin.y + to.y } : await this.#middle(to);
    const actions = this.driver.actions().move({ x: begin.x, y: begin.y }).press();
    // By steps, as a hand does: what follows the pointer sees it pass.
    for (const part of [0.1, 0.4, 0.7, 1]) actions.move({ duration: 40, x: Math.round(begin.x + (end.x - begin.x) * part), y: Math.round(begin.y + (end.y - begin.y) * part) });
    await (hold ? actions : actions.pause(60).release()).perform();
  }

  async #middle(element) {
    const { x, y, width, height } = await this.run((of) => of.getBoundingClientRect().toJSON(), element);
    return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
  }

  /** Presses keys wherever the focus is. */
  async press(...keys) {
    await this.driver.actions().sendKeys(...keys).perform();
  }

  /** Presses a key while another is held. */
  async chord(held, key) {
    await this.driver.actions().keyDown(held).sendKeys(key).keyUp(held).perform();
  }

  /** Runs a function in the page and gives what it returns. */
  run(body, ...values) {
    return this.driver.executeScript(`return (${body})(...arguments);`, ...values);
  }

  /** From now on, what goes wrong in the page is kept for {@link wrongs}. */
  watch() {
    return this.run(remember);
  }

  /** What went wrong in the page since {@link watch}. */
  async wrongs() {
    return (await this.driver.executeScript("return window.__wrongs ?? ['the page was loaded anew']"));
  }

  /** Waits until a function of the page gives something true, and gives that. */
  async until(what, body, ...values) {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = await this.run(body, ...values);
      if (found) return found;
      if (Date.now() > end) throw new Error(`it never came to be that ${what}`);
    }
  }

  /** Waits until the page has its fonts, was painted as it is now, and no colour or place is on its way to another. */
  settle() {
    return this.driver.executeAsyncScript(`
      const done = arguments[0];
      const frame = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
      const transitions = () => document.getAnimations().filter((moving) => moving instanceof CSSTransition);
      (async () => {
        await document.fonts.ready;
        await frame();
        await Promise.allSettled(transitions().map((moving) => moving.finished));
        await frame();
      })().then(() => done(), () => done());
    `);
  }

  /** A picture of what the window shows, as the bytes of a PNG. */
  async picture() {
    return Buffer.from(await this.driver.takeScreenshot(), "base64");
  }
}
