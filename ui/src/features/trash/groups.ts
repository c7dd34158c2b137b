/// The trash in groups by kind, and what its kinds and items are called. Pure; must not know React or the host.
import { entityText, type Day, type Entity, type TrashItem } from "@/api";
import { localDay, m } from "@/i18n";

/** The kinds in the order in which people think of them; others come last. */
const KINDS: readonly (readonly [Entity, () => string])[] = [
  ["plan", m.trash_kind_plan],
  ["project", m.trash_kind_project],
  ["task", m.trash_kind_task],
  ["conversation", m.trash_kind_conversation],
  ["message", m.trash_kind_message],
  ["discussion", m.trash_kind_discussion],
  ["board", m.trash_kind_board],
  ["comment", m.trash_kind_comment],
  ["secretary", m.trash_kind_secretary],
  ["persona", m.trash_kind_persona],
  ["role", m.trash_kind_role],
  ["team", m.trash_kind_team],
  ["label", m.trash_kind_label],
];

export interface TrashGroup {
  /** The entity's name, or "other". */
  kind: string;
  /** Its heading. */
  name: string;
  items: TrashItem[];
}

/** The items by kind, each kind in the order in which it came; kinds without items are left out. */
export function groupsOf(items: readonly TrashItem[]): TrashGroup[] {
  const known = new Set(KINDS.map(([entity]) => entity));
  const groups = KINDS.map(([entity, name]) => ({ kind: entity as string, name: name(), items: items.filter((item) => item.entity === entity) }));
  groups.push({ kind: "other", name: m.trash_kind_other(), items: items.filter(({ entity }) => !known.has(entity)) });
  return groups.filter((group) => group.items.length > 0);
}

/** What an item is called; one without a title by its kind. */
export function titleOf({ title, entity }: TrashItem): string {
  return title.trim() === "" ? m.trash_untitled({ kind: entityText(entity) }) : title;
}

/** Whether an item goes today or is overdue; the trash is looked through once a day, so the hour says nothing. */
export function goesSoon({ purge_at }: TrashItem, today: Day): boolean {
  return localDay(new Date(purge_at)) <= today;
}

/** How many things lie in the trash, belongings included. */
export function countOf(items: readonly TrashItem[]): number {
  return items.reduce((sum, { belongings }) => sum + 1 + belongings, 0);
}
