/// Makes a persona, or changes one: how it thinks and speaks, its role, its face.
import { Check } from "lucide-react";
import { useId, useState, type FormEvent } from "react";
import { useRun, type Persona, type PersonaContent, type Role } from "@/api";
import { ErrorNotice, isStyle, PersonaIcon, Select, TextField, useToast } from "@/components";
import { formatNumber, m } from "@/i18n";
import { isAboutName, lacking, nameFault } from "./faults";
import { FormDialog } from "./FormDialog";
import { IconField, type IconChoice } from "./IconField";
import { listOf } from "./secretary";

export interface PersonaDialogProps {
  /** The persona to change; null makes one. */
  persona: Persona | null;
  roles: readonly Role[];
  onClose: () => void;
}

/** Colours that can be told apart, in light and dark. */
const COLORS = ["#3B82F6", "#0EA5A4", "#10B981", "#84A12B", "#F59E0B", "#F97316", "#EF4444", "#EC4899", "#8B5CF6", "#64748B"];

export function PersonaDialog({ persona, roles, onClose }: PersonaDialogProps) {
  const show = useToast();
  const [name, setName] = useState(persona?.name ?? "");
  const [description, setDescription] = useState(persona?.description ?? "");
  const [personality, setPersonality] = useState(persona?.personality ?? "");
  const [manner, setManner] = useState(persona?.manner ?? "");
  const [specialization, setSpecialization] = useState(persona?.specialization.join(", ") ?? "");
  const [roleUid, setRoleUid] = useState(persona?.role_uid ?? "");
  const [color, setColor] = useState(persona?.color ?? COLORS[0] ?? "");
  const [icon, setIcon] = useState<IconChoice>(() => ({
    type: persona?.icon_type ?? "generated",
    preset: persona && !isStyle(persona.icon) ? persona.icon : "project_manager",
    style: persona && isStyle(persona.icon) ? persona.icon : "crest",
    picture: persona?.icon_attachment_uid ?? null,
  }));
  const [asked, setAsked] = useState(false);
  const done = (kept: Persona) => {
    show({ tone: "success", title: m.people_saved({ name: kept.name }) });
    onClose();
  };
  const create = useRun("people.create_persona", { onDone: done, onFail: () => undefined });
  const save = useRun("people.save_persona", { onDone: done, onFail: () => undefined });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (name.trim() === "" || personality.trim() === "" || (icon.type === "upload" && icon.picture === null)) return;
    const content: PersonaContent = {
      name: name.trim(),
      description,
      personality,
      role_uid: roleUid || null,
      icon_type: icon.type,
      icon: icon.type === "generated" ? icon.style : icon.preset,
      icon_attachment_uid: icon.type === "upload" ? icon.picture : null,
      image_attachment_uid: persona?.image_attachment_uid ?? null,
      color,
      specialization: listOf(specialization),
      manner: manner.trim(),
    };
    if (persona) save.run({ uid: persona.uid, rev: persona.rev, content });
    else create.run(content);
  };

  const failure = create.error ?? save.error;
  return (
    <FormDialog wide title={persona ? m.people_persona_edit({ name: persona.name }) : m.people_persona_add()} description={m.people_persona_text()} busy={create.busy || save.busy} onClose={onClose} onSubmit={submit}>
      <div className="flex items-end gap-4">
        <PersonaIcon size="xl" icon={icon.type === "generated" ? icon.style : icon.preset} color={color} name={name} picture={icon.type === "upload" ? icon.picture : null} />
        <TextField label={m.people_name()} required value={name} onChange={setName} className="flex-1" error={nameFault(name, asked, failure)} />
      </div>
      <TextField label={m.people_personality()} required multiline rows={4} hint={m.people_personality_hint()} value={personality} onChange={setPersonality} error={lacking(personality, asked, m.people_personality())} />
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <TextField label={m.people_manner()} hint={m.people_manner_hint()} value={manner} onChange={setManner} />
        <Select label={m.people_role()} value={roleUid} onChange={setRoleUid} options={[{ value: "", label: m.people_role_none() }, ...roles.map(({ uid, name: label }) => ({ value: uid, label }))]} />
      </div>
      <TextField label={m.people_specialization()} hint={m.people_specialization_hint()} value={specialization} onChange={setSpecialization} />
      <TextField label={m.people_persona_description()} multiline rows={2} value={description} onChange={setDescription} />
      <ColorField value={color} onChange={setColor} />
      <div>
        <p className="mb-1.5 text-sm font-medium text-ink-2">{m.people_icon()}</p>
        <IconField value={icon} onChange={setIcon} name={name} color={color} missing={asked} />
      </div>
      {failure && !isAboutName(failure) && <ErrorNotice error={failure} />}
    </FormDialog>
  );
}

function ColorField({ value, onChange }: { value: string; onChange: (color: string) => void }) {
  const id = useId();
  const colors = COLORS.includes(value) ? COLORS : [value, ...COLORS];
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium text-ink-2">{m.people_color()}</legend>
      <div className="flex flex-wrap gap-2">
        {colors.map((color, index) => (
          <label key={color} htmlFor={`${id}-${index}`} className="grid size-8 place-items-center rounded-full border-2 border-transparent has-checked:border-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
            <input id={`${id}-${index}`} type="radio" name={id} checked={color === value} onChange={() => onChange(color)} aria-label={m.people_color_named({ number: formatNumber(index + 1) })} className="peer sr-only" />
            <span aria-hidden className="grid size-6 place-items-center rounded-full text-on-accent" style={{ backgroundColor: color }}>
              {color === value && <Check size={14} strokeWidth={3} />}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
