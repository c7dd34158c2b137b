/// Owns how the change from one text to another is brought into a document in which somebody went on typing.
/// Must not know the view.
import { diff } from "@codemirror/merge";
import { ChangeSet, Text } from "@codemirror/state";

/** Long texts are compared roughly rather than for seconds. */
const SCAN_LIMIT = 500;

/** The change that makes `to` of `from`, in pieces as small as can be. */
export function changeBetween(from: string, to: string): ChangeSet {
  const pieces = diff(from, to, { scanLimit: SCAN_LIMIT }).map(({ fromA, toA, fromB, toB }) => ({ from: fromA, to: toA, insert: Text.of(to.slice(fromB, toB).split("\n")) }));
  return ChangeSet.of(pieces, from.length);
}

/**
 * The change that brings `theirs`, made to a text, into what that text became by `typed`. What was typed at the same
 * place stands before what came.
 */
export function aroundTyping(theirs: ChangeSet, typed: ChangeSet): ChangeSet {
  return theirs.map(typed);
}
