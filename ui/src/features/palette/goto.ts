/// Leads from a search hit to the place where it is seen.
import { useNavigate } from "@tanstack/react-router";
import type { HitKind, SearchHit } from "@/api";

/** The kinds of things that have a place to be seen in. */
export const REACHABLE = ["note", "plan", "project", "task", "conversation", "message"] as const satisfies readonly HitKind[];

/** A hit that can be opened. */
export type ReachableHit = SearchHit & { kind: (typeof REACHABLE)[number] };

/** Whether a hit can be opened. */
export function hasPlace(hit: SearchHit): hit is ReachableHit {
  return (REACHABLE as readonly HitKind[]).includes(hit.kind);
}

/** Gives the function that opens a hit. */
export function useGoTo(): (hit: ReachableHit) => Promise<void> {
  const navigate = useNavigate();
  return async (hit) => {
    switch (hit.kind) {
      case "note":
        return navigate({ to: "/vault", search: { path: hit.id } });
      case "plan":
        return navigate({ to: "/plans/$uid", params: { uid: hit.id } });
      case "project":
        return navigate({ to: "/projects/$uid", params: { uid: hit.id } });
      case "conversation":
        return navigate({ to: "/talk", search: { uid: hit.id } });
      case "message":
        return navigate({ to: "/talk", search: hit.conversation_uid === null ? {} : { uid: hit.conversation_uid, message: hit.id } });
      case "task":
        // A task without a project is seen where the day's tasks are.
        return hit.project_uid ? navigate({ to: "/projects/$uid", params: { uid: hit.project_uid } }) : navigate({ to: "/today" });
    }
  };
}
