/// Cuts a long text into pieces that can be read one by one and look as they would in the whole. Pure.

/** A run of whole blocks. */
export interface TextPiece {
  text: string;
  /** The number of its first line, from 0 at the text's first. */
  line: number;
  /** How many lines it has. */
  lines: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const DEFINITION = /^ {0,3}\[[^\]\n]+\]:[ \t]*\S/;
/** A line with which the block before it cannot go on, once there was a blank line between them. */
const FRESH = /^(?![ \t]|[-*+](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|\[\^[^\]]+\]:|>)/;

/**
 * Cuts between blocks wherever a piece has grown to `size` characters. Definitions of links and footnotes are given to
 * every piece that names them.
 */
export function piecesOf(text: string, size: number): TextPiece[] {
  const pieces: TextPiece[] = [];
  const definitions = new Map<string, { text: string; piece: number }>();
  let begun: string[] = [];
  let line = 0;
  let length = 0;
  let fence = "";
  let math = false;
  let comment = false;
  let blank = true;
  let defining: string | null = null;

  const finish = () => {
    if (begun.length === 0) return;
    pieces.push({ text: begun.join("\n"), line, lines: begun.length });
    line += begun.length;
    begun = [];
    length = 0;
  };

  for (const row of text.split("\n")) {
    const inside = fence !== "" || math || comment;
    if (!inside && length >= size && ((blank && row.trim() !== "" && FRESH.test(row)) || /^#{1,6}[ \t]/.test(row))) finish();
    const [, mark = ""] = FENCE.exec(row) ?? [];
    if (fence !== "") {
      if (mark.startsWith(fence) && row.trim() === mark) fence = "";
    } else if (comment) {
      if (row.includes("%%") || row.includes("-->")) comment = false;
    } else if (math) {
      if (row.trimEnd().endsWith("$$")) math = false;
    } else if (mark !== "" && !(mark.startsWith("`") && row.slice(row.indexOf(mark) + mark.length).includes("`"))) fence = mark;
    else if (/^\s*\$\$/.test(row) && !/\$\$.*\$\$/.test(row)) math = true;
    else if ((row.startsWith("%%") && !row.slice(2).includes("%%")) || (row.startsWith("<!--") && !row.includes("-->"))) comment = true;
    if (!inside && DEFINITION.test(row)) {
      defining = (/^ {0,3}(\[[^\]\n]+\]):/.exec(row)?.[1] ?? "").toLowerCase();
      definitions.set(defining, { text: row, piece: pieces.length });
    } else if (defining !== null) {
      const known = definitions.get(defining);
      if (known && /^(?: {4}|\t)\S/.test(row)) known.text += `\n${row}`;
      else defining = null;
    }
    begun.push(row);
    length += row.length + 1;
    blank = row.trim() === "";
  }
  finish();
  if (definitions.size === 0 || pieces.length < 2) return pieces;
  return pieces.map((piece, index) => {
    const named = new Set([...piece.text.matchAll(/\[[^\]\n]+\]/g)].map(([name]) => name.toLowerCase()));
    const wanted = [...named].flatMap((name) => {
      const known = definitions.get(name);
      return known && known.piece !== index ? [known.text] : [];
    });
    return wanted.length === 0 ? piece : { ...piece, text: `${piece.text}\n\n${wanted.join("\n")}` };
  });
}
