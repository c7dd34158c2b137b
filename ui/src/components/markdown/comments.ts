/// Takes the comments between `%%` out of Markdown before it is parsed, since a comment may begin in one block and end
/// in another. Every line keeps its number. Pure.

const FENCE = /^(?: {0,3}|[ \t]*(?:[-*+]|\d+[.)])[ \t]+|(?: {0,3}>)+[ \t]?)(`{3,}|~{3,})([^\n]*)$/;
const lines = (text: string) => text.replace(/[^\n]+/g, "");

/** Where the block around `from` ends: at the next blank line. */
function blockEnd(text: string, from: number): number {
  const blank = /\n[ \t]*\n/g;
  blank.lastIndex = from;
  return blank.exec(text)?.index ?? text.length;
}

/** Where a run of backticks of this length comes again before `block`; -1 when nowhere. */
function codeEnd(text: string, from: number, block: number, ticks: string): number {
  for (const { 0: run, index } of text.slice(from, block).matchAll(/`+/g)) {
    if (run === ticks) return from + index + run.length;
  }
  return -1;
}

/** The text without what stands between `%%` outside of code. A `%%` that begins a line and is never closed hides the rest. */
export function withoutComments(text: string): string {
  if (!text.includes("%%")) return text;
  let out = "";
  let at = 0;
  let fence = "";
  let block = -1;
  const marks = /`+|%%|\n|\\[`%]/g;
  while (at < text.length) {
    if (at === 0 || text[at - 1] === "\n") {
      const end = text.indexOf("\n", at);
      const line = text.slice(at, end < 0 ? text.length : end);
      const found = FENCE.exec(line);
      const [, mark = "", info = ""] = found ?? [];
      const closes = fence !== "" && mark.startsWith(fence) && info.trim() === "";
      const opens = fence === "" && found !== null && !(mark.startsWith("`") && info.includes("`"));
      if (fence !== "" || opens) {
        fence = closes ? "" : fence || mark;
        out += `${line}\n`;
        at += line.length + 1;
        continue;
      }
    }
    marks.lastIndex = at;
    const next = marks.exec(text);
    if (next === null) {
      out += text.slice(at);
      break;
    }
    const [mark] = next;
    const begin = next.index;
    out += text.slice(at, begin);
    at = begin + mark.length;
    if (mark === "%%") {
      const end = text.indexOf("%%", at);
      const startsLine = /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, begin - 200), begin));
      if (end >= 0) {
        out += lines(text.slice(at, end));
        at = end + 2;
      } else if (startsLine) {
        return out + lines(text.slice(at));
      } else {
        out += mark;
      }
    } else if (mark.startsWith("`")) {
      if (at > block) block = blockEnd(text, at);
      const end = codeEnd(text, at, block, mark);
      out += end < 0 ? mark : text.slice(begin, end);
      if (end >= 0) at = end;
    } else {
      out += mark;
    }
  }
  return text.endsWith("\n") ? out : out.replace(/\n$/, "");
}
