/// Prepares a discussion: the question, how it is led, and who sits at the table. What it may cost is settled on its own
/// page, before it begins.
import { useState, type FormEvent } from "react";
import { errorText, useRun, type DiscussionKind, type People, type SeatRole } from "@/api";
import { Button, Dialog, ErrorNotice, RadioCards, Select, TextField } from "@/components";
import { formatNumber, m } from "@/i18n";
import type { CommandFailure } from "@/platform";
import { lacks, MOST_SEATS, PERSON, titleOf, toCreate, withTeam, type NewForm } from "./form";
import { SeatsField } from "./SeatsField";
import { KINDS } from "./words";

const KIND_ORDER: readonly DiscussionKind[] = ["collaborative", "debate", "brainstorming", "problem_solving"];
/** Secretaries that sit at a new table; more rarely bring more. */
const USUAL_SECRETARIES = 2;

/** Everybody is chosen one by one. */
const NO_TEAM = "";

export interface NewDiscussionProps {
  people: People;
  onClose: () => void;
  onMade: (uid: string) => void;
}

function usualSeats(people: People): ReadonlyMap<string, SeatRole> {
  const secretaries = people.secretaries.filter(({ is_active: atWork, kind }) => atWork && kind === "secretary").slice(0, USUAL_SECRETARIES);
  return new Map([PERSON, ...secretaries.map(({ uid }) => uid)].map((key) => [key, "participant"]));
}

/** What the host said of a field; null when its failure is about something else. */
function saidOf(failure: CommandFailure | null, field: string): string | null {
  return failure?.params["field"] === field ? errorText(failure).what : null;
}

export function NewDiscussion({ people, onClose, onMade }: NewDiscussionProps) {
  const [form, setForm] = useState<NewForm>(() => ({ topic: "", title: "", description: "", team: null, kind: "collaborative", seats: usualSeats(people) }));
  const [asked, setAsked] = useState(false);
  const create = useRun("discussions.create", { onDone: ({ uid }) => onMade(uid), onFail: () => undefined });
  const teams = people.teams.filter(({ is_active: active, members }) => active && members.length > 0);
  const atWork = new Set(people.secretaries.filter(({ is_active: active }) => active).map(({ uid }) => uid));
  const missing = lacks(form);
  const set = (part: Partial<NewForm>) => setForm((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!missing.topic && missing.seats === null) create.run(toCreate(form));
  };
  const seatsFault = !asked || missing.seats === null ? saidOf(create.error, "seats") : missing.seats === "few" ? m.discuss_seats_few() : m.discuss_seats_many({ limit: formatNumber(MOST_SEATS) });
  const fields = ["topic", "title", "description", "seats"];
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={m.discuss_new()}
      description={m.discuss_new_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button type="submit" form="new-discussion" variant="primary" busy={create.busy}>
            {m.discuss_prepare()}
          </Button>
        </>
      }
    >
      <form id="new-discussion" noValidate onSubmit={submit} className="flex flex-col gap-5 py-1">
        <TextField
          label={m.discuss_topic()}
          required
          multiline
          rows={2}
          autoFocus
          maxLength={1000}
          placeholder={m.discuss_topic_placeholder()}
          value={form.topic}
          onChange={(topic) => set({ topic })}
          error={asked && missing.topic ? m.invalid_required({ field: m.discuss_topic() }) : saidOf(create.error, "topic")}
        />
        <RadioCards
          label={m.discuss_kind()}
          value={form.kind}
          onChange={(kind) => set({ kind })}
          cards={KIND_ORDER.map((value) => ({ value, label: KINDS[value].name(), text: KINDS[value].text() }))}
        />
        {teams.length > 0 && (
          <Select
            label={m.discuss_team()}
            value={form.team ?? NO_TEAM}
            onChange={(uid) => {
              const team = teams.find((known) => known.uid === uid);
              setForm(team === undefined ? { ...form, team: null } : withTeam(form, team, atWork));
            }}
            options={[{ value: NO_TEAM, label: m.discuss_team_none() }, ...teams.map(({ uid, name }) => ({ value: uid, label: name }))]}
          />
        )}
        <SeatsField people={people} seats={form.seats} onChange={(seats) => set({ seats })} error={seatsFault} />
        <TextField label={m.discuss_description()} multiline rows={2} value={form.description} onChange={(description) => set({ description })} hint={m.discuss_description_hint()} error={saidOf(create.error, "description")} />
        <TextField label={m.discuss_title()} maxLength={200} placeholder={titleOf(form.topic)} value={form.title} onChange={(title) => set({ title })} hint={m.discuss_title_hint()} error={saidOf(create.error, "title")} />
        {create.error !== null && !fields.includes(String(create.error.params["field"])) && <ErrorNotice error={create.error} />}
      </form>
    </Dialog>
  );
}
