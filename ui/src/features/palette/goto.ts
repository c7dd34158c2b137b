/// Leads from a search hit to the place where it is seen.
import { useNavigate } from "@tanstack/react-router";
import type { SearchHit } from "@/api";

/** Gives the function that opens a hit. */
export function useGoTo(): (hit: SearchHit) => Promise<void> {
  const navigate = useNavigate();
  return async (hit) => {
    switch (hit.kind) {
      case "note":
        return navigate({ to: "/vault", search: { path: hit.id } });
      case "plan":
        return navigate({ to: "/plans/$uid", params: { uid: hit.id } });
      case "project":
        return navigate({ to: "/projects/$uid", params: { uid: hit.id } });
      case "task":
        // A task without a project is seen where the day's tasks are.
        return hit.project_uid ? navigate({ to: "/projects/$uid", params: { uid: hit.project_uid } }) : navigate({ to: "/today" });
    }
  };
}
