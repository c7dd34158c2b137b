/// Where the links and tags in a message lead. What Hisho itself says links to what it made.
import { useNavigate } from "@tanstack/react-router";
import type { ActorKind } from "@/api";
import { useFollowLink, useShowTag } from "@/features/vault/useFollowLink";

const MADE = /^(task|plan|project)\/([0-9a-f-]{36})$/;

/** What a message's drawn text may ask for, by who said it. */
export function useFollowMessage(sender: ActorKind): { onLink: (target: string) => void; onTag: (tag: string) => void } {
  const navigate = useNavigate();
  const follow = useFollowLink("");
  const onTag = useShowTag();
  const onLink = (target: string) => {
    const [, kind, uid] = (sender === "system" && MADE.exec(target)) || [];
    if (uid === undefined) follow(target);
    else if (kind === "plan") void navigate({ to: "/plans/$uid", params: { uid } });
    else if (kind === "project") void navigate({ to: "/projects/$uid", params: { uid } });
    // A task without a project is seen where the day's tasks are.
    else void navigate({ to: "/today" });
  };
  return { onLink, onTag };
}
