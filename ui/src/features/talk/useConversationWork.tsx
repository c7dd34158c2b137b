/// What can be done with a conversation as a whole, each with a way back, and the dialogs that ask for it.
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent, type ReactNode } from "react";
import { useFailToast, useRun, type Conversation, type ConversationStatus, type People } from "@/api";
import { Button, Dialog, ErrorNotice, TextField, useToast } from "@/components";
import { m } from "@/i18n";
import { asFailure, useHost } from "@/platform";
import { ExportDialog } from "./ExportDialog";
import { PeopleChoice } from "./PeopleChoice";

export interface ConversationWork {
  rename: () => void;
  invite: () => void;
  export: () => void;
  archive: () => void;
  unarchive: () => void;
  remove: () => void;
  dialogs: ReactNode;
}

export function useConversationWork(conversation: Conversation, people: People): ConversationWork {
  const host = useHost();
  const navigate = useNavigate();
  const toast = useToast();
  const failed = useFailToast();
  const [open, setOpen] = useState<"name" | "people" | "export" | null>(null);
  const { uid, rev, title } = conversation;
  const fail = (why: unknown) => failed(asFailure(why));

  const put = async (status: ConversationStatus, at: number, say: (rev: number) => void) => {
    const changed = await host.call("conversations.update", { uid, rev: at, status });
    say(changed.rev);
  };
  const archive = () => {
    const back = (at: number) => void put("active", at, () => undefined).catch(fail);
    void put("archived", rev, (at) => toast({ title: m.talk_archived({ title }), tone: "success", action: { label: m.action_undo(), run: () => back(at) } })).catch(fail);
  };
  const unarchive = () => void put("active", rev, () => toast({ title: m.talk_unarchived(), tone: "success" })).catch(fail);
  const remove = () => {
    const back = (at: number) => {
      host.call("conversations.restore", { uid, rev: at }).then(() => void navigate({ to: "/talk", search: { uid } }), fail);
    };
    host.call("conversations.delete", { uid, rev }).then((gone) => {
      void navigate({ to: "/talk" });
      toast({ title: m.talk_deleted({ title }), action: { label: m.action_undo(), run: () => back(gone.rev) } });
    }, fail);
  };
  return {
    rename: () => setOpen("name"),
    invite: () => setOpen("people"),
    export: () => setOpen("export"),
    archive,
    unarchive,
    remove,
    dialogs: (
      <>
        {open === "name" && <NameDialog conversation={conversation} onClose={() => setOpen(null)} />}
        {open === "export" && <ExportDialog conversation={conversation} onClose={() => setOpen(null)} />}
        {open === "people" && <PeopleDialog conversation={conversation} people={people} onClose={() => setOpen(null)} />}
      </>
    ),
  };
}

function NameDialog({ conversation: { uid, rev, title: before }, onClose }: { conversation: Conversation; onClose: () => void }) {
  const [title, setTitle] = useState(before);
  const update = useRun("conversations.update", { onDone: onClose, onFail: () => undefined });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.run({ uid, rev, title: title.trim() });
  };
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={m.talk_rename()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button type="submit" form="rename-conversation" variant="primary" busy={update.busy} disabled={title.trim() === ""}>
            {m.talk_rename_confirm()}
          </Button>
        </>
      }
    >
      <form id="rename-conversation" onSubmit={submit} className="flex flex-col gap-4 py-1">
        <TextField label={m.talk_title()} required value={title} onChange={setTitle} maxLength={200} autoFocus />
        {update.error !== null && <ErrorNotice error={update.error} />}
      </form>
    </Dialog>
  );
}

function PeopleDialog({ conversation, people, onClose }: { conversation: Conversation; people: People; onClose: () => void }) {
  const [chosen, setChosen] = useState<readonly string[]>(conversation.participants);
  const update = useRun("conversations.update", { onDone: onClose, onFail: () => undefined });
  const toggle = (uid: string, on: boolean) => setChosen(on ? [...chosen, uid] : chosen.filter((known) => known !== uid));
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={m.talk_participants()}
      description={m.talk_participants_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button variant="primary" busy={update.busy} onClick={() => update.run({ uid: conversation.uid, rev: conversation.rev, participants: [...chosen] })}>
            {m.talk_participants_confirm()}
          </Button>
        </>
      }
    >
      <PeopleChoice people={people} chosen={chosen} onToggle={toggle} />
      {update.error !== null && <ErrorNotice error={update.error} />}
    </Dialog>
  );
}
