/// Follows a link that is written in a note: asks the host where it leads, and goes there or says that it leads nowhere.
import { useNavigate } from "@tanstack/react-router";
import { asFailure, useHost } from "@/platform";
import { useFailToast } from "@/api";
import { useToast } from "@/components";
import { m } from "@/i18n";
import { isNotePath } from "./reading/targets";
import { goToLine } from "./reading/where";

/** Gives the function that follows a link as it is written in the note `from` ("" for text that is no note). */
export function useFollowLink(from: string): (link: string) => void {
  const host = useHost();
  const toast = useToast();
  const failed = useFailToast();
  const open = useOpenNote();
  const follow = async (link: string) => {
    const { path } = await host.call("vault.resolve", { from, link });
    if (path === null) {
      toast({ title: m.vault_link_missing({ target: link }) });
      return;
    }
    // A heading or a block is found by the host, which knows what the note holds.
    const part = link.includes("#") && isNotePath(path) ? await host.call("vault.embed", { from, link }) : null;
    open(path, part === null || part.body === null ? null : part.line);
  };
  return (link) => void follow(link).catch((why: unknown) => failed(asFailure(why)));
}

/** Gives the function that opens a note, at a line of its file when one is given. */
export function useOpenNote(): (path: string, line?: number | null) => void {
  const navigate = useNavigate();
  return (path, line = null) => {
    if (line !== null && goToLine(path, line)) return;
    void navigate({ to: "/vault", search: { path, ...(line === null ? {} : { line }) } });
  };
}

/** Gives the function that looks for the notes with a tag, given without its `#`. */
export function useShowTag(): (tag: string) => void {
  const navigate = useNavigate();
  return (tag) => void navigate({ to: "/vault", search: (before) => ({ ...before, query: `tag:#${tag}` }) });
}
