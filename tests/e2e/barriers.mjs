// What would keep somebody from using a screen, as axe finds it.
// Owns: running axe under a strict content security policy. Must not know: which screen it is.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * The serious and critical findings on the screen as it is now, one line each.
 *
 * @param {import("./page.mjs").Page} page
 */
export async function barriers(page) {
  // A script tag would be refused by the page, so the source is evaluated.
  const found = await page.driver.executeAsyncScript(`
    ${source};
    const done = arguments[arguments.length - 1];
    window.axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => done(violations), (why) => done(String(why)));
  `);
  if (typeof found === "string") throw new Error(`axe failed: ${found}`);
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map(({ html, any }) => [id, help, ...any.map(({ message }) => message), html.slice(0, 160)].join(": ")));
}
