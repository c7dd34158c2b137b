/// Owns how an ambiguous link is made to say which note it means: by that note's whole path. Pure.
import { decoded } from "@/components/markdown/address";
import { sameTarget } from "./targets";

const WIKI = /(\[\[)([^\]|#]*)((?:[#|][^\]]*)?\]\])/g;
const MARKDOWN = /(\]\()([^)\s#]*)((?:#[^)\s]*)?(?:\s+"[^"]*")?\))/g;

/**
 * The line with its links to `target` leading to the file `path`; null when it holds none. What stands behind `#` and
 * `|` stays, and so does every other letter.
 */
export function pointedAt(line: string, target: string, path: string): string | null {
  const meant = sameTarget(target);
  const wiki = path.replace(/\.md$/i, "");
  let changed = false;
  const swap = (read: (written: string) => string, write: (written: string) => string) => (whole: string, before: string, written: string, after: string) => {
    if (written === "" || sameTarget(read(written)) !== meant) return whole;
    changed = true;
    return `${before}${write(written)}${after}`;
  };
  const result = line
    .replace(
      WIKI,
      swap(
        (written) => written,
        () => wiki,
      ),
    )
    .replace(MARKDOWN, swap(decoded, () => path.split("/").map(encodeURIComponent).join("/")));
  return changed ? result : null;
}
