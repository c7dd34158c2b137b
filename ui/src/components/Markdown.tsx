/// Shows Markdown, as Obsidian shows it. Whatever text comes from a vault, a file or a model is drawn here and only
/// here, through the one sanitiser in markdown/tree.ts: raw HTML is dropped, nothing remote is fetched, and links
/// outside open only through the host. Must not know the vault: what is embedded is drawn by whoever shows the text.
import { ImageIcon } from "lucide-react";
import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import { useEffect, useId, useMemo, useRef, useState, type ComponentProps, type ReactNode } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";
import { m } from "@/i18n";
import { cx } from "./cx";
import { Anchor, Span } from "./markdown/Anchor";
import { Block } from "./markdown/Callout";
import { Code, CodeBlock } from "./markdown/Code";
import { MarkdownContext, useMarkdown, type MarkdownReader } from "./markdown/context";
import { piecesOf, type TextPiece } from "./markdown/pieces";
import { markdownTree } from "./markdown/tree";
import { scrollerOf } from "./scroll";

export type { EmbedProps } from "./markdown/context";

export interface MarkdownProps extends MarkdownReader {
  text: string;
  className?: string;
  /** The number of the text's first line in its file, from 0. */
  firstLine?: number;
  /** Whether each line end within a paragraph is shown. */
  breaks?: boolean;
}

/** Texts up to this many characters are drawn whole; of longer ones only what comes near the screen. */
const WHOLE = 40_000;
const PIECE = 6_000;

function Picture({ alt }: { alt?: string }): ReactNode {
  return (
    <span className="inline-flex items-center gap-1.5 rounded-sm bg-sunken px-2 text-sm text-ink-3">
      <ImageIcon size={14} aria-hidden />
      {alt ? m.markdown_image_named({ name: alt }) : m.markdown_image()}
    </span>
  );
}

type BoxProps = { checked?: boolean; "data-line"?: string | number; "data-mark"?: string; "data-words"?: string };

/** The box of a task. */
function Box({ checked, "data-line": line, "data-mark": mark, "data-words": words }: BoxProps) {
  const { onTick, marks } = useMarkdown();
  const at = Number(line);
  const shown = marks?.get(at) ?? mark ?? (checked ? "x" : " ");
  const done = shown !== " ";
  // Only these are at an end; any other mark is neither open nor done.
  const mixed = done && !/^[xX-]$/.test(shown);
  const can = onTick !== undefined && line !== undefined;
  return (
    <input
      type="checkbox"
      ref={(box) => {
        if (box) box.indeterminate = mixed;
      }}
      data-mark={shown}
      checked={done && !mixed}
      disabled={!can}
      readOnly={!can}
      onChange={can ? () => onTick(at) : undefined}
      aria-label={words || (done ? m.markdown_task_done() : m.markdown_task_open())}
    />
  );
}

const COMPONENTS = {
  a: Anchor,
  span: Span,
  div: Block,
  code: Code,
  pre: CodeBlock,
  img: Picture,
  input: Box,
  // Notes begin at level one, which belongs to the page around them.
  h1: "h2",
  h2: "h3",
  h3: "h4",
  h4: "h5",
  h5: "h6",
  table: (props: ComponentProps<"table">) => (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- wide tables are scrolled by the keyboard too
    <div className="table-scroll" tabIndex={0}>
      <table {...props} />
    </div>
  ),
} as const;

/** A text as elements, made once. */
export function Drawn({ text, firstLine, breaks, prefix }: { text: string; firstLine: number; breaks: boolean; prefix: string }) {
  return useMemo(
    () => toJsxRuntime(markdownTree(text, { firstLine, breaks, prefix }), { Fragment, jsx: jsx as never, jsxs: jsxs as never, components: COMPONENTS as never }),
    [text, firstLine, breaks, prefix],
  );
}

export function Markdown({ text, className, firstLine = 0, breaks = false, ...reader }: MarkdownProps) {
  const id = useId();
  const pieces = useMemo(() => (text.length > WHOLE ? piecesOf(text, PIECE) : null), [text]);
  return (
    <div className={cx("prose", className)}>
      {pieces === null ? (
        <MarkdownContext value={{ ...reader, prefix: id }}>
          <Drawn text={text} firstLine={firstLine} breaks={breaks} prefix={id} />
        </MarkdownContext>
      ) : (
        pieces.map((piece, index) => (
          <MarkdownContext key={piece.line} value={{ ...reader, prefix: `${id}${index}` }}>
            <Piece piece={piece} firstLine={firstLine} breaks={breaks} prefix={`${id}${index}`} soon={index < 2} />
          </MarkdownContext>
        ))
      )}
    </div>
  );
}

/** How far from the screen a piece is drawn, in pixels. */
const NEAR_PX = 1_500;
/** About how wide a line is and how high, for pieces that were not drawn yet. */
const LINE_CHARACTERS = 60;
const LINE_PX = 28;

/** A part of a long text: an empty space of about its height until it comes near. */
function Piece({ piece, firstLine, breaks, prefix, soon }: { piece: TextPiece; firstLine: number; breaks: boolean; prefix: string; soon: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(soon);
  useEffect(() => {
    const element = place.current;
    if (near || element === null) return undefined;
    const watcher = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setNear(true), {
      root: scrollerOf(element),
      rootMargin: `${NEAR_PX}px 0px`,
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [near]);
  if (near) {
    return (
      <div className="prose-piece">
        <Drawn text={piece.text} firstLine={firstLine + piece.line} breaks={breaks} prefix={prefix} />
      </div>
    );
  }
  const lines = Math.max(piece.lines, piece.text.length / LINE_CHARACTERS);
  return <div ref={place} data-waiting data-line={firstLine + piece.line} style={{ height: Math.round(lines * LINE_PX) }} />;
}
