/// What a face is drawn from: the persona somebody has. Must not know commands.
import type { People, Persona, Secretary } from "@/api/types";
import type { PersonaIconProps } from "./PersonaIcon";

/** The face of somebody with this persona; without one it is the first letter of their name. */
export function faceOf(persona: Persona | undefined, name: string): Pick<PersonaIconProps, "icon" | "color" | "name" | "picture"> {
  return { icon: persona?.icon ?? "", color: persona?.color ?? "", name, picture: persona?.icon_attachment_uid ?? null };
}

/** The persona somebody has, if it is not in the trash. */
export function personaOf(people: People, secretary: Secretary): Persona | undefined {
  return people.personas.find(({ uid }) => uid === secretary.persona_uid);
}
