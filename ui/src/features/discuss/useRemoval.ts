/// Puts a discussion into the trash, with the way back in a toast.
import { useNavigate } from "@tanstack/react-router";
import { useFailToast, useRun, type Discussion } from "@/api";
import { useToast } from "@/components";
import { m } from "@/i18n";
import { asFailure, useHost } from "@/platform";

/** Gives the function that deletes it and leaves its page. */
export function useRemoval({ uid, rev, title }: Discussion): () => void {
  const host = useHost();
  const show = useToast();
  const failed = useFailToast();
  const navigate = useNavigate();
  const remove = useRun("discussions.delete", {
    onDone: (gone) => {
      void navigate({ to: "/discuss" });
      const undo = () => void host.call("discussions.restore", { uid: gone.uid, rev: gone.rev }).catch((why: unknown) => failed(asFailure(why)));
      show({ title: m.discuss_deleted({ title }), tone: "success", action: { label: m.action_undo(), run: undo } });
    },
  });
  return () => remove.run({ uid, rev });
}
