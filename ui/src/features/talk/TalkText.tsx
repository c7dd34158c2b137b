/// The words of a message, while they come and afterwards: the same element for both, so that nothing is drawn anew
/// when an answer is complete.
import { StreamedMarkdown } from "@/components";
import { useFollowMessage } from "./useFollowMessage";
import { useGrowing } from "./useGrowing";
import type { ActorKind } from "@/api";

export function TalkText({ text, sender }: { text: string; sender: ActorKind }) {
  const { onLink, onTag } = useFollowMessage(sender);
  return <StreamedMarkdown text={useGrowing(text)} breaks onLink={onLink} onTag={onTag} />;
}
