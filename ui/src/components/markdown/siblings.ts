/// Marks that hold other marks between them, where the grammar of Markdown leaves only text: `==marked==`, `^[a note]`
/// and HTML's own plain tags such as `<u>`. They are paired among the children of one block. Pure.
import type { PhrasingContent } from "mdast";

/** HTML that may stand between words, without its attributes. */
const TAGS = new Set(["kbd", "sub", "sup", "u", "mark", "b", "i", "s", "del", "ins", "em", "strong", "small"]);

const span = (hName: string, children: PhrasingContent[]): PhrasingContent => ({ type: "emphasis", children, data: { hName } });

type Piece = { open?: string; close?: string; node: PhrasingContent };

function pieces(children: readonly PhrasingContent[]): Piece[] {
  const found: Piece[] = [];
  for (const node of children) {
    if (node.type === "html") {
      const tag = /^<(\/?)([a-z]+)\s*(\/?)>$/i.exec(node.value);
      const name = tag?.[2]?.toLowerCase() ?? "";
      if (name === "br") found.push({ node: { type: "break" } });
      else if (tag && TAGS.has(name) && tag[3] === "") found.push(tag[1] ? { close: name, node } : { open: name, node });
      else found.push({ node });
    } else if (node.type === "text" && /==|\^\[|\]/.test(node.value)) {
      let at = 0;
      for (const { 0: mark, index } of node.value.matchAll(/==|\^\[|\]/g)) {
        if (index > at) found.push({ node: { type: "text", value: node.value.slice(at, index) } });
        at = index + mark.length;
        const piece: Piece = { node: { type: "text", value: mark } };
        if (mark === "^[") piece.open = "note";
        else if (mark === "]") piece.close = "note";
        else {
          const before = index === 0 ? undefined : node.value[index - 1];
          const after = node.value[at];
          if (after === undefined || /[^\s=]/.test(after)) piece.open = "==";
          if (before === undefined || /[^\s=]/.test(before)) piece.close = "==";
        }
        found.push(piece);
      }
      if (at < node.value.length) found.push({ node: { type: "text", value: node.value.slice(at) } });
    } else {
      found.push({ node });
    }
  }
  return found;
}

/** The children with such marks around what they hold. `note` makes a footnote of what stands in `^[…]`. */
export function paired(children: readonly PhrasingContent[], note: (inner: PhrasingContent[]) => PhrasingContent): PhrasingContent[] {
  const all = pieces(children);
  if (!all.some(({ open }) => open !== undefined)) return all.map(({ node }) => node);
  const out: PhrasingContent[] = [];
  const opened: { mark: string; at: number }[] = [];
  for (const { open, close, node } of all) {
    const from = close === undefined ? -1 : opened.findLastIndex(({ mark }) => mark === close);
    const begin = opened[from];
    if (begin !== undefined && out.length > begin.at + 1) {
      const inner = out.splice(begin.at).slice(1);
      opened.length = from;
      out.push(begin.mark === "note" ? note(inner) : span(begin.mark === "==" ? "mark" : begin.mark, inner));
    } else {
      if (open !== undefined) opened.push({ mark: open, at: out.length });
      out.push(node);
    }
  }
  return joined(out);
}

/** Neighbouring texts as one, so that what follows sees whole words. */
function joined(children: PhrasingContent[]): PhrasingContent[] {
  const out: PhrasingContent[] = [];
  for (const node of children) {
    const last = out.at(-1);
    if (node.type === "text" && last?.type === "text") out[out.length - 1] = { type: "text", value: last.value + node.value };
    else out.push(node);
  }
  return out;
}
