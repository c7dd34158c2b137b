/// What one does to somebody or something of the team without a form: duplicate, put into the trash with a way back, pause.
import { useRef } from "react";
import { useRun, type Persona, type Role, type Secretary, type Team } from "@/api";
import { useToast } from "@/components";
import { m } from "@/i18n";

type Kind = "secretary" | "persona" | "team" | "role";
type Named = Pick<Secretary | Persona | Role | Team, "uid" | "rev" | "name">;

export interface PeopleWork {
  duplicate: (one: Named) => void;
  remove: (one: Named) => void;
}

/** The work on one kind of people. */
export function usePeopleWork(kind: Kind): PeopleWork {
  const show = useToast();
  const gone = useRef("");
  const { run: restore } = useRun("trash.restore");
  const { run: duplicate } = useRun(`people.duplicate_${kind}`, { onDone: ({ name }) => show({ tone: "success", title: m.people_duplicated({ name }) }) });
  const removal = useRun(`people.delete_${kind}`, {
    onDone: ({ uid, rev }) => show({ title: m.people_deleted({ name: gone.current }), action: { label: m.action_undo(), run: () => restore({ entity: kind, uid, rev }) } }),
  });
  return {
    duplicate: ({ uid }) => duplicate({ uid }),
    remove: ({ uid, rev, name }) => {
      gone.current = name;
      removal.run({ uid, rev });
    },
  };
}
