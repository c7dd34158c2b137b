/// Leads from a search hit to the place where it is seen.
import { useNavigate } from "@tanstack/react-router";
import { useQueryClient } from "@tanstack/react-query";
import { readKey, type SearchHit } from "@/api";
import { useHost } from "@/platform";

/** Gives the function that opens a hit. */
export function useGoTo(): (hit: SearchHit) => Promise<void> {
  const navigate = useNavigate();
  const host = useHost();
  const queries = useQueryClient();

  /** The project that holds a task. A hit names its project by title only, and two projects may share one. */
  const projectOf = async (task: SearchHit): Promise<string | null> => {
    const read = { queryKey: readKey("projects.list", {}), queryFn: () => host.call("projects.list", {}) };
    const candidates = (await queries.fetchQuery(read)).filter(({ title }) => title === task.context);
    for (const { uid } of candidates) {
      // One after the other: nearly always there is exactly one.
      // oxlint-disable-next-line no-await-in-loop
      const project = await queries.fetchQuery({ queryKey: readKey("projects.get", { uid }), queryFn: () => host.call("projects.get", { uid }) });
      if (project.task_list.some((listed) => listed.uid === task.id)) return uid;
    }
    return null;
  };

  return async (hit) => {
    switch (hit.kind) {
      case "note":
        return navigate({ to: "/vault", search: { path: hit.id } });
      case "plan":
        return navigate({ to: "/plans/$uid", params: { uid: hit.id } });
      case "project":
        return navigate({ to: "/projects/$uid", params: { uid: hit.id } });
      case "task": {
        const uid = await projectOf(hit);
        return uid ? navigate({ to: "/projects/$uid", params: { uid } }) : navigate({ to: "/today" });
      }
    }
  };
}
