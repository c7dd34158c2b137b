/// The one way from Markdown text to a tree that may be drawn. The sanitiser stands at its end, so whatever the steps
/// before it do, no script, no style, no address outside the four kinds and no unknown element comes through.
import type { Element, Root, RootContent } from "hast";
import rehypeSanitize, { defaultSchema, type Options as Schema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { m } from "@/i18n";
import { withoutComments } from "./comments";
import { asObsidianReads } from "./obsidian";
import { remarkWikilinks } from "./wikilinks";

const plain = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(remarkWikilinks);
const full = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(remarkWikilinks).use(remarkMath);

const allowed = defaultSchema.attributes ?? {};
const SCHEMA: Schema = {
  ...defaultSchema,
  tagNames: [...(defaultSchema.tagNames ?? []), "mark", "u", "small"],
  protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto", "obsidian"], src: [] },
  attributes: {
    ...allowed,
    "*": [...(allowed["*"] ?? []), "dataLine", "hidden"],
    a: [...(allowed["a"] ?? []), "dataWikilink", "dataTag"],
    // Of two entries for one attribute only the first would count.
    code: [["className", /^language-./, "math-inline", "math-display"]],
    div: ["dataCallout", "dataFold", "dataCalloutBody", "dataParagraph"],
    p: ["dataCalloutTitle"],
    span: ["dataEmbed", "dataWords"],
    input: [...(allowed["input"] ?? []), "dataMark", "dataWords"],
  },
};

export interface TreeOptions {
  /** The number of the text's first line in its file. */
  firstLine?: number;
  /** Whether each line end within a paragraph is shown. */
  breaks?: boolean;
  /** Keeps the ids of this text apart from those of others on the page. */
  prefix?: string;
}

/** Markdown as a sanitised tree. */
export function markdownTree(text: string, { firstLine = 0, breaks = false, prefix = "user-content-" }: TreeOptions = {}): Root {
  const shown = withoutComments(text);
  const read = full.parse(shown);
  asObsidianReads(read, { text: shown, firstLine, breaks, plain: (piece) => plain.parse(piece) });
  return unified()
    .use(remarkRehype, {
      clobberPrefix: "",
      footnoteLabel: m.markdown_footnotes(),
      footnoteBackLabel: (index) => m.markdown_footnote_back({ number: index + 1 }),
    })
    .use(() => tellBoxes)
    .use(rehypeSanitize, { ...SCHEMA, clobberPrefix: prefix })
    .runSync(read);
}

/** Hands on to each task's box which line and status it has and what the task says. */
function tellBoxes(node: Root | RootContent): void {
  if (!("children" in node)) return;
  if (node.type === "element" && node.tagName === "li" && node.properties["dataMark"] !== undefined) {
    const found = boxOf(node);
    if (found) Object.assign(found.box.properties, { dataLine: node.properties["dataLine"], dataMark: node.properties["dataMark"], dataWords: words(found.holder).trim() });
  }
  for (const child of node.children) tellBoxes(child);
}

function boxOf(item: Element): { box: Element; holder: Element } | null {
  for (const child of item.children) {
    if (child.type !== "element") continue;
    if (child.tagName === "input") return { box: child, holder: item };
    if (child.tagName === "p" || child.tagName === "div") return boxOf(child);
  }
  return null;
}

/** The words that stand beside a box, without the lists below it. */
function words(node: Element): string {
  return node.children
    .map((child) => (child.type === "text" ? child.value : child.type === "element" && child.tagName !== "ul" && child.tagName !== "ol" ? words(child) : ""))
    .join("");
}
