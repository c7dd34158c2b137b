/// Asks whether an account shall go: its key goes with it, and that cannot be undone.
import { useRead, useRun, type Account } from "@/api";
import { Button, Dialog, ErrorNotice, useToast } from "@/components";
import { m } from "@/i18n";

export function DeleteAccount({ account, onClose }: { account: Account; onClose: () => void }) {
  const show = useToast();
  const people = useRead("people.list", {});
  const remove = useRun("accounts.delete", {
    onDone: () => {
      show({ tone: "success", title: m.accounts_deleted({ name: account.name }) });
      onClose();
    },
    onFail: () => undefined,
  });
  const speaking = (people.data?.secretaries ?? []).filter(({ credential_uid }) => credential_uid === account.uid);
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={m.accounts_delete_title({ name: account.name })}
      description={m.accounts_delete_question()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button variant="danger" busy={remove.busy} onClick={() => remove.run({ uid: account.uid, rev: account.rev })}>
            {m.accounts_delete_confirm()}
          </Button>
        </>
      }
    >
      {speaking.length > 0 && <p className="text-base text-ink-2">{m.accounts_delete_speaking({ names: speaking.map(({ name }) => name).join(m.list_separator()) })}</p>}
      {remove.error && <ErrorNotice error={remove.error} />}
    </Dialog>
  );
}
