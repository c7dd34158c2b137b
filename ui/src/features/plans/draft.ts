/// Owns the shape of a plan while it is being written: the contract's content, with a local key for
/// every row, so that a row keeps its identity (and its cursor) before the host has given it a uid.
/// Must not know React, timers or the host.
import type { Day, PlanContent, Uid } from "@/api";

/** A milestone row; `key` lives only as long as the editor, `uid` is "" until the host gave one. */
export interface DraftMilestone {
  key: string;
  uid: Uid;
  title: string;
  due_on: Day | null;
  /** The title the host has: kept for a row whose title is empty while it is being retyped. "" for a new row. */
  held: string;
}

/** A success criterion row. */
export interface DraftCriterion {
  key: string;
  text: string;
}

/** What is on the screen of the editor. */
export interface Draft {
  title: string;
  objective: string;
  scope: string;
  start_on: Day | null;
  due_on: Day | null;
  milestones: DraftMilestone[];
  criteria: DraftCriterion[];
  /** What the editor does not show and gives back as it was. */
  rest: Unshown;
}

/** The part of a content that this editor neither shows nor changes. */
export type Unshown = Pick<PlanContent, "description" | "resources" | "risks">;

/** What a plan still lacks before it can be submitted. */
export type Missing = "title" | "objective" | "milestone_title" | "due_before_start";

let lastKey = 0;

/** A key no other row of this session has. */
export function newKey(): string {
  lastKey += 1;
  return `row-${lastKey}`;
}

/** The editor's rows for a saved content. Rows of `before` keep their keys, matched by uid. */
export function toDraft(content: PlanContent, before?: Draft): Draft {
  const keys = new Map((before?.milestones ?? []).filter((m) => m.uid !== "").map((m) => [m.uid, m.key]));
  const unsent = (before?.milestones ?? []).filter((m) => m.uid === "" && m.title.trim() === "");
  const spare = (before?.criteria ?? []).map((c) => c.key);
  const blank = (before?.criteria ?? []).filter((c) => c.text.trim() === "");
  const blankKeys = new Set(blank.map((c) => c.key));
  const reusable = spare.filter((key) => !blankKeys.has(key));
  return {
    title: content.title,
    objective: content.objective,
    scope: content.scope,
    start_on: content.start_on,
    due_on: content.due_on,
    milestones: [...content.milestones.map((m) => ({ key: keys.get(m.uid) ?? newKey(), ...m, held: m.title })), ...unsent],
    criteria: [...content.criteria.map((text, i) => ({ key: reusable[i] ?? newKey(), text })), ...blank],
    rest: unshown(content),
  };
}

/** The part of a content that the editor does not show. */
export function unshown({ description, resources, risks }: PlanContent): Unshown {
  return { description, resources, risks };
}

/** The title under which a milestone is saved. */
function sentTitle(milestone: DraftMilestone): string {
  return milestone.title.trim() === "" ? milestone.held : milestone.title;
}

/** The milestones that go to the host: those with a title. A new row without one stays on the screen only. */
export function sentMilestones(draft: Draft): DraftMilestone[] {
  return draft.milestones.filter((m) => sentTitle(m).trim() !== "");
}

/** Whether a row lacks the name it needs; a new row nobody has touched needs none. */
export function lacksTitle(milestone: DraftMilestone): boolean {
  return milestone.title.trim() === "" && (milestone.due_on !== null || milestone.held !== "");
}

/** What is saved of a draft: blank rows are left out, everything else is as typed. */
export function toContent(draft: Draft): PlanContent {
  return {
    title: draft.title,
    objective: draft.objective,
    scope: draft.scope,
    start_on: draft.start_on,
    due_on: draft.due_on,
    milestones: sentMilestones(draft).map((m) => ({ uid: m.uid, title: sentTitle(m), due_on: m.due_on })),
    criteria: draft.criteria.map((c) => c.text).filter((text) => text.trim() !== ""),
    ...draft.rest,
  };
}

/** Whether two contents say the same in what the editor shows, uids included. */
export function sameContent(a: PlanContent, b: PlanContent): boolean {
  return (
    a.title === b.title &&
    a.objective === b.objective &&
    a.scope === b.scope &&
    a.start_on === b.start_on &&
    a.due_on === b.due_on &&
    a.criteria.length === b.criteria.length &&
    a.criteria.every((text, i) => text === b.criteria[i]) &&
    a.milestones.length === b.milestones.length &&
    a.milestones.every((m, i) => {
      const other = b.milestones[i];
      return other !== undefined && m.uid === other.uid && m.title === other.title && m.due_on === other.due_on;
    })
  );
}

/** What keeps a draft from being submitted, in the order of the form. */
export function missing(draft: Draft): Missing[] {
  const found: Missing[] = [];
  if (draft.title.trim() === "") found.push("title");
  if (draft.objective.trim() === "") found.push("objective");
  if (draft.start_on !== null && draft.due_on !== null && draft.due_on < draft.start_on) found.push("due_before_start");
  if (draft.milestones.some(lacksTitle)) found.push("milestone_title");
  return found;
}

/** A plan that says no more than what it is called and what it is for. */
export function emptyContent(title: string, objective = ""): PlanContent {
  return { title, objective, scope: "", start_on: null, due_on: null, milestones: [], criteria: [], description: "", resources: { cost: null, needs: [], dependencies: [] }, risks: [] };
}
