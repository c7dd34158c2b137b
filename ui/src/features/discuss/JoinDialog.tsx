/// Gives somebody a seat, before a discussion begins or in the middle of it.
import { useState } from "react";
import { useRun, type Discussion, type People, type SeatRole } from "@/api";
import { Button, Dialog, ErrorNotice, RadioCards, Select } from "@/components";
import { m } from "@/i18n";
import { PERSON } from "./form";
import { ROLE_ORDER, ROLES } from "./words";

export interface JoinDialogProps {
  discussion: Discussion;
  people: People;
  onClose: () => void;
}

export function JoinDialog({ discussion, people, onClose }: JoinDialogProps) {
  const sitting = new Set(discussion.seats.filter(({ left_at: left }) => left === null).map(({ who }) => who.secretary_uid ?? PERSON));
  const free = [{ value: PERSON, label: m.talk_you() }, ...people.secretaries.filter(({ is_active: atWork }) => atWork).map(({ uid, name }) => ({ value: uid, label: name }))].filter(({ value }) => !sitting.has(value));
  const [who, setWho] = useState(free.find(({ value }) => value !== PERSON)?.value ?? PERSON);
  const [role, setRole] = useState<SeatRole>("participant");
  const join = useRun("discussions.join", { onDone: onClose, onFail: () => undefined });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={m.discuss_join()}
      description={free.length === 0 ? m.discuss_join_nobody() : m.discuss_join_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          {free.length > 0 && (
            <Button variant="primary" busy={join.busy} onClick={() => join.run({ uid: discussion.uid, rev: discussion.rev, secretary_uid: who === PERSON ? null : who, role })}>
              {m.discuss_join_confirm()}
            </Button>
          )}
        </>
      }
    >
      {free.length > 0 && (
        <div className="flex flex-col gap-4 py-1">
          <Select label={m.discuss_join_who()} value={who} options={free} onChange={setWho} />
          <RadioCards label={m.discuss_role()} value={role} onChange={setRole} className="grid-cols-1" cards={ROLE_ORDER.map((value) => ({ value, label: ROLES[value].name(), text: ROLES[value].text() }))} />
        </div>
      )}
      {join.error && <ErrorNotice error={join.error} />}
    </Dialog>
  );
}
