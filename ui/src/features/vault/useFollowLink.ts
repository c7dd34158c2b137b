/// Follows a link that is written in a note: asks the host where it leads, and goes there or says that it leads nowhere.
import { useNavigate } from "@tanstack/react-router";
import { errorText } from "@/api";
import { useToast } from "@/components";
import { m } from "@/i18n";
import { useHost } from "@/platform";

/** Gives the function that follows a link as it is written in the note `from` ("" for text that is no note). */
export function useFollowLink(from: string): (link: string) => void {
  const host = useHost();
  const toast = useToast();
  const navigate = useNavigate();
  return (link) => {
    host.call("vault.resolve", { from, link }).then(
      ({ path }) => {
        if (path === null) toast({ title: m.vault_link_missing({ target: link }) });
        else void navigate({ to: "/vault", search: { path } });
      },
      (failure: unknown) => {
        const { what, advice } = errorText(failure);
        toast({ title: what, description: advice, tone: "error" });
      },
    );
  };
}
