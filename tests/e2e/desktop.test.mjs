// The journey, and a conversation with a real model, in the real window.

import { describe } from "node:test";
import { MODEL_URL, modelChapters } from "./local-model.mjs";
import { tell } from "./story.mjs";

describe("the journey in the window", () => tell("desktop", "en"));
describe("a real model in the window", { skip: MODEL_URL === "" && "there is no local model" }, () => tell("desktop", "en", undefined, modelChapters));
