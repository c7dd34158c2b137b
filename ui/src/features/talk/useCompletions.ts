/// What could be meant by what is being typed: secretaries who take part, notes of the vault, orders.
import { useDeferredValue } from "react";
import { useAppState, useRead, type Conversation, type People } from "@/api";
import { beginning, type Begun } from "./begun";
import { secretaryOf } from "./Faces";
import { ordersLike } from "./orders";

/** One thing that could be meant. */
export interface Completed {
  key: string;
  name: string;
  /** A word about it. */
  about: string;
  /** What stands in the text instead of what was typed. */
  insert: string;
  /** The note that goes along with the message instead of standing in it. */
  note: string | null;
}

const MOST = 8;

/** What completes `begun`, the likeliest first. */
export function useCompletions(begun: Begun | null, conversation: Conversation, people: People): Completed[] {
  const { vault } = useAppState();
  const query = useDeferredValue(begun?.query ?? "");
  const notes = useRead("vault.switch", { query, limit: MOST }, { enabled: begun?.kind === "note" && vault !== null, keepPrevious: true });
  switch (begun?.kind) {
    case "secretary": {
      const there = conversation.participants.map((uid) => secretaryOf(people, uid)).filter((secretary) => secretary !== undefined);
      return beginning(there, begun.query).map(({ uid, name, description }) => ({ key: uid, name, about: description, insert: `@${name} `, note: null }));
    }
    case "note":
      return (notes.data ?? [])
        .filter(({ kind }) => kind === "note")
        .map(({ path, title }) => ({ key: path, name: title, about: path, insert: "", note: path }));
    case "order":
      return ordersLike(begun.query).map(({ word, about }) => ({ key: word, name: `/${word}`, about: about(), insert: `/${word} `, note: null }));
    case undefined:
      return [];
  }
}
