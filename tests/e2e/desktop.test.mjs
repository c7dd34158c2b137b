// The journey, each view of a project's tasks, hostile texts, and a conversation with a real model, in the real window.

import { describe } from "node:test";
import { MODEL_URL, modelChapters } from "./local-model.mjs";
import { tell } from "./story.mjs";
import { hostileChapters, viewChapters } from "./window.mjs";

describe("the journey in the window", () => tell("desktop", "en"));
describe("each view of tasks in the window", () => tell("desktop", "en", undefined, viewChapters));
describe("hostile texts in the window", () => tell("desktop", "en", undefined, hostileChapters));
describe("a real model in the window", { skip: MODEL_URL === "" && "there is no local model" }, () => tell("desktop", "en", undefined, modelChapters));
