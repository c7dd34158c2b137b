/// Every failure a host can send has words in both languages, and the words carry what the person needs.
import { afterEach, describe, expect, it } from "vitest";
import { speak } from "@/i18n";
import { CommandFailure } from "@/platform/host";
import { errorText } from "./errorText";
import type { ErrorCode, Language } from "./types";

const LANGUAGES: Language[] = ["ja", "en"];

const CASES: Record<ErrorCode, Record<string, unknown>[]> = {
  unknown_command: [{}],
  bad_input: [{ command: "plans.get", detail: "missing uid" }],
  invalid: [
    ...["title", "objective", "scope", "start_on", "due_on", "milestones", "criteria", "comment", "name", "path", "plans_folder", "projects_folder", "excluded_folders", "query", "a_field_of_tomorrow"].map((field) => ({ field, rule: "required" })),
    { field: "title", rule: "too_long", limit: 200 },
    { field: "title", rule: "too_long" },
    { field: "due_on", rule: "format" },
    { field: "path", rule: "unknown_value" },
    { field: "path", rule: "a_rule_of_tomorrow" },
    { field: "due_on", rule: "before_start" },
    { field: "trash_days", rule: "range", least: 1, most: 3650 },
    { field: "trash_days", rule: "range" },
    ...["duplicate", "unexpected", "cycle"].map((rule) => ({ field: "depends_on", rule })),
  ],
  not_found: [{ entity: "plan", uid: "0" }, { entity: "note", path: "仕事/会議.md" }, { entity: "something_new" }],
  stale: [{ entity: "task" }],
  refused: [
    ...["decision", "changed_since", "nothing_to_undo", "nothing_to_redo", "no_other_name", "protected", "in_use", "no_trash", "open_prerequisites", "other_project", "exists", "in_trash", "not_empty", "inside_data_folder", "inside_vault"].map((reason) => ({ reason, entity: "task" })),
    { reason: "changed_since", entity: "task", uid: "0", title: "Move" },
    { reason: "holder_in_trash", entity: "project", uid: "0", title: "Move" },
    { reason: "name_taken", entity: "team", uid: "0", name: "Team", free_name: "Team 2" },
    { reason: "team_full", limit: 5 },
    { reason: "too_large", path: "図/動画.mp4", size: 41943040, limit: 20971520 },
    { reason: "too_large" },
    { reason: "not_text", path: "a.md" },
    { reason: "open_prerequisites", field: "status", open: ["HIS-1", "HIS-2"] },
    ...["illegal_move", "not_submitted", "not_under_review", "not_decided", "already_decided", "outside_period", "before_prerequisite", "version_changed", "not_a_draft", "decided_here", "team_full", "name_taken", "nothing_to_write", "writing_not_allowed", "vault_changed", "path_taken", "into_itself", "not_text", "no_task", "property_unwritable", "not_linkable", "already_seated", "already_started", "not_started", "already_closed", "paused", "carried_out_elsewhere", "no_such_turn", "not_seated", "too_few_seats", "a_reason_of_tomorrow"].map((reason) => ({ reason })),
    { reason: "discussion_full", field: "seats", limit: 20 },
    { reason: "price_unknown", name: "Hana", uid: "0", model: "m" },
  ],
  unanswered: [
    ...["bad_address", "unreachable", "tls", "proxy", "broken", "silent", "redirected", "unauthorized", "forbidden", "not_found", "rate_limited", "quota_spent", "overloaded", "service_failed", "context_overflow", "blocked", "bad_request", "garbage", "too_large", "incomplete", "unsupported", "stopped"].map((code) => ({ failure: { code, message: "said the service" } })),
    { failure: { code: "rate_limited", retry_after_ms: 61_000 } },
    { failure: { code: "a_code_of_tomorrow", message: "said the service" } },
    {},
  ],
  person_only: [{ command: "plans.approve" }],
  no_vault: [{}],
  vault_unusable: ["missing", "not_a_folder", "unreadable", "not_writable", "is_data_folder", "contains_data_folder", "inside_data_folder", "a_reason_of_tomorrow"].map((reason) => ({ reason, path: "/notes/私" })),
  in_use: [{}],
  database_corrupt: [{}],
  database_newer: [{ found: 9, supported: 6 }],
  database_locked: [{}],
  migration_failed: [{ path: "/data", version: 7, name: "labels", detail: "no such table" }, {}],
  backup_damaged: [{ id: "2026-11-20", detail: "a byte is wrong" }, {}],
  import_unusable: ["no_export", "damaged", "newer", "a_reason_of_tomorrow"].map((reason) => ({ reason, path: "/export/私" })),
  io: [{ what: "read", path: "/notes/a.md", detail: "EIO" }, { what: "sync", detail: "EIO" }, { what: "connection", detail: "refused" }],
  internal: [{}],
};

afterEach(() => speak("en"));

const worded = (code: ErrorCode, params: Record<string, unknown>) => errorText(new CommandFailure({ code, message: "log line", params }));

describe.each(LANGUAGES)("in %s", (language) => {
  it.each(Object.entries(CASES) as [ErrorCode, Record<string, unknown>[]][])("%s says what happened, what was kept and what to do", (code, all) => {
    speak(language);
    for (const params of all) {
      const { what, kept, advice } = worded(code, params);
      for (const words of [what, kept, advice]) {
        expect(words).toMatch(/\S/);
        expect(words).not.toMatch(/\{\w+\}|undefined|\[object/);
        expect(/[ぁ-ん]/.test(words), words).toBe(language === "ja");
      }
    }
  });
});

it("names the field, the limit, the path and the versions", () => {
  expect(worded("invalid", { field: "title", rule: "too_long", limit: 2000 }).what).toContain("2,000");
  expect(worded("invalid", { field: "objective", rule: "required" }).what).toContain("Objective");
  expect(worded("not_found", { entity: "note", path: "仕事/会議.md" }).what).toContain("仕事/会議.md");
  expect(worded("vault_unusable", { reason: "missing", path: "/notes/私" }).what).toContain("/notes/私");
  expect(worded("invalid", { field: "trash_days", rule: "range", least: 1, most: 3650 }).what).toMatch(/1.*3,650/);
  expect(worded("refused", { reason: "holder_in_trash", entity: "project", title: "Move" }).what).toMatch(/project.*Move/);
  expect(worded("refused", { reason: "name_taken", name: "Team", free_name: "Team 2" }).advice).toContain("Team 2");
  expect(worded("refused", { reason: "open_prerequisites", open: ["HIS-1", "HIS-2"] }).what).toContain("HIS-1, HIS-2");
  expect(worded("database_newer", { found: 9, supported: 6 }).what).toMatch(/9.*6/);
});

it("words anything else that was thrown as a fault inside", () => {
  expect(errorText(new TypeError("x is not a function")).what).toBe(worded("internal", {}).what);
  expect(errorText("boom").advice).toContain("boom");
  expect(errorText({ code: "made_up", message: "?", params: {} }).what).toBe(worded("internal", {}).what);
});

it("takes a failure as the host sends it, before it became an error", () => {
  expect(errorText({ code: "no_vault", message: "no vault", params: {} })).toEqual(worded("no_vault", {}));
});
