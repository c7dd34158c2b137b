/// The face of whoever sits in a seat: a secretary's, or a sign for the person.
import { UserRound } from "lucide-react";
import type { Author, People } from "@/api";
import { cx } from "@/components";
import { Face } from "@/features/talk/Faces";

const SIZE = { sm: "size-6", md: "size-9" };
const GLYPH = { sm: 13, md: 18 };

export function SeatFace({ who, people, size = "md" }: { who: Pick<Author, "kind" | "secretary_uid">; people: People; size?: "sm" | "md" }) {
  if (who.kind !== "person") return <Face people={people} uid={who.secretary_uid} size={size} />;
  return (
    <span aria-hidden className={cx("chrome grid shrink-0 place-items-center rounded-full bg-accent-soft text-accent-ink", SIZE[size])}>
      <UserRound size={GLYPH[size]} />
    </span>
  );
}
