/// What a secretary may do by the role of their persona, as the host will see it. Must not know what is done.
import type { People, Permission, Secretary } from "@/api";
import { personaOf } from "@/components";

/** What a role can allow, in the order in which it is shown. What else a role may hold has no effect. */
export const PERMISSION_ORDER = ["all", "read", "ai_operations", "write", "workflow_management"] as const satisfies readonly Permission[];

/** Whether the secretary's role allows this, by itself or by allowing everything. */
export function mayDo(people: People, secretary: Secretary, permission: Permission): boolean {
  const persona = personaOf(people, secretary);
  const role = people.roles.find(({ uid }) => uid === persona?.role_uid);
  return role !== undefined && role.permissions.some((held) => held === "all" || held === permission);
}
