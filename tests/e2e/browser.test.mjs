// The stories in Chromium, the journey in Japanese, the vault, reading and projects in English; every stop on the way is also checked for accessibility, light and dark.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { barriers } from "./barriers.mjs";
import { discussChapters } from "./discuss.mjs";
import { draftChapters } from "./drafts.mjs";
import { projectChapters } from "./projects.mjs";
import { planChapters } from "./plans.mjs";
import { MODEL_URL, modelChapters } from "./local-model.mjs";
import { readingChapters } from "./reading.mjs";
import { tell } from "./story.mjs";
import { talkChapters } from "./talk.mjs";
import { teamChapters } from "./team.mjs";
import { vaultChapters } from "./vault.mjs";

/** Tells a story, and looks at every stop for what keeps people out. */
function tellOpenly(language, chapters) {
  // Kept for the end, so that a barrier on one screen does not hide what the later ones have to show.
  const found = new Set();
  const look = async ({ app }) => {
    for (const theme of ["light", "dark"]) {
      await app.setTheme(theme);
      for (const barrier of await barriers(app.page)) found.add(`${theme}: ${barrier}`);
    }
    await app.setTheme("light");
  };
  tell("browser", language, look, chapters);
  it("no screen on the way keeps anybody out", () => assert.deepEqual([...found], []));
}

describe("the journey in a browser", () => tellOpenly("ja"));
describe("the vault in a browser", () => tellOpenly("en", vaultChapters));
describe("talk in a browser", () => tellOpenly("en", talkChapters));
describe("discussions in a browser", () => tellOpenly("en", discussChapters));
describe("a plan in a browser", () => tellOpenly("en", planChapters));
describe("a real model in a browser", { skip: MODEL_URL === "" && "there is no local model" }, () => tellOpenly("en", modelChapters));
describe("reading in a browser", () => tellOpenly("en", readingChapters));
describe("projects in a browser", () => tellOpenly("en", projectChapters));
describe("drafts in a browser", () => tellOpenly("en", draftChapters));
describe("the team in a browser", () => tellOpenly("ja", teamChapters));
