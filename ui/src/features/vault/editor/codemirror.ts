/// Owns how CodeMirror is set up for plain Markdown: keys, looks, completion and the language of its own panels.
/// Must not know saving or React.
import { autocompletion, closeBrackets, completionKeymap, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { markdown, markdownKeymap, markdownLanguage } from "@codemirror/lang-markdown";
import { HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightActiveLine, keymap, MatchDecorator, placeholder, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { MarkdownConfig } from "@lezer/markdown";
import { m } from "@/i18n";
import { pageNonce } from "@/platform/nonce";
import type { Completion as Offered } from "@/api";
import { begunAt, closingBrackets, type Begun } from "./completing";

/** Asks for what completes a beginning; gives nothing where the host has nothing. */
export type Complete = (begun: Begun) => Promise<readonly Offered[]>;

const looks = EditorView.theme({
  "&": { height: "100%", backgroundColor: "transparent", color: "var(--ink)", fontSize: "var(--text-md)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.85", overflow: "auto" },
  ".cm-content": { maxWidth: "44rem", marginInline: "auto", padding: "1.25rem 2rem 40vh", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in oklch, var(--accent) 24%, transparent)" },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in oklch, var(--accent) 12%, transparent)" },
  ".cm-searchMatch": { backgroundColor: "var(--mark)", borderRadius: "3px" },
  ".cm-searchMatch-selected": { outline: "2px solid var(--accent)" },
  ".cm-placeholder": { color: "var(--ink-3)" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)", borderColor: "var(--line)", zIndex: "5" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panel.cm-search": { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "6px", padding: "8px 40px 8px 16px", fontSize: "var(--text-sm)" },
  ".cm-panel.cm-search br": { flexBasis: "100%", height: "0", content: "''" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: "4px", fontSize: "var(--text-sm)", color: "var(--ink-2)" },
  ".cm-panel.cm-search input[type=checkbox]": { accentColor: "var(--accent)", margin: "0" },
  ".cm-panel.cm-search .cm-textfield": { minWidth: "11rem", height: "30px", margin: "0", padding: "0 10px", fontSize: "var(--text-base)", color: "var(--ink)", backgroundColor: "var(--surface)", border: "1px solid var(--control)", borderRadius: "var(--radius-md)" },
  ".cm-panel.cm-search .cm-button": { height: "30px", margin: "0", padding: "0 10px", fontSize: "var(--text-sm)", color: "var(--ink)", backgroundImage: "none", backgroundColor: "var(--raised)", border: "1px solid var(--line)", borderRadius: "var(--radius-md)" },
  ".cm-panel.cm-search .cm-button:hover": { borderColor: "var(--control)" },
  ".cm-panel.cm-search [name=select]": { display: "none" },
  ".cm-panel.cm-search [name=close]": { top: "8px", right: "12px", width: "28px", height: "28px", fontSize: "18px", color: "var(--ink-2)", cursor: "default" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", border: "1px solid var(--line)", borderRadius: "var(--radius-md)", boxShadow: "var(--shadow-3)", overflow: "hidden" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "19rem", minWidth: "16rem", maxWidth: "min(34rem, 80vw)", padding: "4px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { display: "flex", gap: "12px", alignItems: "baseline", padding: "4px 10px", lineHeight: "1.6", borderRadius: "var(--radius-sm)", fontSize: "var(--text-base)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-completionDetail": { marginLeft: "auto", fontStyle: "normal", fontSize: "var(--text-xs)", color: "var(--ink-3)", overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600", color: "var(--accent-ink)" },
  ".cm-wikilink": { color: "var(--accent-ink)" },
  ".cm-hashtag": { color: "var(--violet)" },
});

const colours = HighlightStyle.define([
  { tag: tags.heading1, fontSize: "1.35em", fontWeight: "600", fontFamily: "var(--font-title)" },
  { tag: tags.heading2, fontSize: "1.2em", fontWeight: "600", fontFamily: "var(--font-title)" },
  { tag: [tags.heading3, tags.heading4, tags.heading5, tags.heading6], fontWeight: "600", fontFamily: "var(--font-title)" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through", color: "var(--ink-3)" },
  { tag: [tags.link, tags.url], color: "var(--accent-ink)" },
  { tag: [tags.monospace], fontFamily: "var(--font-mono)", fontSize: "0.9em", color: "var(--ink-2)" },
  { tag: tags.quote, color: "var(--ink-2)" },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.meta, tags.comment], color: "var(--ink-3)" },
  { tag: [tags.list, tags.atom], color: "var(--ink)" },
]);

/** The properties at the beginning of a note are no Markdown; read as such, their last line would be a heading. */
const frontmatter: MarkdownConfig = {
  defineNodes: [{ name: "Frontmatter", block: true, style: tags.meta }],
  parseBlock: [
    {
      name: "Frontmatter",
      before: "HorizontalRule",
      parse(context, line) {
        if (context.lineStart !== 0 || line.text.trimEnd() !== "---") return false;
        while (context.nextLine()) {
          if (line.text.trimEnd() !== "---") continue;
          context.nextLine();
          context.addElement(context.elt("Frontmatter", 0, context.prevLineEnd()));
          return true;
        }
        // Without an end it is what Markdown makes of it: a rule, and text.
        return false;
      },
    },
  ],
};

/** Marks what Obsidian adds to Markdown. */
function marks(pattern: RegExp, name: string): Extension {
  const matcher = new MatchDecorator({ regexp: pattern, decoration: Decoration.mark({ class: name }) });
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = matcher.createDeco(view);
      }
      update(update: ViewUpdate) {
        this.decorations = matcher.updateDeco(update, this.decorations);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

/** What the editor's own panels say, by CodeMirror's names for it. */
function phrases(): Record<string, string> {
  return {
    Find: m.editor_find(),
    Replace: m.editor_replace_with(),
    next: m.editor_find_next(),
    previous: m.editor_find_previous(),
    "match case": m.editor_find_case(),
    regexp: m.editor_find_regexp(),
    "by word": m.editor_find_word(),
    replace: m.editor_replace(),
    "replace all": m.editor_replace_all(),
    close: m.action_close(),
    "current match": m.editor_find_current(),
    "replaced $ matches": m.editor_replaced({ count: "$" }),
    "replaced match on line $": m.editor_replaced_line({ line: "$" }),
    "on line": m.editor_on_line(),
    Completions: m.editor_completions(),
  };
}

async function offers(context: CompletionContext, complete: Complete): Promise<CompletionResult | null> {
  const line = context.state.doc.lineAt(context.pos);
  const begun = begunAt(line.text.slice(0, context.pos - line.from));
  if (begun === null) return null;
  const offered = await complete(begun);
  if (context.aborted || offered.length === 0) return null;
  return { from: line.from + begun.from, filter: false, options: offered.map(option) };
}

function option({ label, detail, insert }: Offered): Completion {
  return {
    label,
    detail,
    apply: (view, _, from, to) => {
      const line = view.state.doc.lineAt(to);
      const end = insert.startsWith("#") ? to : to + closingBrackets(line.text.slice(to - line.from));
      view.dispatch({ changes: { from, to: end, insert }, selection: { anchor: from + insert.length }, userEvent: "input.complete" });
    },
  };
}

/** Everything a Markdown editor is made of, but for what hears of its changes. `label` is its accessible name. */
export function markdownEditor(label: string, complete: Complete): Extension {
  return [
    EditorView.cspNonce.of(pageNonce()),
    EditorState.phrases.of(phrases()),
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
    EditorView.lineWrapping,
    EditorState.allowMultipleSelections.of(true),
    history(),
    drawSelection(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    indentOnInput(),
    indentUnit.of("\t"),
    closeBrackets(),
    search({ top: true }),
    markdown({ base: markdownLanguage, addKeymap: false, extensions: [frontmatter] }),
    syntaxHighlighting(colours),
    marks(/!?\[\[[^[\]\n]+\]\]/g, "cm-wikilink"),
    marks(/(?<=^|[\s,(（、。])#[\p{L}\p{N}\p{M}\p{Extended_Pictographic}_/-]*[\p{L}\p{M}\p{Extended_Pictographic}_/-][\p{L}\p{N}\p{M}\p{Extended_Pictographic}_/-]*/gu, "cm-hashtag"),
    autocompletion({ override: [(context) => offers(context, complete)], icons: false, maxRenderedOptions: 60 }),
    placeholder(m.editor_placeholder()),
    looks,
    // Tab indents a list and leaves the editor elsewhere, so that nobody is caught in it; Escape first always leaves.
    keymap.of([
      { key: "Tab", run: (view) => inList(view) && indentMore(view), shift: (view) => inList(view) && indentLess(view) },
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...markdownKeymap,
      ...defaultKeymap,
    ]),
  ];
}

function inList(view: EditorView): boolean {
  const { state } = view;
  return state.selection.ranges.some((range) => /^\s*([-*+]|\d+[.)])\s/.test(state.doc.lineAt(range.head).text));
}
