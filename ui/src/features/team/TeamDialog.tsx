/// Makes a team, or changes what it is and how many it holds. Must not know who sits in it.
import { useState, type FormEvent } from "react";
import { useRun, type Team, type TeamType } from "@/api";
import { Checkbox, ErrorNotice, Select, TextField, useToast } from "@/components";
import { formatNumber, m } from "@/i18n";
import { isAboutName, nameFault } from "./faults";
import { FormDialog } from "./FormDialog";
import { TEAM_TYPES } from "./words";

const MOST_SEATS = 100;

export function TeamDialog({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const show = useToast();
  const [name, setName] = useState(team?.name ?? "");
  const [description, setDescription] = useState(team?.description ?? "");
  const [type, setType] = useState<TeamType>(team?.team_type ?? "general");
  const [seats, setSeats] = useState(String(team?.max_members ?? 10));
  const [isActive, setIsActive] = useState(team?.is_active ?? true);
  const [asked, setAsked] = useState(false);
  const done = (kept: Team) => {
    show({ tone: "success", title: m.people_saved({ name: kept.name }) });
    onClose();
  };
  const create = useRun("people.create_team", { onDone: done, onFail: () => undefined });
  const save = useRun("people.save_team", { onDone: done, onFail: () => undefined });
  const least = Math.max(1, team?.members.length ?? 1);
  const count = Number(seats.normalize("NFKC"));
  const badSeats = !(Number.isInteger(count) && count >= least && count <= MOST_SEATS);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (name.trim() === "" || badSeats) return;
    const content = { name: name.trim(), description, team_type: type, max_members: count, is_active: isActive };
    if (team) save.run({ uid: team.uid, rev: team.rev, content });
    else create.run(content);
  };
  const failure = create.error ?? save.error;
  return (
    <FormDialog title={team ? m.people_team_edit({ name: team.name }) : m.people_team_add()} description={m.people_team_text()} busy={create.busy || save.busy} onClose={onClose} onSubmit={submit}>
      <TextField label={m.people_name()} required value={name} onChange={setName} error={nameFault(name, asked, failure)} />
      <TextField label={m.people_team_description()} multiline rows={2} value={description} onChange={setDescription} />
      <div className="grid grid-cols-2 gap-4">
        <Select label={m.people_team_type()} value={type} onChange={setType} options={(Object.keys(TEAM_TYPES) as TeamType[]).map((value) => ({ value, label: TEAM_TYPES[value]() }))} />
        <TextField label={m.people_team_limit()} inputMode="numeric" value={seats} onChange={setSeats} error={asked && badSeats ? m.people_number_wrong({ least: formatNumber(least), most: formatNumber(MOST_SEATS) }) : null} />
      </div>
      <Checkbox label={m.people_team_active()} checked={isActive} onChange={setIsActive} />
      {failure && !isAboutName(failure) && <ErrorNotice error={failure} />}
    </FormDialog>
  );
}
