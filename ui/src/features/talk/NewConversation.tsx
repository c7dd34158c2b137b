/// Begins a conversation: with whom, and about what.
import { useState, type FormEvent } from "react";
import { useRead, useRun, type People, type Secretary } from "@/api";
import { Button, Dialog, ErrorNotice, TextField } from "@/components";
import { m } from "@/i18n";
import type { About } from "./about";
import { EMPTY, noteName, rememberDraft } from "./drafts";
import { PeopleChoice } from "./PeopleChoice";
import { ToTeam } from "./TalkPlace";

export interface NewConversationProps {
  people: People;
  about: About | null;
  onClose: () => void;
  onMade: (uid: string) => void;
}

/** Who was talked to last comes first, and those on leave do not come at all. */
function inOrder(secretaries: readonly Secretary[]): Secretary[] {
  return secretaries.filter(({ is_active: active }) => active).toSorted((a, b) => (b.last_used_at ?? "").localeCompare(a.last_used_at ?? ""));
}

export function NewConversation({ people, about, onClose, onMade }: NewConversationProps) {
  const there = inOrder(people.secretaries);
  const [chosen, setChosen] = useState<readonly string[]>(there.slice(0, 1).map(({ uid }) => uid));
  const [title, setTitle] = useState<string | null>(null);
  const subject = useSubject(about);
  const create = useRun("conversations.create", {
    onDone: ({ uid }) => {
      if (subject.note !== null) rememberDraft(uid, { ...EMPTY, context: [subject.note] });
      onMade(uid);
    },
    onFail: () => undefined,
  });
  const shown = title ?? subject.title;
  const toggle = (uid: string, on: boolean) => setChosen(on ? [...chosen, uid] : chosen.filter((known) => known !== uid));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.run({
      title: shown.trim() === "" ? m.talk_untitled() : shown.trim(),
      participants: there.map(({ uid }) => uid).filter((uid) => chosen.includes(uid)),
      ...(about?.kind === "task" && { task_uid: about.id }),
      ...(about?.kind === "project" && { project_uid: about.id }),
    });
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={m.talk_new()}
      description={there.length === 0 ? m.talk_nobody_text() : m.talk_new_text()}
      footer={
        there.length === 0 ? (
          <ToTeam />
        ) : (
          <>
            <Button onClick={onClose}>{m.action_cancel()}</Button>
            <Button type="submit" form="new-conversation" variant="primary" busy={create.busy} disabled={chosen.length === 0 || subject.loading}>
              {m.talk_begin()}
            </Button>
          </>
        )
      }
    >
      {there.length > 0 && (
        <form id="new-conversation" onSubmit={submit} className="flex flex-col gap-4 py-1">
          <fieldset>
            <legend className="mb-1.5 text-sm font-medium text-ink-2">{m.talk_with()}</legend>
            <PeopleChoice people={{ ...people, secretaries: there }} chosen={chosen} onToggle={toggle} />
          </fieldset>
          <TextField label={m.talk_title()} value={shown} onChange={setTitle} maxLength={200} hint={m.talk_title_hint()} />
          {subject.note !== null && <p className="text-sm text-ink-3">{m.talk_note_goes_along({ path: subject.note })}</p>}
          {create.error !== null && <ErrorNotice error={create.error} />}
        </form>
      )}
    </Dialog>
  );
}

/** What the thing that is spoken of is called, and the note that goes along for it. */
function useSubject(about: About | null): { title: string; note: string | null; loading: boolean } {
  const uid = about?.id ?? "";
  const task = useRead("tasks.get", { uid }, { enabled: about?.kind === "task" });
  const project = useRead("projects.get", { uid }, { enabled: about?.kind === "project" });
  const plan = useRead("plans.get", { uid }, { enabled: about?.kind === "plan" });
  switch (about?.kind) {
    case "task":
      return { title: task.data?.title ?? "", note: null, loading: task.isPending };
    case "project":
      return { title: project.data?.title ?? "", note: project.data?.note_path ?? null, loading: project.isPending };
    case "plan":
      return { title: plan.data?.newest.content.title ?? "", note: plan.data?.note_path ?? null, loading: plan.isPending };
    case "note":
      return { title: noteName(about.id), note: about.id, loading: false };
    case undefined:
      return { title: "", note: null, loading: false };
  }
}
