import { expect, it, vi } from "vitest";
import type { DiscussionMoment, OpenTurn } from "@/api";
import { DiscussionStream } from "./stream";

const open = (turn: number, text = ""): OpenTurn => ({ turn, seat_uid: `s${turn}`, phase: "positions", question: null, is_own: false, text });
const stepped = (turns: OpenTurn[]) => ({ kind: "stepped", state: { turns } }) as DiscussionMoment;

function following() {
  const doubt = vi.fn();
  const stream = new DiscussionStream("d", doubt, (call) => call());
  const hear = (...moments: DiscussionMoment[]) => moments.forEach((moment) => stream.hear({ type: "discussion", uid: "d", moment }));
  return { doubt, stream, hear, texts: () => [...stream.now().speaking.values()].map(({ text }) => text), phases: () => [...stream.now().speaking.values()].map(({ phase }) => phase) };
}

it("puts together what several say at once, each in its turn", () => {
  const { hear, texts, stream, doubt } = following();
  hear({ kind: "thinks", turn: 2, seat_uid: "b" }, { kind: "thinks", turn: 1, seat_uid: "a" }, { kind: "delta", turn: 1, from: 0, text: "春" }, { kind: "delta", turn: 2, from: 0, text: "au" }, { kind: "delta", turn: 2, from: 2, text: "tumn" });
  expect(texts()).toEqual(["春", "autumn"]);
  stream.hear({ type: "discussion", uid: "another", moment: { kind: "delta", turn: 1, from: 1, text: "x" } });
  expect(texts()).toEqual(["春", "autumn"]);
  expect(doubt).not.toHaveBeenCalled();
});

it("asks anew where a piece was missed, and goes on from what the host has", () => {
  const { hear, texts, stream, doubt } = following();
  hear({ kind: "delta", turn: 1, from: 4, text: "late" });
  expect(doubt).toHaveBeenCalledOnce();
  stream.know([open(1, "too late")]);
  hear({ kind: "delta", turn: 1, from: 8, text: "!" });
  stream.know([open(1, "too la")]);
  expect(texts()).toEqual(["too late!"]);
  hear({ kind: "delta", turn: 1, from: 20, text: "gap" });
  expect(doubt).toHaveBeenCalledTimes(2);
  expect(texts()).toEqual(["too late!"]);
});

it("keeps what was said until its message is read, and nothing of a turn that came to nothing", () => {
  const { hear, texts, phases, stream } = following();
  hear({ kind: "thinks", turn: 1, seat_uid: "a" }, { kind: "thinks", turn: 2, seat_uid: "b" }, { kind: "delta", turn: 1, from: 0, text: "So" });
  hear({ kind: "unanswered", turn: 2, seat_uid: "b", error: { code: "internal", message: "", params: {} } }, stepped([]));
  expect([texts(), phases()]).toEqual([["So"], ["said"]]);
  expect(stream.now().unanswered.map(({ seatUid }) => seatUid)).toEqual(["b"]);
  stream.read();
  expect(texts()).toEqual([]);
});
