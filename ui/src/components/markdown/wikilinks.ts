/// `[[note|words]]` and `![[embed]]` as a piece of Markdown's own grammar, so that nothing inside the brackets is read
/// as emphasis, an address or a formula. Pure.
import type { Extension as FromMarkdown } from "mdast-util-from-markdown";
import type { Code, Construct, Extension as Syntax, State } from "micromark-util-types";
import type { Node } from "mdast";
import type { Processor } from "unified";

/** A wikilink as the parser leaves it; later steps make it a link or an embed. */
export interface Wikilink extends Node {
  type: "wikilink";
  /** What stands between the brackets. */
  inner: string;
  embed: boolean;
}

declare module "mdast" {
  interface PhrasingContentMap {
    wikilink: Wikilink;
  }
  interface RootContentMap {
    wikilink: Wikilink;
  }
}

declare module "micromark-util-types" {
  interface TokenTypeMap {
    wikilink: "wikilink";
  }
}

const BANG = 33;
const OPEN = 91;
const CLOSE = 93;

const construct: Construct = {
  name: "wikilink",
  tokenize(effects, ok, nok) {
    let empty = true;
    const taking = (wanted: number, next: State): State => (code) => {
      if (code !== wanted) return nok(code);
      effects.consume(code);
      return next;
    };
    const ended = (code: Code) => code === null || code < -2;
    const inside: State = (code) => {
      if (ended(code)) return nok(code);
      effects.consume(code);
      if (code === CLOSE) return closing;
      if (code === OPEN) return nested;
      empty = false;
      return inside;
    };
    // Of brackets within brackets only the inner ones count.
    const nested: State = (code) => {
      if (code === OPEN) return nok(code);
      empty = false;
      return inside(code);
    };
    const closing: State = (code) => {
      if (code !== CLOSE) {
        empty = false;
        return inside(code);
      }
      if (empty) return nok(code);
      effects.consume(code);
      effects.exit("wikilink");
      return ok;
    };
    const opened = taking(OPEN, taking(OPEN, inside));
    return (code) => {
      effects.enter("wikilink");
      if (code !== BANG) return opened(code);
      effects.consume(code);
      return opened;
    };
  },
};

const syntax: Syntax = { text: { [BANG]: construct, [OPEN]: construct } };

const fromMarkdown: FromMarkdown = {
  enter: {
    wikilink(token) {
      const text = this.sliceSerialize(token);
      const embed = text.startsWith("!");
      // In a table the bar is written `\|`, since a bare one would end the cell.
      const inner = text.slice(embed ? 3 : 2, -2).replaceAll("\\|", "|");
      this.enter({ type: "wikilink", inner, embed } as never, token);
    },
  },
  exit: {
    wikilink(token) {
      this.exit(token);
    },
  },
};

/** What a wikilink leads to and how it reads: `a|b` reads b, `a#b` reads "a > b", `#b` reads b. */
export function readWikilink(inner: string): { target: string; words: string | null; shown: string } {
  const bar = inner.indexOf("|");
  const target = (bar < 0 ? inner : inner.slice(0, bar)).trim();
  const words = bar < 0 ? null : inner.slice(bar + 1).trim() || null;
  return { target, words, shown: words ?? target.replace(/^#/, "").replaceAll("#", " > ") };
}

/** The plugin for unified: teaches the parser the brackets. */
export function remarkWikilinks(this: Processor): void {
  const data = this.data();
  (data.micromarkExtensions ??= []).push(syntax);
  (data.fromMarkdownExtensions ??= []).push(fromMarkdown);
}
