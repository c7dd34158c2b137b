/// Gives an account another key, or takes its key away. The old one is never shown.
import { useId, useRef, useState, type FormEvent } from "react";
import type { Account } from "@/api";
import { Button, Dialog, ErrorNotice } from "@/components";
import { m } from "@/i18n";
import { asFailure, type CommandFailure } from "@/platform";
import { KeyField } from "./KeyField";
import { useSetKey } from "./useKey";

export interface KeyDialogProps {
  account: Account;
  onClose: () => void;
  onKept: (account: Account) => void;
}

export function KeyDialog({ account, onClose, onKept }: KeyDialogProps) {
  const form = useId();
  const field = useRef<HTMLInputElement>(null);
  const setKey = useSetKey();
  const [typed, setTyped] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CommandFailure | null>(null);
  const send = async (key: string | null) => {
    setBusy(true);
    setFailure(null);
    try {
      onKept(await setKey(account.uid, key));
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const key = field.current?.value ?? "";
    if (key.trim() !== "" && !busy) void send(key);
  };
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={m.accounts_key_title({ name: account.name })}
      description={m.accounts_key_text()}
      footer={
        <>
          {account.has_key && (
            <Button className="me-auto" disabled={busy} onClick={() => void send(null)}>
              {m.accounts_key_remove()}
            </Button>
          )}
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button type="submit" form={form} variant="primary" busy={busy} disabled={!typed}>
            {m.accounts_key_keep()}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 py-1">
        <KeyField ref={field} required autoFocus onTyped={() => setTyped((field.current?.value ?? "").trim() !== "")} hint={m.accounts_key_hint()} />
        {failure && <ErrorNotice error={failure} />}
      </form>
    </Dialog>
  );
}
