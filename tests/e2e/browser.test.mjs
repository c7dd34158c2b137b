// The journey in Chromium, in Japanese; every place on the way is also checked for accessibility, light and dark.

import assert from "node:assert/strict";
import { test } from "node:test";
import { barriers } from "./barriers.mjs";
import { tell } from "./story.mjs";

test("the journey in a browser", { timeout: 900_000 }, async (t) => {
  await tell(t, "browser", "ja", async ({ app }) => {
    for (const theme of ["light", "dark"]) {
      await app.setTheme(theme);
      assert.deepEqual(await barriers(app.page), [], `barriers in ${theme}`);
    }
    await app.setTheme("light");
  });
});
