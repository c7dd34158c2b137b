import { expect, it } from "vitest";
import { plainTask } from "./vaultTasks";

it.each([
  ["床の見積もり 📅 2026-11-20 ⏫", "床の見積もり"],
  ["水やり 🔁 every week on Friday 🛫 2026-01-01 ⏳ 2026-01-02", "水やり"],
  ["書く [[会議/議事録|議事録]] を **必ず** [due:: 2026-01-01] ^id-1", "書く 議事録 を 必ず"],
  ["[表](a.md) と `code`", "表 と code"],
  ["📅 2026-01-01", "📅 2026-01-01"],
])("reads %j as %j", (text, words) => expect(plainTask(text)).toBe(words));
