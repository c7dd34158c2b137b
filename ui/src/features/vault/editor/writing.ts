/// Owns when the text of a note is sent to the host, and what happens to the text on the screen when an answer, a
/// failure or another program's change arrives: a pure state machine, `step(state, event)`.
/// The one promise: what the person typed is never replaced unless the person says so; what others wrote is merged
/// around it. Must not know timers, the editor's own document, React or the host.
import type { NoteSource, Saved } from "@/api";

/** Why the text on the screen is not in the file. */
export type Problem =
  | { kind: "failed"; error: unknown }
  /** The file was changed in the same place; `theirs` is null until it has been read. */
  | { kind: "conflict"; theirs: NoteSource | null };

/** Everything known of one note that is being written. */
export interface Writing {
  /** What is on the screen. */
  text: string;
  /** What the file held when it was last heard of, and what a save builds on. */
  base: NoteSource;
  /** The text that is on its way. */
  sending: string | null;
  /** A save was asked for while another was on its way. */
  again: boolean;
  /** Something was heard of the file while a save was on its way. */
  heard: boolean;
  /** The last save brought somebody else's change along. */
  merged: boolean;
  problem: Problem | null;
}

/** What happened. */
export type WritingEvent =
  | { type: "edited"; text: string }
  /** The quiet period is over, the editor was left, or the person asked. */
  | { type: "due" }
  | ({ type: "saved" } & Saved)
  | { type: "failed"; error: unknown }
  | { type: "conflict" }
  /** The file as it is now. */
  | ({ type: "arrived" } & NoteSource)
  | { type: "take_theirs" }
  /** Writes `text` over what the file holds now. */
  | { type: "settle"; text: string };

/** What is to be done about it. */
export type WritingEffect =
  | { type: "wait" }
  | { type: "send"; base: NoteSource; text: string }
  /** Read the file; the answer comes back as `arrived`. */
  | { type: "read" }
  /** Bring the change from one text to another to the screen, around what was typed since; the screen answers with `edited`. */
  | { type: "merge"; from: string; to: string }
  /** Put a text on the screen in place of what is there. */
  | { type: "show"; text: string };

/** What the state line says. */
export type Phase = "saved" | "merged" | "edited" | "saving" | "failed" | "conflict";

/** A new state and what follows from it. */
export interface Step {
  state: Writing;
  effects: WritingEffect[];
}

/** The state of a note that was just read. */
export function open(base: NoteSource): Writing {
  return { text: base.text, base, sending: null, again: false, heard: false, merged: false, problem: null };
}

/** Whether the screen holds something the file does not. */
export function isDirty(state: Writing): boolean {
  return state.text !== state.base.text;
}

/** What to tell the person about their text. */
export function phase(state: Writing): Phase {
  if (state.problem !== null) return state.problem.kind;
  if (state.sending !== null) return "saving";
  if (isDirty(state)) return "edited";
  return state.merged ? "merged" : "saved";
}

/** The next state after an event. */
export function step(state: Writing, event: WritingEvent): Step {
  switch (event.type) {
    case "edited":
      return edited(state, event.text);
    case "due":
      return send(state);
    case "saved":
      return saved(state, event);
    case "failed":
      return { state: { ...state, sending: null, again: false, problem: { kind: "failed", error: event.error } }, effects: [] };
    case "conflict":
      return { state: { ...state, sending: null, again: false, heard: false, problem: { kind: "conflict", theirs: null } }, effects: [{ type: "read" }] };
    case "arrived":
      return arrived(state, { text: event.text, hash: event.hash });
    case "take_theirs":
      return takeTheirs(state);
    case "settle":
      return settle(state, event.text);
  }
}

function edited(state: Writing, text: string): Step {
  if (text === state.text) return { state, effects: [] };
  // A conflict stays until it is settled; a failure may be over with the next attempt.
  const problem = state.problem?.kind === "conflict" ? state.problem : null;
  const next = { ...state, text, problem, merged: state.merged && text === state.base.text };
  return { state: next, effects: problem === null && isDirty(next) ? [{ type: "wait" }] : [] };
}

function send(state: Writing): Step {
  if (state.problem?.kind === "conflict") return { state, effects: [] };
  if (state.sending !== null) return { state: { ...state, again: true }, effects: [] };
  if (!isDirty(state)) return { state: state.problem === null ? state : { ...state, problem: null }, effects: [] };
  return {
    state: { ...state, sending: state.text, again: false, heard: false, problem: null },
    effects: [{ type: "send", base: state.base, text: state.text }],
  };
}

function saved(state: Writing, { hash, text, merged }: Saved): Step {
  const sent = state.sending;
  if (sent === null) return { state, effects: [] };
  const untouched = state.text === sent;
  const next: Writing = { ...state, text: untouched ? text : state.text, base: { hash, text }, sending: null, again: false, heard: false, merged: merged || text !== sent, problem: null };
  const effects: WritingEffect[] = text === sent ? [] : [{ type: "merge", from: sent, to: text }];
  // What was heard meanwhile may be this very save, or a change after it; only the file can tell.
  if (state.heard) effects.push({ type: "read" });
  if (!isDirty(next)) return { state: next, effects };
  if (!state.again || text !== sent) return { state: next, effects: [...effects, { type: "wait" }] };
  const more = send(next);
  return { state: more.state, effects: [...effects, ...more.effects] };
}

function arrived(state: Writing, theirs: NoteSource): Step {
  if (state.problem?.kind === "conflict") return { state: { ...state, problem: { kind: "conflict", theirs } }, effects: [] };
  if (state.sending !== null) return { state: { ...state, heard: true }, effects: [] };
  if (theirs.hash === state.base.hash) return { state, effects: [] };
  if (!isDirty(state)) {
    return { state: { ...state, text: theirs.text, base: theirs, merged: false, problem: null }, effects: [{ type: "merge", from: state.base.text, to: theirs.text }] };
  }
  if (theirs.text === state.text) return { state: { ...state, base: theirs, merged: false, problem: null }, effects: [] };
  // The host has the text that both started from, so it merges; a save now is the shortest way there.
  return send(state);
}

function takeTheirs(state: Writing): Step {
  if (state.problem?.kind !== "conflict") return { state, effects: [] };
  const { theirs } = state.problem;
  if (theirs === null) return { state, effects: [{ type: "read" }] };
  return { state: { ...state, text: theirs.text, base: theirs, merged: false, problem: null }, effects: [{ type: "show", text: theirs.text }] };
}

function settle(state: Writing, text: string): Step {
  if (state.problem?.kind !== "conflict") return { state, effects: [] };
  const { theirs } = state.problem;
  if (theirs === null) return { state, effects: [{ type: "read" }] };
  const settled = { ...state, text, base: theirs, problem: null };
  const shown: WritingEffect[] = text === state.text ? [] : [{ type: "show", text }];
  const sent = send(settled);
  return { state: sent.state, effects: [...shown, ...sent.effects] };
}
