/// The face of a persona on its colour: a picture of the person's, a drawing made from the name, the icon of its kind,
/// or the first letter of its name.
import { BookOpen, ChartLine, ClipboardList, Palette, Wrench } from "lucide-react";
import type { ReactNode } from "react";
import { useRead } from "@/api/hooks";
import type { Uid } from "@/api/types";
import { cx } from "../cx";
import type { Icon } from "../icon";
import { useBlobAddress } from "../blobAddress";
import { drawn, isStyle, type Style } from "./art";

const GLYPH: Record<string, Icon> = {
  project_manager: ClipboardList,
  tech_architect: Wrench,
  creative_director: Palette,
  data_analyst: ChartLine,
  librarian: BookOpen,
};

export interface PersonaIconProps {
  /** A preset's name or a style's; any other shows the initial of `name`. */
  icon: string;
  /** `#rrggbb`; anything else falls back to the accent. */
  color: string;
  /** What a drawing is made from, and what the initial is taken of. */
  name: string;
  /** The picture of an uploaded icon; while it cannot be shown, `icon` is. */
  picture?: Uid | null;
  size?: "sm" | "md" | "lg" | "xl";
}

const SIZE = { sm: "size-6 text-xs", md: "size-9 text-base", lg: "size-12 text-lg", xl: "size-20 text-2xl" };
const GLYPH_SIZE = { sm: 13, md: 18, lg: 23, xl: 36 };

export function PersonaIcon({ icon, color, name, picture, size = "md" }: PersonaIconProps) {
  const tint = /^#[0-9a-f]{6}$/i.test(color) ? color : "var(--accent)";
  const ground = `color-mix(in oklch, ${tint} 16%, var(--surface))`;
  return (
    <span
      aria-hidden
      className={cx("chrome grid shrink-0 place-items-center overflow-hidden rounded-full font-medium", SIZE[size])}
      style={{
        backgroundColor: ground,
        // A persona's colour may be too pale or too dark for text; ink keeps it readable in both themes.
        color: `color-mix(in oklch, ${tint} 62%, var(--ink))`,
      }}
    >
      {picture ? <Picture uid={picture} otherwise={<Plain icon={icon} name={name} ground={ground} size={size} />} /> : <Plain icon={icon} name={name} ground={ground} size={size} />}
    </span>
  );
}

function Plain({ icon, name, ground, size }: { icon: string; name: string; ground: string; size: NonNullable<PersonaIconProps["size"]> }) {
  if (isStyle(icon)) return <Drawing style={icon} name={name} ground={ground} />;
  const Glyph = GLYPH[icon];
  return Glyph ? <Glyph size={GLYPH_SIZE[size]} /> : Array.from(name)[0];
}

function Drawing({ style, name, ground }: { style: Style; name: string; ground: string }) {
  return (
    <svg viewBox="0 0 100 100" className="size-full">
      {drawn(style, name).map(({ d, tone, line }, index) =>
        line === undefined ? (
          // A drawing is made anew as a whole; its pieces have no identity but their order.
          // oxlint-disable-next-line react/no-array-index-key
          <path key={index} d={d} fill={tone < 0 ? ground : "currentColor"} fillOpacity={tone < 0 ? 1 : tone} />
        ) : (
          // oxlint-disable-next-line react/no-array-index-key
          <path key={index} d={d} fill="none" stroke="currentColor" strokeOpacity={tone} strokeWidth={line} strokeLinecap="round" strokeLinejoin="round" />
        ),
      )}
    </svg>
  );
}

function Picture({ uid, otherwise }: { uid: Uid; otherwise: ReactNode }) {
  const picture = useRead("people.picture", { uid });
  const address = useBlobAddress(picture.data);
  return address === null ? otherwise : <img src={address} alt="" className="size-full object-cover" />;
}
