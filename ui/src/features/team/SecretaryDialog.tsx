/// Takes on a secretary, or changes one: who they are, through what they speak, what they can do.
import { useId, useState, type FormEvent, type ReactNode } from "react";
import { useRead, useRun, type People, type Persona, type SearchStrategy, type Secretary } from "@/api";
import { Badge, Button, Checkbox, Dialog, ErrorNotice, faceOf, PersonaIcon, Select, TextField, useToast } from "@/components";
import { formatNumber, m } from "@/i18n";
import { isAboutName, nameFault } from "./faults";
import { accountOf, blank, contentOf, draftOf, wrongIn, type SecretaryDraft } from "./secretary";
import { SkillsField } from "./SkillsField";
import { VoiceFields } from "./VoiceFields";
import { STRATEGIES } from "./words";

export interface SecretaryDialogProps {
  people: People;
  /** Who is changed; null takes on somebody new. */
  secretary: Secretary | null;
  /** The persona somebody new was asked for with; null leaves the choice open. */
  persona: Persona | null;
  onClose: () => void;
}

const ALL_STRATEGIES = Object.keys(STRATEGIES) as SearchStrategy[];

export function SecretaryDialog({ people, secretary, persona, onClose }: SecretaryDialogProps) {
  const form = useId();
  const show = useToast();
  const accounts = useRead("accounts.list", {});
  const [draft, setDraft] = useState<SecretaryDraft>(() => {
    const first = persona ?? people.personas[0];
    return secretary ? draftOf(secretary) : blank(first?.uid ?? "", first?.name ?? "");
  });
  const [named, setNamed] = useState(secretary !== null);
  const [teamUid, setTeamUid] = useState("");
  const [asked, setAsked] = useState(false);
  const done = ({ name }: Secretary) => {
    show({ tone: "success", title: secretary ? m.people_saved({ name }) : m.people_added({ name }) });
    onClose();
  };
  const create = useRun("people.create_secretary", { onDone: done, onFail: () => undefined });
  const save = useRun("people.save_secretary", { onDone: done, onFail: () => undefined });
  const change = (part: Partial<SecretaryDraft>) => setDraft((before) => ({ ...before, ...part }));

  const chosen = people.personas.find(({ uid }) => uid === draft.personaUid);
  // The host decides by the shipped persona; of somebody who is there already it is known.
  const isLibrarian = secretary?.kind === "librarian";
  const wrong = asked ? wrongIn(draft) : {};
  const account = accounts.data?.find(({ uid }) => uid === accountOf(draft.voice));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (Object.keys(wrongIn(draft)).length > 0) return;
    const content = contentOf(draft, draft.voice === "ollama" ? "ollama" : (account?.provider ?? secretary?.provider ?? "manual"), isLibrarian, secretary);
    if (secretary) save.run({ uid: secretary.uid, rev: secretary.rev, content });
    else {
      const { is_active: _, persona_uid, ...rest } = content;
      create.run({ ...rest, persona_uid: persona_uid ?? "", ...(teamUid === "" ? {} : { team_uid: teamUid }) });
    }
  };
  const choosePersona = (uid: string) => {
    const next = people.personas.find((one) => one.uid === uid);
    change({ personaUid: uid, ...(named ? {} : { name: next?.name ?? "" }) });
  };

  const failure = create.error ?? save.error;
  const free = people.teams.filter((team) => team.is_active);
  return (
    <Dialog
      open
      wide
      onOpenChange={(next) => !next && onClose()}
      title={secretary ? m.people_edit_secretary({ name: secretary.name }) : m.people_add()}
      description={secretary ? undefined : m.people_add_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button type="submit" form={form} variant="primary" busy={create.busy || save.busy} disabled={!accounts.data || (!secretary && !chosen)}>
            {secretary ? m.action_save() : m.people_add_confirm()}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-6 py-1">
        <Part title={m.people_section_who()} beside={isLibrarian && <Badge tone="violet">{m.people_kind_librarian()}</Badge>}>
          <div className="flex items-center gap-4">
            <PersonaIcon size="xl" {...faceOf(chosen, draft.name)} />
            <div className="flex min-w-0 flex-1 flex-col gap-3">
              <Select label={m.people_persona()} value={draft.personaUid} onChange={choosePersona} options={people.personas.map(({ uid, name: label }) => ({ value: uid, label }))} />
              <TextField
                label={m.people_name()}
                required
                value={draft.name}
                onChange={(name) => {
                  setNamed(true);
                  change({ name });
                }}
                error={nameFault(draft.name, asked, failure)}
              />
            </div>
          </div>
          <TextField label={m.people_description()} multiline rows={2} value={draft.description} onChange={(description) => change({ description })} {...(chosen?.description && draft.description === "" ? { placeholder: chosen.description } : {})} />
          {!secretary && (
            <Select
              label={m.people_team()}
              value={teamUid}
              onChange={setTeamUid}
              options={[
                { value: "", label: m.people_team_none() },
                ...free.map((team) => ({ value: team.uid, label: `${team.name} (${formatNumber(team.members.length)}/${formatNumber(team.max_members)})` })),
              ]}
            />
          )}
        </Part>
        <Part title={m.people_section_voice()}>
          <VoiceFields draft={draft} onChange={change} accounts={accounts.data ?? []} wrong={wrong} />
        </Part>
        <SkillsField skills={draft.skills} onChange={(skills) => change({ skills })} />
        {isLibrarian && (
          <Part title={m.people_librarian()}>
            <fieldset>
              <legend className="mb-1.5 text-sm font-medium text-ink-2">{m.people_strategies()}</legend>
              <div className="flex flex-wrap gap-x-5 gap-y-1">
                {ALL_STRATEGIES.map((strategy) => (
                  <Checkbox key={strategy} label={STRATEGIES[strategy]()} checked={draft.strategies.includes(strategy)} onChange={(on) => change({ strategies: on ? [...draft.strategies, strategy] : draft.strategies.filter((one) => one !== strategy) })} />
                ))}
              </div>
            </fieldset>
            <TextField label={m.people_categories()} multiline rows={3} hint={m.people_categories_hint()} value={draft.categories} onChange={(categories) => change({ categories })} />
          </Part>
        )}
        {secretary && (
          <div>
            <Checkbox label={m.people_active()} checked={draft.isActive} onChange={(isActive) => change({ isActive })} />
            <p className="ps-7 text-sm text-ink-3">{m.people_active_text()}</p>
          </div>
        )}
        {accounts.isError && <ErrorNotice error={accounts.error} retry={() => void accounts.refetch()} />}
        {failure && !isAboutName(failure) && <ErrorNotice error={failure} />}
      </form>
    </Dialog>
  );
}

function Part({ title, beside, children }: { title: string; beside?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <h3 id={id} className="flex items-center gap-2 border-b border-line pb-1 font-title text-md font-semibold">
        {title}
        {beside}
      </h3>
      {children}
    </section>
  );
}
