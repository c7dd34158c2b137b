/// The colours of code in the languages people write most.
import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import { common, createLowlight } from "lowlight";
import type { ReactNode } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";

/** Code longer than this stays as it is: colouring it would hold up the reader. */
const MOST_CHARACTERS = 60_000;

const lowlight = createLowlight(common);

/** The code with its parts in spans, or as it is where the language is not known. */
export function highlighted(source: string, language: string): ReactNode {
  if (!lowlight.registered(language) || source.length > MOST_CHARACTERS) return source;
  return toJsxRuntime(lowlight.highlight(language, source), { Fragment, jsx: jsx as never, jsxs: jsxs as never });
}
