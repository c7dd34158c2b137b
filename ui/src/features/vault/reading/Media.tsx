/// A file of the vault that is no note: a picture, sound and film played where the window can, and for anything else
/// a chip that opens it in Obsidian.
import { AudioLines, ExternalLink, FileText, Film, ImageOff, Paperclip, Play, Shapes } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { errorText, useAppState } from "@/api";
import { Button, type Icon } from "@/components";
import { m } from "@/i18n";
import { useHost } from "@/platform";
import { obsidianAddress } from "../paths";
import { fileTitle, mediaKind, type MediaKind, type PictureSize } from "./targets";
import { useFileAddress } from "./useFileAddress";

export interface MediaProps {
  path: string;
  /** The link as it is written, with its place in the file, if any. */
  place?: string;
  size?: PictureSize | null;
  /** What a picture shows, or how the chip reads. */
  words?: string;
}

export function Media({ path, place = "", size = null, words = "" }: MediaProps) {
  const kind = mediaKind(path);
  if (kind === "image") return <Picture path={path} size={size} words={words} />;
  if (kind === "audio" || kind === "video") return <Player path={path} film={kind === "video"} words={words} />;
  const page = /#.*page=(\d+)/.exec(place)?.[1];
  return <Chip path={path} kind={kind} words={words || (page ? m.vault_media_page({ name: fileTitle(path), page }) : "")} />;
}

/** How far from the screen a picture is read, in pixels. */
const NEAR_PX = 800;

function useNear(): [RefObject<HTMLSpanElement | null>, boolean] {
  const place = useRef<HTMLSpanElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (near || element === null) return undefined;
    const watcher = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setNear(true), { rootMargin: `${NEAR_PX}px` });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [near]);
  return [place, near];
}

function Picture({ path, size, words }: { path: string; size: PictureSize | null; words: string }) {
  const [place, near] = useNear();
  const { address, error } = useFileAddress(path, near);
  const [broken, setBroken] = useState(false);
  if (error !== null || broken) {
    return (
      <Chip path={path} kind="image" icon={ImageOff} words="">
        {error === null ? m.vault_media_unreadable() : errorText(error).what}
      </Chip>
    );
  }
  return (
    <span ref={place} className="picture">
      {address === null ? (
        <span className="picture-space" style={size ? { width: size.width, ...(size.height === null ? {} : { height: size.height }) } : undefined} role="img" aria-label={m.vault_media_loading({ name: fileTitle(path) })} />
      ) : (
        <img src={address} alt={words || fileTitle(path)} width={size?.width} height={size?.height ?? undefined} onError={() => setBroken(true)} />
      )}
    </span>
  );
}

function Player({ path, film, words }: { path: string; film: boolean; words: string }) {
  const [wanted, setWanted] = useState(false);
  const [unplayable, setUnplayable] = useState(false);
  const { address, error } = useFileAddress(path, wanted);
  const title = words || fileTitle(path);
  const said = error === null ? (unplayable ? m.vault_media_unplayable() : null) : errorText(error).what;
  if (address === null || said !== null) {
    return (
      <Chip path={path} kind={film ? "video" : "audio"} words={title} play={said === null ? { busy: wanted, run: () => setWanted(true) } : undefined}>
        {said}
      </Chip>
    );
  }
  const props = { src: address, controls: true, autoPlay: true, "aria-label": title, onError: () => setUnplayable(true) };
  return (
    <span className="picture">
      {film ? (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- the film is the person's own file, and has what it has
        <video {...props} />
      ) : (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- as with films
        <audio {...props} />
      )}
    </span>
  );
}

const SIGN: Record<MediaKind, Icon> = { note: FileText, canvas: Shapes, image: ImageOff, audio: AudioLines, video: Film, pdf: FileText, other: Paperclip };

interface ChipProps {
  path: string;
  kind: MediaKind;
  icon?: Icon;
  words: string;
  play?: { busy: boolean; run: () => void };
  /** What went wrong, if anything. */
  children?: ReactNode;
}

function Chip({ path, kind, icon, words, play, children }: ChipProps) {
  const host = useHost();
  const { vault } = useAppState();
  const Sign = icon ?? SIGN[kind];
  const title = words || fileTitle(path);
  return (
    <span className="media-chip">
      <Sign size={17} className="shrink-0 text-ink-3" aria-hidden />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium" title={path}>
          {title}
        </span>
        {children && <span className="block text-sm text-ink-3">{children}</span>}
      </span>
      {play && (
        <Button size="sm" icon={Play} busy={play.busy} onClick={play.run} aria-label={m.vault_media_play_named({ name: title })}>
          {m.vault_media_play()}
        </Button>
      )}
      {vault !== null && (
        <Button size="sm" variant="ghost" icon={ExternalLink} onClick={() => void host.openExternal(obsidianAddress(vault.path, path))} aria-label={m.vault_media_open_named({ name: title })}>
          {m.vault_open_obsidian()}
        </Button>
      )}
    </span>
  );
}
