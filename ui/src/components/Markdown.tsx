/// Shows Markdown. The one sanitiser: whatever text comes from a vault, a file or a model is drawn here and only here.
/// Raw HTML is dropped, nothing remote is fetched, and links outside open only through the host.
import { ImageIcon } from "lucide-react";
import type { Root } from "hast";
import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import { useMemo, type AnchorHTMLAttributes, type ComponentProps, type MouseEvent, type ReactNode } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { m } from "@/i18n";
import { isOpenable, useHost } from "@/platform";
import { cx } from "./cx";
import { remarkWikilinks } from "./wikilinks";

const pipeline = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkWikilinks)
  .use(remarkRehype)
  .use(rehypeSanitize, {
    ...defaultSchema,
    tagNames: [...(defaultSchema.tagNames ?? []), "mark"],
    protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto", "obsidian"], src: [] },
    attributes: { ...defaultSchema.attributes, a: [...(defaultSchema.attributes?.["a"] ?? []), "dataWikilink"] },
  });

/** Markdown as a sanitised tree. */
export function markdownTree(text: string): Root {
  return pipeline.runSync(pipeline.parse(text));
}

export interface MarkdownProps {
  text: string;
  /** Called for a link to another note: what stands between the brackets of a wikilink, or a relative address, decoded. */
  onLink?: (target: string) => void;
  className?: string;
}

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & { "data-wikilink"?: string };

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

function Anchor({ href = "", children, onLink, "data-wikilink": wikilink, ...rest }: AnchorProps & { onLink?: (target: string) => void }) {
  const host = useHost();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    event.preventDefault();
    if (wikilink !== undefined) onLink?.(wikilink);
    else if (isOpenable(href)) void host.openExternal(href);
    else if (href.startsWith("#")) event.currentTarget.closest(".prose")?.querySelector(`[id="${CSS.escape(decoded(href.slice(1)))}"]`)?.scrollIntoView({ block: "center" });
    else if (href) onLink?.(decoded(href));
  };
  const leads = wikilink === undefined ? href !== "" && (isOpenable(href) || href.startsWith("#") || onLink !== undefined) : onLink !== undefined;
  if (!leads) return <span className="text-accent-ink">{children}</span>;
  return (
    <a {...rest} href={wikilink === undefined ? href : "#"} title={wikilink ?? (isOpenable(href) ? href : undefined)} onClick={follow} onAuxClick={(event) => event.preventDefault()}>
      {children}
    </a>
  );
}

function Picture({ alt }: { alt?: string }): ReactNode {
  return (
    <span className="inline-flex items-center gap-1.5 rounded-sm bg-sunken px-2 text-sm text-ink-3">
      <ImageIcon size={14} aria-hidden />
      {alt ? m.markdown_image_named({ name: alt }) : m.markdown_image()}
    </span>
  );
}

function draw(text: string, onLink: MarkdownProps["onLink"]) {
  return toJsxRuntime(markdownTree(text), {
    Fragment,
    jsx: jsx as never,
    jsxs: jsxs as never,
    components: {
      a: (props: AnchorProps) => <Anchor {...props} onLink={onLink} />,
      img: Picture,
      // Notes begin at level one, which belongs to the page around them.
      h1: "h2",
      h2: "h3",
      h3: "h4",
      h4: "h5",
      h5: "h6",
      input: ({ checked }: { checked?: boolean }) => (
        <input type="checkbox" checked={checked ?? false} readOnly disabled aria-label={checked ? m.markdown_task_done() : m.markdown_task_open()} />
      ),
      table: (props: ComponentProps<"table">) => (
        <div className="table-scroll">
          <table {...props} />
        </div>
      ),
    },
  });
}

export function Markdown({ text, onLink, className }: MarkdownProps) {
  const drawn = useMemo(() => draw(text, onLink), [text, onLink]);
  return <div className={cx("prose", className)}>{drawn}</div>;
}
