import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HostProvider, type Host } from "@/platform";
import { Markdown } from "./Markdown";
import { ToastProvider } from "./Toast";
import { TooltipProvider } from "./Tooltip";
import { StreamedMarkdown } from "./StreamedMarkdown";

const host = { kind: "browser", openExternal: async () => true } as unknown as Host;
const HOSTILE = join(__dirname, "../../../tests/data/hostile");
const hostile = readdirSync(HOSTILE).filter((name) => name !== "README.md");

function page(children: ReactNode) {
  return (
    <HostProvider value={host}>
      <TooltipProvider>
        <ToastProvider>
          <div data-texts>{children}</div>
        </ToastProvider>
      </TooltipProvider>
    </HostProvider>
  );
}
const shown = (text: string) => page(<StreamedMarkdown text={text} />);

test("what was drawn stays the same element while more comes behind it", () => {
  const { container, rerender } = render(shown("# One\n\nfirst\n\nsec"));
  const first = container.querySelector("p");
  rerender(shown("# One\n\nfirst\n\nsecond\n\n- a\n- b"));
  expect(container.querySelector("p")).toBe(first);
  expect([...container.querySelectorAll("h2, p, li")].map(({ textContent }) => textContent)).toEqual(["One", "first", "second", "a", "b"]);
});

test("the pieces show what the whole shows", () => {
  const text = "# A\n\nb [c][d] and\nmore\n\n- one\n\n  two\n- three\n\n> quote\n\n```js\nx\n\ny\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[d]: https://example.com\n";
  const pieces = render(shown(text)).container;
  const whole = render(page(<Markdown text={text} />)).container;
  const tags = (of: Element) => [...of.querySelectorAll("h2,p,ul,li,blockquote,pre,table,td,a")].map(({ tagName, textContent }) => `${tagName} ${textContent}`);
  expect(tags(pieces)).toEqual(tags(whole));
});

test.each(hostile)("%s does nothing wherever its stream stands", (name) => {
  const text = readFileSync(join(HOSTILE, name), "utf8");
  const { container: all, rerender } = render(shown(""));
  const container = all.querySelector("[data-texts]") ?? all;
  // A step that shares no factor with lines or tags, so that cuts fall everywhere.
  for (let end = 0; end <= text.length + 211; end += name === "deep.md" ? 211 : 17) {
    rerender(shown(text.slice(0, end)));
    expect(container.querySelector("script, style, iframe, object, embed, base, meta, link, form, video, audio, source, svg:not(.lucide), img")).toBeNull();
    for (const element of container.querySelectorAll("*")) {
      for (const { name: attribute } of element.attributes) expect(attribute).not.toMatch(/^on|^srcdoc$|^formaction$/);
    }
    for (const link of container.querySelectorAll("a[href]")) expect(link.getAttribute("href")).toMatch(/^(https?:|mailto:|obsidian:|#)/);
  }
});
