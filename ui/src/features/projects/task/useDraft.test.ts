import { expect, it } from "vitest";
import type { TaskDraft } from "@/api";
import { TalkStream } from "@/features/talk/stream";
import { stateOf } from "./useDraft";

const draft: TaskDraft = { uid: "d", task_uid: "t", secretary_uid: "s", status: "running", text: "Come", steps: [], error: null, wish: "", became: null, created_at: "2026-01-01T00:00:00.000Z" };

it("a draft that is coming goes on where the host had it", () => {
  const stream = new TalkStream("t", () => expect.unreachable("nothing was missed"), (call) => call());
  stream.know(stateOf(draft));
  stream.hear({ type: "talk", conversation_uid: "t", message_uid: "d", secretary_uid: "s", moment: { kind: "delta", from: 4, text: " on Sunday" } });
  expect(stream.now().get("d")).toMatchObject({ text: "Come on Sunday", phase: "coming" });
  stream.know(stateOf({ ...draft, status: "completed", text: "Come on Sunday." }));
  expect(stream.now().get("d")).toMatchObject({ text: "Come on Sunday.", phase: "over" });
});

it("where there is none, nothing is coming", () => {
  expect(stateOf(null)).toEqual({ is_running: false, steps: [] });
});
