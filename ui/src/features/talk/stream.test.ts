import { expect, test } from "vitest";
import type { HostEvent, TalkMoment, TalkState } from "@/api";
import { TalkStream } from "./stream";

function listening() {
  let doubts = 0;
  const waiting: (() => void)[] = [];
  const stream = new TalkStream("talk", () => (doubts += 1), (call) => waiting.push(call));
  let told = 0;
  stream.subscribe(() => (told += 1));
  const hear = (moment: TalkMoment, conversation = "talk") =>
    stream.hear({ type: "talk", conversation_uid: conversation, message_uid: "m", secretary_uid: "s", moment } as HostEvent);
  const frame = () => waiting.splice(0).forEach((call) => call());
  return { stream, hear, frame, doubts: () => doubts, told: () => told, text: () => stream.now().get("m")?.text };
}

const state = (status: TalkState["steps"][number]["status"], text: string): TalkState => ({
  is_running: status === "running",
  steps: [{ message_uid: "m", secretary_uid: "s", status, text, error: null }],
});

test("pieces become a text, and the screen is told once for each picture", () => {
  const { hear, frame, told, text } = listening();
  hear({ kind: "began" });
  hear({ kind: "delta", from: 0, text: "は" });
  hear({ kind: "delta", from: 1, text: "い🙂" });
  expect(text()).toBeUndefined();
  frame();
  expect([text(), told()]).toEqual(["はい🙂", 1]);
  hear({ kind: "delta", from: 4, text: "。" });
  frame();
  expect([text(), told()]).toEqual(["はい🙂。", 2]);
});

test("a piece that was missed puts the whole in doubt, and what was written down fills it", () => {
  const { stream, hear, frame, doubts, text } = listening();
  hear({ kind: "delta", from: 5, text: "late" });
  expect(doubts()).toBe(1);
  stream.know(state("running", "early late"));
  hear({ kind: "delta", from: 10, text: "r" });
  frame();
  expect(text()).toBe("early later");
});

test("what is on the screen is not taken back by what was written down before", () => {
  const { stream, hear, frame, text } = listening();
  hear({ kind: "delta", from: 0, text: "one two three" });
  stream.know(state("running", "one"));
  frame();
  expect(text()).toBe("one two three");
});

test("an answer that is over stays until its message is seen, and goes with the run", () => {
  const { stream, hear, frame } = listening();
  hear({ kind: "delta", from: 0, text: "done" });
  hear({ kind: "done" });
  frame();
  expect(stream.now().get("m")?.lately).toBe(true);
  stream.seen(new Set(["m"]));
  frame();
  expect(stream.now().get("m")?.lately).toBe(false);
  stream.know({ is_running: false, steps: [] });
  frame();
  expect(stream.now().size).toBe(0);
});

test("other conversations are not heard", () => {
  const { stream, hear, frame } = listening();
  hear({ kind: "delta", from: 0, text: "x" }, "another");
  frame();
  expect(stream.now().size).toBe(0);
});
