/// Which rows the list of a conversation has: what was said, and what is coming. Pure.
import type { Message } from "@/api";
import type { Coming, ComingAnswers } from "./stream";

/** Something said, with what is coming in its place when it is asked for again; or an answer that is no message yet. */
export type Row =
  | { kind: "said"; uid: string; message: Message; coming: Coming | null }
  | { kind: "coming"; uid: string; coming: Coming };

/** Whether an answer is on its way or waits for the person. */
export function isOpen({ phase }: Coming): boolean {
  return phase !== "over";
}

export function rowsOf(messages: readonly Message[], answers: ComingAnswers): Row[] {
  const said = new Set<string>();
  const rows: Row[] = messages.map((message) => {
    said.add(message.uid);
    const coming = answers.get(message.uid);
    return { kind: "said", uid: message.uid, message, coming: coming !== undefined && (isOpen(coming) || coming.error !== null) ? coming : null };
  });
  for (const [uid, coming] of answers) {
    // What is over and had a text became a message; where that is not here any more it was thrown away.
    if (!said.has(uid) && (isOpen(coming) || (coming.error !== null && coming.text === "") || (coming.lately && coming.text !== ""))) rows.push({ kind: "coming", uid, coming });
  }
  return rows;
}

/** Whether a message begins another day than the one before it, by the local clock. */
export function beginsDay(message: { created_at: string }, before: { created_at: string } | undefined): boolean {
  return before === undefined || new Date(message.created_at).toDateString() !== new Date(before.created_at).toDateString();
}
