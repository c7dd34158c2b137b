/// What a new conversation is to be about, as the address says it, and how other places lead there. Must not know how
/// a conversation is begun.
import { useNavigate } from "@tanstack/react-router";
import { useHost, asFailure } from "@/platform";
import { useFailToast } from "@/api";

/** The thing that is spoken of. */
export interface About {
  kind: "task" | "project" | "plan" | "note";
  /** The uid, or the path of a note. */
  id: string;
}

const KINDS: readonly About["kind"][] = ["task", "project", "plan", "note"];

/** What the address of a new conversation names. */
export function aboutOf(search: { about?: string; id?: string }): About | null {
  const kind = KINDS.find((known) => known === search.about);
  return kind === undefined || search.id === undefined ? null : { kind, id: search.id };
}

/** Gives the function that opens the latest conversation about a task or project, or begins one about a thing. */
export function useTalkAbout(): (about: About) => void {
  const host = useHost();
  const navigate = useNavigate();
  const failed = useFailToast();
  const go = async ({ kind, id }: About) => {
    const filter = kind === "task" ? { task_uid: id } : kind === "project" ? { project_uid: id } : null;
    const [latest] = filter === null ? [] : await host.call("conversations.list", { ...filter, limit: 1 });
    await navigate({ to: "/talk", search: latest === undefined ? { new: true, about: kind, id } : { uid: latest.uid } });
  };
  return (about) => void go(about).catch((why: unknown) => failed(asFailure(why)));
}
