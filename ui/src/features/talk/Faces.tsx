/// Who somebody is, as they are seen in a conversation.
import type { People, Secretary } from "@/api";
import { faceOf, PersonaIcon, personaOf } from "@/components";
import { m } from "@/i18n";

const MOST_FACES = 2;

export interface FaceProps {
  people: People;
  uid: string | null;
  size?: "sm" | "md" | "lg";
}

/** The secretary of this identity; one who is in the trash is not known any more. */
export function secretaryOf(people: People, uid: string | null): Secretary | undefined {
  return people.secretaries.find((secretary) => secretary.uid === uid);
}

/** What a secretary is called; one who is gone is somebody who was here. */
export function nameOf(people: People, uid: string | null): string {
  return secretaryOf(people, uid)?.name ?? m.talk_somebody_gone();
}

export function Face({ people, uid, size = "md" }: FaceProps) {
  const secretary = secretaryOf(people, uid);
  return <PersonaIcon size={size} {...faceOf(secretary && personaOf(people, secretary), nameOf(people, uid))} />;
}

/** The faces of those who take part, the first ones of many. */
export function Faces({ people, uids }: { people: People; uids: readonly string[] }) {
  const shown = uids.slice(0, MOST_FACES);
  return (
    <span className="flex w-12 shrink-0 items-center justify-center -space-x-3">
      {shown.length === 0 ? <PersonaIcon size="md" icon="" color="" name="–" /> : shown.map((uid) => <Face key={uid} people={people} uid={uid} size={shown.length > 1 ? "sm" : "md"} />)}
    </span>
  );
}
