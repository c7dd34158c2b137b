/// Follows a link that is written in a note: asks the host where it leads, and goes there, or says that it leads nowhere
/// and offers to make the note it names.
import { useNavigate } from "@tanstack/react-router";
import { asFailure, useHost } from "@/platform";
import { useFailToast } from "@/api";
import { useToast } from "@/components";
import { m } from "@/i18n";
import { vaultActions } from "@/features/history/vaultActions";
import { canBeNote, fileTitle, isNotePath, withoutPlace } from "./reading/targets";
import { goToLine } from "./reading/where";

/** Gives the function that follows a link as it is written in the note `from` ("" for text that is no note). */
export function useFollowLink(from: string): (link: string) => void {
  const host = useHost();
  const toast = useToast();
  const failed = useFailToast();
  const open = useOpenNote();
  const make = useMakeNote();
  const follow = async (link: string) => {
    const { path } = await host.call("vault.resolve", { from, link });
    if (path === null) {
      const offer = { label: m.vault_link_create(), run: () => void make(link, from).catch((why: unknown) => failed(asFailure(why))) };
      toast({ title: m.vault_link_missing({ target: withoutPlace(link) || link }), ...(canBeNote(link) && withoutPlace(link) !== "" && { action: offer }) });
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

/** Gives the function that makes the note which a link in the note `from` names, and opens it. */
export function useMakeNote(): (link: string, from: string) => Promise<void> {
  const host = useHost();
  const toast = useToast();
  const open = useOpenNote();
  return async (link, from) => {
    const name = withoutPlace(link).replace(/\.md$/i, "");
    const cut = name.lastIndexOf("/");
    const { path } = await host.call("vault.create_note", { folder: cut < 0 ? "" : name.slice(0, cut), title: name.slice(cut + 1), from });
    vaultActions.add(null);
    toast({ title: m.vault_note_created({ title: fileTitle(path) }), tone: "success" });
    open(path);
  };
}

/** Gives the function that looks for the notes with a tag, given without its `#`. */
export function useShowTag(): (tag: string) => void {
  const navigate = useNavigate();
  return (tag) => void navigate({ to: "/vault", search: (before) => ({ ...before, query: `tag:#${tag}` }) });
}
