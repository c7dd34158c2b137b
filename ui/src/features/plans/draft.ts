/// Owns the shape of a plan while it is being written: the contract's content, with a local key for
/// every row, so that a row keeps its identity (and its cursor) before the host has given it a uid.
/// Must not know React, timers or the host.
import type { Cost, Day, Level, PlanContent, Uid } from "@/api";
import { readCost, typeCost, type DraftCost } from "./cost";

/** A milestone row; `key` lives only as long as the editor, `uid` is "" until the host gave one. */
export interface DraftMilestone {
  key: string;
  uid: Uid;
  title: string;
  due_on: Day | null;
  /** The keys of the rows that have to be reached before. */
  after: string[];
  /** The title the host has: kept for a row whose title is empty while it is being retyped. "" for a new row. */
  held: string;
}

/** A row of one line: a criterion, a person, a thing that is needed. */
export interface DraftLine {
  key: string;
  text: string;
}

/** A risk row. */
export interface DraftRisk {
  key: string;
  title: string;
  likelihood: Level;
  impact: Level;
  response: string;
}

/** The lists of lines. */
export type LineField = "criteria" | "people" | "needs" | "dependencies" | "notes";
const LINE_FIELDS: readonly LineField[] = ["criteria", "people", "needs", "dependencies", "notes"];

/** What is on the screen of the editor. */
export interface Draft extends Record<LineField, DraftLine[]> {
  title: string;
  objective: string;
  scope: string;
  description: string;
  start_on: Day | null;
  due_on: Day | null;
  milestones: DraftMilestone[];
  cost: DraftCost;
  risks: DraftRisk[];
}

/** What a plan still lacks before it can be submitted. */
export type Missing = "title" | "objective" | "due_before_start" | "milestone_title" | "milestone_outside" | "milestone_early" | "cost" | "risk_title";

let lastKey = 0;

/** A key no other row of this session has. */
export function newKey(): string {
  lastKey += 1;
  return `row-${lastKey}`;
}

/** The editor's rows for a saved content. Rows of `before` keep their keys: milestones matched by uid, others by place. */
export function toDraft(content: PlanContent, before?: Draft): Draft {
  const keys = new Map((before?.milestones ?? []).filter((m) => m.uid !== "").map((m) => [m.uid, m.key]));
  for (const { uid } of content.milestones) if (!keys.has(uid)) keys.set(uid, newKey());
  const keyOf = (uid: Uid) => keys.get(uid) ?? newKey();
  const unsent = (before?.milestones ?? []).filter((m) => m.uid === "" && m.title.trim() === "");
  const risks = (before?.risks ?? []).filter((risk) => !isBlankRisk(risk));
  const lines = (field: LineField, texts: readonly string[]) => withKeys(texts, before?.[field] ?? []);
  return {
    title: content.title,
    objective: content.objective,
    scope: content.scope,
    description: content.description,
    start_on: content.start_on,
    due_on: content.due_on,
    milestones: [...content.milestones.map(({ depends_on, ...m }) => ({ ...m, key: keyOf(m.uid), after: depends_on.map(keyOf), held: m.title })), ...unsent],
    criteria: lines("criteria", content.criteria),
    people: lines("people", content.resources.people),
    needs: lines("needs", content.resources.needs),
    dependencies: lines("dependencies", content.resources.dependencies),
    notes: lines("notes", content.notes),
    cost: typeCost(content.resources.cost),
    risks: [...content.risks.map((risk, i) => ({ key: risks[i]?.key ?? newKey(), ...risk })), ...(before?.risks ?? []).filter(isBlankRisk)],
  };
}

/** Rows for lines, with the keys of the rows that were there; rows nobody has written in stay at the end. */
function withKeys(texts: readonly string[], before: readonly DraftLine[]): DraftLine[] {
  const isBlank = (line: DraftLine) => line.text.trim() === "";
  const written = before.filter((line) => !isBlank(line));
  return [...texts.map((text, i) => ({ key: written[i]?.key ?? newKey(), text })), ...before.filter(isBlank)];
}

/** The same draft with fresh keys, for one that comes from another session. */
export function rekeyed(draft: Draft): Draft {
  const keys = new Map(draft.milestones.map((m) => [m.key, newKey()]));
  const fresh = <Row extends { key: string }>(rows: Row[]) => rows.map((row) => ({ ...row, key: newKey() }));
  const milestones = draft.milestones.map((m) => ({ ...m, key: keys.get(m.key) ?? newKey(), after: m.after.flatMap((key) => keys.get(key) ?? []) }));
  const lines = Object.fromEntries(LINE_FIELDS.map((field) => [field, fresh(draft[field])])) as Record<LineField, DraftLine[]>;
  return { ...draft, ...lines, milestones, risks: fresh(draft.risks) };
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

/** Whether nobody has written in a risk yet. */
export function isBlankRisk(risk: DraftRisk): boolean {
  return risk.title.trim() === "" && risk.response.trim() === "";
}

/** What is saved of a draft: blank rows are left out, everything else is as typed. A row that the host has not named yet is waited for from the next save on. */
export function toContent(draft: Draft): PlanContent {
  const sent = sentMilestones(draft);
  const uids = new Map(sent.map((m) => [m.key, m.uid]));
  const before = (m: DraftMilestone) => m.after.map((key) => uids.get(key) ?? "").filter((uid) => uid !== "");
  const written = (field: LineField) => draft[field].map((line) => line.text).filter((text) => text.trim() !== "");
  return {
    title: draft.title,
    objective: draft.objective,
    scope: draft.scope,
    start_on: draft.start_on,
    due_on: draft.due_on,
    milestones: sent.map((m) => ({ uid: m.uid, title: sentTitle(m), due_on: m.due_on, depends_on: before(m) })),
    criteria: written("criteria"),
    description: draft.description,
    resources: { cost: sentCost(draft.cost), people: written("people"), needs: written("needs"), dependencies: written("dependencies") },
    // A response without a name waits on the screen for one.
    risks: draft.risks.filter((risk) => risk.title.trim() !== "").map(({ title, likelihood, impact, response }) => ({ title, likelihood, impact, response })),
    notes: written("notes"),
  };
}

/** The cost that is saved: what is typed, or what the host has while that cannot be read. */
function sentCost(cost: DraftCost): Cost | null {
  const read = readCost(cost);
  return read === "unread" ? cost.held : read;
}

/** Whether two contents say the same, uids included. */
export function sameContent(a: PlanContent, b: PlanContent): boolean {
  return same(a, b);
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key as never], b[key as never]));
}

/** What keeps a draft from being submitted, in the order of the form. */
export function missing(draft: Draft): Missing[] {
  const found: Missing[] = [];
  if (draft.title.trim() === "") found.push("title");
  if (draft.objective.trim() === "") found.push("objective");
  if (draft.start_on !== null && draft.due_on !== null && draft.due_on < draft.start_on) found.push("due_before_start");
  if (draft.milestones.some(lacksTitle)) found.push("milestone_title");
  if (draft.milestones.some((m) => isOutside(m, draft))) found.push("milestone_outside");
  if (draft.milestones.some((m) => isEarly(m, draft))) found.push("milestone_early");
  if (readCost(draft.cost) === "unread") found.push("cost");
  if (draft.risks.some((risk) => risk.title.trim() === "" && risk.response.trim() !== "")) found.push("risk_title");
  return found;
}

/** Whether a milestone's day lies outside of the plan's. */
export function isOutside({ due_on }: DraftMilestone, plan: Pick<Draft, "start_on" | "due_on">): boolean {
  return due_on !== null && ((plan.start_on !== null && due_on < plan.start_on) || (plan.due_on !== null && due_on > plan.due_on));
}

/** Whether a milestone's day comes before that of one it waits for. */
export function isEarly({ due_on, after }: DraftMilestone, { milestones }: Pick<Draft, "milestones">): boolean {
  return due_on !== null && milestones.some((other) => after.includes(other.key) && other.due_on !== null && due_on < other.due_on);
}

/** A plan that says no more than what it is called and what it is for. */
export function emptyContent(title: string, objective = ""): PlanContent {
  return {
    title,
    objective,
    scope: "",
    start_on: null,
    due_on: null,
    milestones: [],
    criteria: [],
    description: "",
    resources: { cost: null, people: [], needs: [], dependencies: [] },
    risks: [],
    notes: [],
  };
}
