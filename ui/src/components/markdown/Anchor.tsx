/// Links, tags and the places of embeds in a drawn text. A link outside opens through the host and nowhere else.
import type { AnchorHTMLAttributes, ComponentProps, MouseEvent } from "react";
import { m } from "@/i18n";
import { isOpenable, useHost } from "@/platform";
import { bringIntoView } from "../scroll";
import { decoded } from "./address";
import { useMarkdown } from "./context";

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & { "data-wikilink"?: string; "data-tag"?: string };

export function Anchor({ "data-wikilink": wikilink, "data-tag": tag, children, href = "", ...rest }: AnchorProps) {
  const { onLink } = useMarkdown();
  if (tag !== undefined) return <Tag tag={tag} />;
  if (wikilink !== undefined) return <NoteLink target={wikilink}>{children}</NoteLink>;
  if (isOpenable(href) || href.startsWith("#")) {
    return (
      <Address href={href} {...rest}>
        {children}
      </Address>
    );
  }
  if (href === "" || onLink === undefined) return <span className="text-accent-ink">{children}</span>;
  return <NoteLink target={decoded(href)}>{children}</NoteLink>;
}

/** An address outside, or a place of the same text. */
function Address({ href = "", children, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement>) {
  const host = useHost();
  const { prefix, onLink } = useMarkdown();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    event.preventDefault();
    if (isOpenable(href)) {
      void host.openExternal(href);
      return;
    }
    const within = event.currentTarget.closest(".prose");
    const wanted = prefix + decoded(href.slice(1));
    const place = [...(within?.querySelectorAll<HTMLElement>("[id]") ?? [])].find(({ id }) => id === wanted);
    if (place) {
      bringIntoView(place, "middle");
      // The way back from a footnote begins where the reader now is.
      (place.querySelector<HTMLElement>("a") ?? place).focus({ preventScroll: true });
    } else onLink?.(decoded(href));
  };
  return (
    <a {...rest} href={href} title={isOpenable(href) ? href : undefined} onClick={follow} onAuxClick={(event) => event.preventDefault()}>
      {children}
    </a>
  );
}

/** A link to another note of the vault, or to a place in one. */
export function NoteLink({ target, children }: { target: string } & Pick<ComponentProps<"a">, "children">) {
  const { onLink, isMissing } = useMarkdown();
  if (onLink === undefined) return <span className="text-accent-ink">{children}</span>;
  const missing = isMissing?.(target) ?? false;
  return (
    <a
      href={`#${encodeURIComponent(target)}`}
      data-missing={missing || undefined}
      title={missing ? m.markdown_link_missing({ target }) : target}
      onClick={(event) => {
        event.preventDefault();
        onLink(target);
      }}
      onAuxClick={(event) => event.preventDefault()}
    >
      {children}
    </a>
  );
}

function Tag({ tag }: { tag: string }) {
  const { onTag } = useMarkdown();
  if (onTag === undefined) return <span className="tag">#{tag}</span>;
  return (
    <button type="button" className="tag" onClick={() => onTag(tag)}>
      #{tag}
    </button>
  );
}

type SpanProps = ComponentProps<"span"> & { "data-embed"?: string; "data-words"?: string };

/** A plain span, or the place of an embed. */
export function Span({ "data-embed": target, "data-words": words, children, ...rest }: SpanProps) {
  const { Embed } = useMarkdown();
  if (target === undefined) return <span {...rest}>{children}</span>;
  if (Embed === undefined) return <NoteLink target={target}>{children}</NoteLink>;
  return <Embed target={target} words={words ?? ""} />;
}
