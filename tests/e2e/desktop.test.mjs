// The journey in the real window.

import { describe } from "node:test";
import { tell } from "./story.mjs";

describe("the journey in the window", () => tell("desktop", "en"));
