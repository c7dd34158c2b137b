/// Which conversation the parts of the page belong to.
import { createContext, use } from "react";

const ConversationUid = createContext<string | null>(null);
export const ConversationUidProvider = ConversationUid.Provider;

/** The conversation that is open, inside a {@link ConversationUidProvider}. */
export function useConversationUid(): string {
  const uid = use(ConversationUid);
  if (uid === null) throw new Error("no conversation above this component");
  return uid;
}
