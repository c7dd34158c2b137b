/// Makes a secretary of a persona: its name, and the team it joins.
import { useState, type FormEvent } from "react";
import { errorText, useRun, type People, type Persona } from "@/api";
import { Button, Dialog, ErrorNotice, PersonaIcon, Select, TextField, useToast } from "@/components";
import { formatNumber, m } from "@/i18n";

export interface AddSecretaryProps {
  open: boolean;
  people: People;
  /** The persona it was asked for; null leaves the choice open. */
  persona: Persona | null;
  onClose: () => void;
  onAdded: () => void;
}

export function AddSecretary({ open, people, persona, onClose, onAdded }: AddSecretaryProps) {
  const show = useToast();
  const [personaUid, setPersonaUid] = useState(persona?.uid ?? people.personas[0]?.uid ?? "");
  const [name, setName] = useState<string | null>(null);
  const [teamUid, setTeamUid] = useState("");
  const chosen = people.personas.find(({ uid }) => uid === personaUid);
  const shownName = name ?? chosen?.name ?? "";
  const create = useRun("people.create_secretary", {
    onDone: (secretary) => {
      show({ tone: "success", title: m.people_added({ name: secretary.name }) });
      setName(null);
      setTeamUid("");
      onClose();
      onAdded();
    },
    onFail: () => undefined,
  });
  const nameError = create.error && (create.error.params["field"] === "name" || create.error.params["reason"] === "name_taken") ? errorText(create.error).what : null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.run({ name: shownName.trim(), persona_uid: personaUid, ...(teamUid === "" ? {} : { team_uid: teamUid }) });
  };
  const change = (next: boolean) => {
    if (next) return;
    create.reset();
    onClose();
  };

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={m.people_add()}
      description={m.people_add_text()}
      footer={
        <>
          <Button onClick={() => change(false)}>{m.action_cancel()}</Button>
          <Button type="submit" form="add-secretary" variant="primary" busy={create.busy} disabled={!chosen}>
            {m.people_add_confirm()}
          </Button>
        </>
      }
    >
      <form id="add-secretary" onSubmit={submit} className="flex flex-col gap-4 py-1">
        <div className="flex items-end gap-3">
          {chosen && <PersonaIcon size="md" icon={chosen.icon} color={chosen.color} name={chosen.name} />}
          <Select label={m.people_persona()} value={personaUid} onChange={setPersonaUid} options={people.personas.map(({ uid, name: label }) => ({ value: uid, label }))} className="flex-1" />
        </div>
        {chosen?.description && <p className="text-sm text-ink-3">{chosen.description}</p>}
        <TextField label={m.people_name()} required value={shownName} onChange={setName} error={nameError} />
        <Select
          label={m.people_team()}
          value={teamUid}
          onChange={setTeamUid}
          options={[
            { value: "", label: m.people_team_none() },
            ...people.teams.map((team) => ({
              value: team.uid,
              label: `${team.name} (${formatNumber(team.members.length)}/${formatNumber(team.max_members)})`,
            })),
          ]}
        />
        {create.error && !nameError && <ErrorNotice error={create.error} />}
      </form>
    </Dialog>
  );
}
