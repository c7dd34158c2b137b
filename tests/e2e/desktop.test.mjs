// The journey in the real window.

import { test } from "node:test";
import { tell } from "./story.mjs";

test("the journey in the window", { timeout: 900_000 }, (t) => tell(t, "desktop", "en"));
