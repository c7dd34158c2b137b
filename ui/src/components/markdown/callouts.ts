/// Quotes that begin with `[!kind]`: Obsidian's callouts, with their kinds, titles and folding. Pure.
import type { Blockquote, Paragraph, PhrasingContent, RootContent } from "mdast";

/** The looks there are; every kind has one of them. */
export type CalloutLook = "note" | "abstract" | "info" | "todo" | "tip" | "success" | "question" | "warning" | "failure" | "danger" | "bug" | "example" | "quote";

const ALIASES: Record<string, CalloutLook> = {
  summary: "abstract", tldr: "abstract", hint: "tip", important: "tip", check: "success", done: "success", help: "question", faq: "question",
  caution: "warning", attention: "warning", fail: "failure", missing: "failure", error: "danger", cite: "quote",
};
const LOOKS: readonly CalloutLook[] = ["note", "abstract", "info", "todo", "tip", "success", "question", "warning", "failure", "danger", "bug", "example", "quote"];

/** The look of a kind as it is written; a kind that nobody knows looks like a note. */
export function calloutLook(kind: string): CalloutLook {
  const name = kind.toLowerCase();
  return LOOKS.find((look) => look === name) ?? (Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined) ?? "note";
}

const HEAD = /^\[!([^\]\n]+)\]([+-]?)[ \t]*/;

/** Cuts a paragraph's children after its first line. */
function firstLine(children: readonly PhrasingContent[]): [PhrasingContent[], PhrasingContent[]] {
  for (const [index, node] of children.entries()) {
    if (node.type === "break") return [children.slice(0, index), children.slice(index + 1)];
    if (node.type !== "text") continue;
    const end = node.value.indexOf("\n");
    if (end < 0) continue;
    const before = node.value.slice(0, end).trimEnd();
    const after = node.value.slice(end + 1);
    return [
      [...children.slice(0, index), ...(before === "" ? [] : [{ type: "text" as const, value: before }])],
      [...(after === "" ? [] : [{ type: "text" as const, value: after }]), ...children.slice(index + 1)],
    ];
  }
  return [[...children], []];
}

/** Makes the quote a callout when it begins like one: a `div` of a title and a body. */
export function readCallout(quote: Blockquote): void {
  const [first, ...rest] = quote.children;
  if (first?.type !== "paragraph") return;
  const [head, ...others] = first.children;
  if (head?.type !== "text") return;
  const match = HEAD.exec(head.value);
  if (!match) return;
  const [whole, kind = "", fold = ""] = match;
  // What stands behind a bar is for themes; it says nothing to the reader.
  const name = (kind.split("|")[0] ?? "").trim();
  const left: PhrasingContent[] = head.value.length > whole.length ? [{ type: "text", value: head.value.slice(whole.length) }] : [];
  const [titled, after] = firstLine([...left, ...others]);
  const title: PhrasingContent[] = titled.length > 0 ? titled : [{ type: "text", value: name.charAt(0).toUpperCase() + name.slice(1) }];
  const body: RootContent[] = [...(after.length > 0 ? [{ ...first, children: after } satisfies Paragraph] : []), ...rest];
  quote.data = { hName: "div", hProperties: { dataCallout: calloutLook(name), dataFold: fold } };
  quote.children = [
    { type: "paragraph", children: title, data: { hProperties: { dataCalloutTitle: "" } } },
    ...(body.length > 0 ? [{ type: "blockquote" as const, children: body as Blockquote["children"], data: { hName: "div", hProperties: { dataCalloutBody: "" } } }] : []),
  ];
}
