/// Markdown that is still being written, or long. Blocks that are whole stay as they were drawn; only the last one is
/// read anew when more comes. Everything passes the same sanitiser as in `Markdown`.
import { memo, useId, useMemo } from "react";
import { cx } from "./cx";
import { Drawn, type MarkdownProps } from "./Markdown";
import { MarkdownContext, type MarkdownReader } from "./markdown/context";
import { piecesOf } from "./markdown/pieces";

/** A piece is closed as soon as a block ends, so that little has to be read anew. */
const PIECE = 1;

export type StreamedMarkdownProps = Pick<MarkdownProps, "text" | "className" | "breaks"> & Pick<MarkdownReader, "onLink" | "onTag">;

export function StreamedMarkdown({ text, className, breaks = false, onLink, onTag }: StreamedMarkdownProps) {
  const id = useId();
  const pieces = useMemo(() => piecesOf(text, PIECE), [text]);
  return (
    <div className={cx("prose", className)}>
      {pieces.map((piece, index) => (
        <Piece key={piece.line} text={piece.text} line={piece.line} breaks={breaks} prefix={`${id}${index}`} onLink={onLink} onTag={onTag} />
      ))}
    </div>
  );
}

type PieceProps = { text: string; line: number; breaks: boolean; prefix: string } & Pick<MarkdownReader, "onLink" | "onTag">;

const Piece = memo(function Piece({ text, line, breaks, prefix, onLink, onTag }: PieceProps) {
  const reader = useMemo(() => ({ prefix, ...(onLink && { onLink }), ...(onTag && { onTag }) }), [prefix, onLink, onTag]);
  return (
    <MarkdownContext value={reader}>
      <div className="prose-piece streamed">
        <Drawn text={text} firstLine={line} breaks={breaks} prefix={prefix} />
      </div>
    </MarkdownContext>
  );
});
