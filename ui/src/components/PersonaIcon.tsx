/// The face of a persona: the icon of its kind on its colour, or the first letter of its name.
import { BookOpen, ChartLine, ClipboardList, Palette, Wrench } from "lucide-react";
import { cx } from "./cx";
import type { Icon } from "./icon";

const GLYPH: Record<string, Icon> = {
  project_manager: ClipboardList,
  tech_architect: Wrench,
  creative_director: Palette,
  data_analyst: ChartLine,
  librarian: BookOpen,
};

export interface PersonaIconProps {
  /** A preset's name; any other shows the initial of `name`. */
  icon: string;
  /** `#rrggbb`; anything else falls back to the accent. */
  color: string;
  name: string;
  size?: "sm" | "md" | "lg";
}

const SIZE = { sm: "size-6 text-xs", md: "size-9 text-base", lg: "size-12 text-lg" };
const GLYPH_SIZE = { sm: 13, md: 18, lg: 23 };

export function PersonaIcon({ icon, color, name, size = "md" }: PersonaIconProps) {
  const Glyph = GLYPH[icon];
  const tint = /^#[0-9a-f]{6}$/i.test(color) ? color : "var(--accent)";
  return (
    <span
      aria-hidden
      className={cx("chrome grid shrink-0 place-items-center rounded-full font-medium", SIZE[size])}
      style={{
        backgroundColor: `color-mix(in oklch, ${tint} 16%, var(--surface))`,
        // A persona's colour may be too pale or too dark for text; ink keeps it readable in both themes.
        color: `color-mix(in oklch, ${tint} 62%, var(--ink))`,
      }}
    >
      {Glyph ? <Glyph size={GLYPH_SIZE[size]} /> : Array.from(name)[0]}
    </span>
  );
}
