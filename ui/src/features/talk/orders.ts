/// The orders that can be given in a conversation by a word behind a slash, and which text is one. Pure.
import { fold } from "@/components/fold";
import { m } from "@/i18n";

export interface Order {
  /** The word that the host knows. */
  word: "task" | "plan" | "note" | "summarise";
  /** Other words for it. */
  also: readonly string[];
  about: () => string;
  /** It is carried out by the host itself; else it is said to the secretaries. */
  carriedOut: boolean;
}

export const ORDERS: readonly Order[] = [
  { word: "task", also: ["タスク"], about: m.talk_order_task, carriedOut: true },
  { word: "plan", also: ["プラン"], about: m.talk_order_plan, carriedOut: true },
  { word: "note", also: ["ノート"], about: m.talk_order_note, carriedOut: true },
  { word: "summarise", also: ["要約", "summarize", "summary"], about: m.talk_order_summarise, carriedOut: false },
];

/** The orders that begin with what was typed. */
export function ordersLike(query: string): Order[] {
  const wanted = fold(query);
  return ORDERS.filter(({ word, also }) => [word, ...also].some((known) => fold(known).startsWith(wanted)));
}

/** The order that a text is; undefined where it is just said. */
export function orderOf(text: string): Order | undefined {
  const [, word] = /^\/(\S+)/.exec(text.trim()) ?? [];
  return ORDERS.find((order) => [order.word, ...order.also].some((known) => known === word?.toLowerCase()));
}
