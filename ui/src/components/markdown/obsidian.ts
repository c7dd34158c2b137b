/// The steps that give Markdown what Obsidian adds to it: links and embeds in brackets, tags, marks, callouts, any
/// status of a task, ids of blocks, formulas only where dollars mean them, and the line on which each block stands. Pure.
import type { InlineMath } from "mdast-util-math";
import type { Heading, ListItem, Paragraph, PhrasingContent, Root, RootContent, TableCell, Text } from "mdast";
import { decoded } from "./address";
import { readCallout } from "./callouts";
import { paired } from "./siblings";
import { readWikilink } from "./wikilinks";

export interface ObsidianOptions {
  /** The text that was parsed. */
  text: string;
  /** The number of the text's first line in the file. */
  firstLine: number;
  /** Whether each line end within a paragraph is shown, as Obsidian does unless told otherwise. */
  breaks: boolean;
  /** Reads a piece of text without formulas. */
  plain: (text: string) => Root;
}

// A tag is a run of anything but white space and punctuation, other than `-`, `_` and `/`.
const TAG = /(^|\s)#([^\s\u2000-\u206F\u2E00-\u2E7F!-,.:-@[-^`{-~]+)/gu;
const BLOCK_ID = /(?:^|[ \t\n]+)\^[A-Za-z0-9-]+[ \t]*$/;
const STATUS = /^\[([^[\]\s])\](?:[ \t]+|$)/u;
const SCHEME = /^[a-z][a-z0-9+.-]*:|^\/\//i;
const LINED = new Set(["heading", "paragraph", "listItem", "code", "table", "blockquote", "math", "thematicBreak"]);

function withProperties(node: { data?: object }, properties: Record<string, unknown>): void {
  const data = node.data as { hProperties?: object } | undefined;
  node.data = { ...data, hProperties: { ...data?.hProperties, ...properties } };
}

/** Whether an address leads to a file of the vault, not to a place outside. */
function isLocal(url: string): boolean {
  return url !== "" && !SCHEME.test(url) && !url.startsWith("#");
}

class Steps {
  readonly #options: ObsidianOptions;
  readonly #root: Root;
  #notes = 0;

  constructor(root: Root, options: ObsidianOptions) {
    this.#root = root;
    this.#options = options;
  }

  block(node: RootContent | Root): void {
    if (node.type === "blockquote" && node.data?.hName === undefined) readCallout(node);
    if (node.type === "listItem") this.#task(node);
    if (node.position && LINED.has(node.type)) withProperties(node, { dataLine: node.position.start.line - 1 + this.#options.firstLine });
    if (node.type === "paragraph" || node.type === "heading" || node.type === "tableCell") this.#words(node);
    else if ("children" in node) for (const child of node.children) this.block(child);
  }

  /** The words of one block. */
  #words(parent: Paragraph | Heading | TableCell): void {
    if (parent.type !== "tableCell") this.#blockId(parent);
    const children = this.#inline(this.#formulas(parent.children), true, false);
    parent.children = children.nodes;
    if (children.embeds && parent.type === "paragraph") {
      parent.data = { ...parent.data, hName: "div" };
      withProperties(parent, { dataParagraph: "" });
    }
  }

  #blockId(parent: Paragraph | Heading): void {
    const last = parent.children.at(-1);
    if (last?.type !== "text") return;
    const found = BLOCK_ID.exec(last.value);
    if (!found) return;
    last.value = last.value.slice(0, found.index);
    if (parent.children.length === 1 && last.value === "") withProperties(parent, { hidden: true });
  }

  /** Any single character in the brackets is a status; GFM knows only the blank and the x. */
  #task(item: ListItem): void {
    const [first] = item.children;
    const head = first?.type === "paragraph" ? first.children[0] : undefined;
    if (typeof item.checked === "boolean") {
      withProperties(item, { dataMark: item.checked ? "x" : " " });
    } else if (head?.type === "text") {
      const found = STATUS.exec(head.value);
      if (!found) return;
      head.value = head.value.slice(found[0].length);
      item.checked = true;
      withProperties(item, { dataMark: found[1] });
    }
  }

  /** A dollar before white space, or after it, or before a digit, is money. */
  #formulas(children: PhrasingContent[]): PhrasingContent[] {
    const { text, plain } = this.#options;
    return children.flatMap((node): PhrasingContent[] => {
      if (node.type !== "inlineMath" || !node.position) return [node];
      const [start, end] = [node.position.start.offset ?? 0, node.position.end.offset ?? 0];
      const source = text.slice(start, end);
      if (source.startsWith("$$")) {
        withProperties(node as InlineMath, { className: ["language-math", "math-display"] });
        return [node];
      }
      if (!/^\$\s|\s\$$/.test(source) && !/\d/.test(text[end] ?? "")) return [node];
      const [paragraph] = plain(source).children;
      return paragraph?.type === "paragraph" ? paragraph.children : [{ type: "text", value: source }];
    });
  }

  #inline(children: PhrasingContent[], lineStart: boolean, inLink: boolean): { nodes: PhrasingContent[]; embeds: boolean } {
    let embeds = false;
    const nodes = paired(children, (inner) => this.#footnote(inner)).flatMap((node, index, all): PhrasingContent[] => {
      if (node.type === "text") return this.#text(node, index === 0 ? lineStart : all[index - 1]?.type === "break", inLink);
      if (node.type === "wikilink") {
        const { target, words, shown } = readWikilink(node.inner);
        if (inLink) return [{ type: "text", value: shown }];
        if (!node.embed) return [{ type: "link", url: "", children: [{ type: "text", value: shown }], data: { hProperties: { dataWikilink: target } } }];
        embeds = true;
        return [embed(target, words ?? "", shown)];
      }
      if (node.type === "image" && isLocal(node.url)) {
        embeds = true;
        return [embed(decoded(node.url), node.alt ?? "", node.alt || decoded(node.url))];
      }
      if ("children" in node) {
        const inner = this.#inline(node.children as PhrasingContent[], false, inLink || node.type === "link" || node.type === "linkReference");
        node.children = inner.nodes as never;
        embeds ||= inner.embeds;
      }
      return [node];
    });
    return { nodes, embeds };
  }

  #footnote(inner: PhrasingContent[]): PhrasingContent {
    this.#notes += 1;
    const identifier = `inline-${this.#notes}`;
    this.#root.children.push({ type: "footnoteDefinition", identifier, label: identifier, children: [{ type: "paragraph", children: inner }] });
    return { type: "footnoteReference", identifier, label: identifier };
  }

  /** Tags as chips, line ends as they are asked for. */
  #text({ value }: Text, lineStart: boolean, inLink: boolean): PhrasingContent[] {
    const parts: PhrasingContent[] = [];
    const words = (text: string) => {
      if (!this.#options.breaks) {
        if (text !== "") parts.push({ type: "text", value: text });
        return;
      }
      for (const [index, line] of text.split("\n").entries()) {
        if (index > 0) parts.push({ type: "break" });
        if (line !== "") parts.push({ type: "text", value: line });
      }
    };
    let at = 0;
    for (const match of inLink ? [] : value.matchAll(TAG)) {
      const [whole, before = "", tag = ""] = match;
      if ((match.index === 0 && before === "" && !lineStart) || /^\d+$/.test(tag)) continue;
      words(value.slice(at, match.index + before.length));
      at = match.index + whole.length;
      parts.push({ type: "link", url: "", children: [{ type: "text", value: `#${tag}` }], data: { hProperties: { dataTag: tag } } });
    }
    words(value.slice(at));
    return parts;
  }
}

function embed(target: string, words: string, shown: string): PhrasingContent {
  return { type: "emphasis", children: [{ type: "text", value: shown }], data: { hName: "span", hProperties: { dataEmbed: target, dataWords: words } } };
}

/** Runs the steps over a parsed text. */
export function asObsidianReads(root: Root, options: ObsidianOptions): void {
  const steps = new Steps(root, options);
  // Footnotes that the steps add have been through them already.
  const own = root.children.slice();
  for (const child of own) steps.block(child);
}
