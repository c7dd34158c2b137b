/// Markdown that is still being written. Blocks that are whole stay as they were drawn; only the last one is read anew
/// when more comes. Everything passes the same sanitiser as in `Markdown`.
import { useId, useMemo } from "react";
import { cx } from "./cx";
import { Drawn, type MarkdownProps } from "./Markdown";
import { MarkdownContext } from "./markdown/context";
import { piecesOf } from "./markdown/pieces";

/** A piece is closed as soon as a block ends, so that little has to be read anew. */
const PIECE = 1;

export function StreamedMarkdown({ text, className, firstLine = 0, breaks = false, ...reader }: MarkdownProps) {
  const id = useId();
  const pieces = useMemo(() => piecesOf(text, PIECE), [text]);
  return (
    <div className={cx("prose", className)}>
      {pieces.map((piece, index) => (
        <MarkdownContext key={piece.line} value={{ ...reader, prefix: `${id}${index}` }}>
          <div className="prose-piece">
            <Drawn text={piece.text} firstLine={firstLine + piece.line} breaks={breaks} prefix={`${id}${index}`} />
          </div>
        </MarkdownContext>
      ))}
    </div>
  );
}
