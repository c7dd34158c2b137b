/// Owns when a draft is sent to the host and what happens to the text on the screen when an answer,
/// a failure or somebody else's change arrives: a pure state machine, `step(state, event)`.
/// The one promise: text that the person typed is replaced only when the person says so.
/// Must not know timers, React or the host.
import type { PlanContent, Uid } from "@/api";
import { sameContent, sentMilestones, toContent, toDraft, type Draft } from "./draft";

/** A version that came from the host while the editor was open. */
export interface Arrived {
  rev: number;
  content: PlanContent;
  /** Whether the plan's newest version is still a draft. */
  editable: boolean;
}

/** Why the text on the screen is not saved. */
export type Problem =
  | { kind: "failed"; error: unknown }
  /** Somebody changed the plan; `theirs` is null until it has been read. */
  | { kind: "stale"; theirs: Arrived | null };

/** Everything the editor knows. */
export interface Autosave {
  /** What is on the screen. */
  draft: Draft;
  /** What was on the screen when the host last said "saved". */
  acknowledged: PlanContent;
  /** The host's own wording of that (it may trim), to tell an echo from a change. */
  held: PlanContent;
  /** The revision a save must name. */
  rev: number;
  /** What is on its way, with the keys of its milestone rows in their order. */
  sending: { content: PlanContent; keys: string[] } | null;
  /** A save was asked for while another was on its way. */
  again: boolean;
  /** The newest arrival while a save was on its way. */
  heard: Arrived | null;
  problem: Problem | null;
}

/** What happened. */
export type AutosaveEvent =
  | { type: "edited"; draft: Draft }
  /** The quiet period is over, a field was left, or the person asked. */
  | { type: "due" }
  | { type: "saved"; rev: number; content: PlanContent }
  | { type: "failed"; error: unknown }
  | { type: "stale" }
  | ({ type: "arrived" } & Arrived)
  | { type: "take_theirs" }
  | { type: "keep_mine" };

/** What is to be done about it. */
export type AutosaveEffect =
  | { type: "wait" }
  | { type: "send"; rev: number; content: PlanContent }
  /** Read the plan as it is now; the answer comes back as `arrived`. */
  | { type: "read" };

/** What the state line says. */
export type Phase = "saved" | "edited" | "saving" | "failed" | "stale";

/** A new state and what follows from it. */
export interface Step {
  state: Autosave;
  effects: AutosaveEffect[];
}

/** The editor as it opens on a plan that was read. */
export function open(rev: number, content: PlanContent): Autosave {
  return {
    draft: toDraft(content),
    acknowledged: content,
    held: content,
    rev,
    sending: null,
    again: false,
    heard: null,
    problem: null,
  };
}

/** Whether the screen holds something the host does not. */
export function isDirty(state: Autosave): boolean {
  return !sameContent(toContent(state.draft), state.acknowledged);
}

/** What to tell the person about their text. */
export function phase(state: Autosave): Phase {
  if (state.problem !== null) return state.problem.kind;
  if (state.sending !== null) return "saving";
  return isDirty(state) ? "edited" : "saved";
}

/** The next state after an event. */
export function step(state: Autosave, event: AutosaveEvent): Step {
  switch (event.type) {
    case "edited":
      return edited(state, event.draft);
    case "due":
      return send(state);
    case "saved":
      return saved(state, event.rev, event.content);
    case "failed":
      return { state: { ...state, sending: null, again: false, problem: { kind: "failed", error: event.error } }, effects: [] };
    case "stale":
      return {
        state: { ...state, sending: null, again: false, heard: null, problem: { kind: "stale", theirs: state.heard } },
        effects: state.heard === null ? [{ type: "read" }] : [],
      };
    case "arrived":
      return arrived(state, { rev: event.rev, content: event.content, editable: event.editable });
    case "take_theirs":
      return takeTheirs(state);
    case "keep_mine":
      return keepMine(state);
  }
}

function edited(state: Autosave, draft: Draft): Step {
  // A conflict stays until it is settled; a failure may be over with the next attempt.
  const problem = state.problem?.kind === "stale" ? state.problem : null;
  const next = { ...state, draft, problem };
  return { state: next, effects: problem === null && isDirty(next) ? [{ type: "wait" }] : [] };
}

function send(state: Autosave): Step {
  if (state.problem?.kind === "stale") return { state, effects: [] };
  if (state.sending !== null) return { state: { ...state, again: true }, effects: [] };
  if (!isDirty(state)) return { state: { ...state, problem: null }, effects: [] };
  const content = toContent(state.draft);
  const keys = sentMilestones(state.draft).map((m) => m.key);
  return {
    state: { ...state, sending: { content, keys }, again: false, problem: null },
    effects: [{ type: "send", rev: state.rev, content }],
  };
}

function saved(state: Autosave, rev: number, content: PlanContent): Step {
  if (state.sending === null) return { state, effects: [] };
  const { content: sent, keys } = state.sending;
  const given = uidsFor(sent, keys, content);
  const titles = new Map(sent.milestones.map((m, i) => [keys[i] ?? "", m.title]));
  let next: Autosave = {
    ...state,
    draft: { ...state.draft, cost: { ...state.draft.cost, held: content.resources.cost }, milestones: state.draft.milestones.map((m) => ({ ...m, uid: given.get(m.key) ?? m.uid, held: titles.get(m.key) ?? m.held })) },
    acknowledged: { ...sent, milestones: sent.milestones.map((m, i) => ({ ...m, uid: given.get(keys[i] ?? "") ?? m.uid })) },
    held: content,
    rev,
    sending: null,
    again: false,
    heard: null,
    problem: null,
  };
  if (state.heard !== null && state.heard.rev > rev) {
    const after = arrived(next, state.heard);
    next = after.state;
    if (next.problem !== null) return after;
  }
  if (!isDirty(next)) return { state: next, effects: [] };
  return state.again ? send(next) : { state: next, effects: [{ type: "wait" }] };
}

/** The uid the host gave to each row that had none, by row key. */
function uidsFor(sent: PlanContent, keys: readonly string[], answer: PlanContent): Map<string, Uid> {
  const given = new Map<string, Uid>();
  const known = new Set(sent.milestones.map((m) => m.uid));
  const fresh = answer.milestones.filter((m) => !known.has(m.uid));
  const aligned = answer.milestones.length === sent.milestones.length;
  sent.milestones.forEach((m, i) => {
    const key = keys[i];
    if (m.uid !== "" || key === undefined) return;
    // The host keeps order and number; should it ever not, the title tells.
    const match = aligned ? answer.milestones[i] : fresh.find((f) => f.title === m.title.trim() && !values(given).has(f.uid));
    if (match !== undefined) given.set(key, match.uid);
  });
  return given;
}

function values(map: Map<string, Uid>): Set<Uid> {
  return new Set(map.values());
}

function arrived(state: Autosave, theirs: Arrived): Step {
  if (theirs.rev <= state.rev) return { state, effects: [] };
  if (state.sending !== null) {
    // It may be the echo of our own save; the answer will tell.
    const newest = state.heard === null || theirs.rev > state.heard.rev ? theirs : state.heard;
    return { state: { ...state, heard: newest }, effects: [] };
  }
  if (state.problem?.kind === "stale") return { state: { ...state, problem: { kind: "stale", theirs } }, effects: [] };
  if (sameContent(theirs.content, state.held) && theirs.editable) {
    // Something else about the plan changed; what it says did not.
    return { state: { ...state, rev: theirs.rev }, effects: [] };
  }
  if (isDirty(state)) return { state: { ...state, problem: { kind: "stale", theirs } }, effects: [] };
  return { state: adopt(state, theirs), effects: [] };
}

function adopt(state: Autosave, theirs: Arrived): Autosave {
  return {
    ...state,
    draft: toDraft(theirs.content, theirs.editable ? state.draft : undefined),
    acknowledged: theirs.content,
    held: theirs.content,
    rev: theirs.rev,
    again: false,
    heard: null,
    problem: null,
  };
}

function takeTheirs(state: Autosave): Step {
  if (state.problem?.kind !== "stale") return { state, effects: [] };
  if (state.problem.theirs === null) return { state, effects: [{ type: "read" }] };
  return { state: adopt(state, state.problem.theirs), effects: [] };
}

function keepMine(state: Autosave): Step {
  if (state.problem?.kind !== "stale") return { state, effects: [] };
  const { theirs } = state.problem;
  if (theirs === null) return { state, effects: [{ type: "read" }] };
  if (!theirs.editable) return { state, effects: [] };
  return send({ ...state, acknowledged: theirs.content, held: theirs.content, rev: theirs.rev, problem: null });
}
