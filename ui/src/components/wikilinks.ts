/// The step that turns `[[note|words]]`, `![[embed]]` and `==marked==` in Markdown text into links and marks. Pure.
import type { Link, PhrasingContent, Root, RootContent, Text } from "mdast";

const PATTERN = /(!?)\[\[([^[\]\n]+?)\]\]|==(?=\S)([^\n]*?\S)==/g;

/** What a wikilink leads to and how it reads: `a|b` reads b, `a#b` reads "a > b", `#b` reads b. */
export function readWikilink(inner: string): { target: string; words: string } {
  const bar = inner.indexOf("|");
  const target = (bar < 0 ? inner : inner.slice(0, bar)).trim();
  if (bar >= 0) return { target, words: inner.slice(bar + 1).trim() || target };
  return { target, words: target.replace(/^#/, "").replaceAll("#", " > ") };
}

function cut(text: Text): PhrasingContent[] {
  const parts: PhrasingContent[] = [];
  let at = 0;
  for (const match of text.value.matchAll(PATTERN)) {
    if (match.index > at) parts.push({ type: "text", value: text.value.slice(at, match.index) });
    at = match.index + match[0].length;
    const [, , inner, marked] = match;
    if (inner !== undefined) {
      const { target, words } = readWikilink(inner);
      const link: Link = { type: "link", url: "", children: [{ type: "text", value: words }], data: { hProperties: { dataWikilink: target } } };
      parts.push(link);
    } else {
      parts.push({ type: "emphasis", children: [{ type: "text", value: marked ?? "" }], data: { hName: "mark" } });
    }
  }
  if (at === 0) return [text];
  if (at < text.value.length) parts.push({ type: "text", value: text.value.slice(at) });
  return parts;
}

function walk(node: Root | RootContent): void {
  if (!("children" in node) || node.type === "link" || node.type === "linkReference") return;
  const children: RootContent[] = [];
  for (const child of node.children) {
    if (child.type === "text") children.push(...cut(child));
    else {
      walk(child);
      children.push(child);
    }
  }
  node.children = children as never;
}

/** The plugin for unified. */
export function remarkWikilinks() {
  return (tree: Root): void => walk(tree);
}
