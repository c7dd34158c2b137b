/// Owns finding a passage of a plan on the screen by its words. As at the host, only letters and digits count:
/// marks, spaces and line breaks are set anew on every screen. Must not know React or the host.

const counts = (character: string) => /[\p{L}\p{N}]/u.test(character);

/** The longest passage the host takes, in characters. */
export const QUOTE_LIMIT = 2000;

/** The first place in `root` where the words of `quote` stand; null where they do not. */
export function findPassage(root: Node, quote: string): Range | null {
  const wanted = [...quote].filter(counts).join("");
  if (wanted === "") return null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let seen = "";
  // For each unit of `seen`, the text node it is in and where.
  const places: { node: Text; at: number; length: number }[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    let at = 0;
    for (const character of (node as Text).data) {
      if (counts(character)) {
        for (let unit = 0; unit < character.length; unit += 1) places.push({ node: node as Text, at, length: character.length });
        seen += character;
      }
      at += character.length;
    }
  }
  const begin = seen.indexOf(wanted);
  const [first, last] = [places[begin], places[begin + wanted.length - 1]];
  if (begin < 0 || first === undefined || last === undefined) return null;
  const range = document.createRange();
  range.setStart(first.node, first.at);
  range.setEnd(last.node, last.at + last.length);
  return range;
}

/** What is selected within `root`, as one line; "" when nothing is, or when the selection leads out of it. */
export function selectedWithin(root: Node | null): string {
  const selection = window.getSelection();
  if (root === null || selection === null || selection.rangeCount === 0 || selection.isCollapsed) return "";
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return "";
  return selection.toString().replaceAll(/\s+/g, " ").trim().slice(0, QUOTE_LIMIT);
}
