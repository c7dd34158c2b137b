// The journey in Chromium, in Japanese; every stop on the way is also checked for accessibility, light and dark.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { barriers } from "./barriers.mjs";
import { tell } from "./story.mjs";

describe("the journey in a browser", () => {
  // Kept for the end, so that a barrier on one screen does not hide what the later ones have to show.
  const found = new Set();
  tell("browser", "ja", async ({ app }) => {
    for (const theme of ["light", "dark"]) {
      await app.setTheme(theme);
      for (const barrier of await barriers(app.page)) found.add(`${theme}: ${barrier}`);
    }
    await app.setTheme("light");
  });
  it("no screen on the way keeps anybody out", () => assert.deepEqual([...found], []));
});
