/// Adds an account of a model service, or changes one. A key typed while adding goes to the keychain at once.
import { useId, useRef, useState, type FormEvent } from "react";
import { errorText, useRun, type Account } from "@/api";
import { Button, Dialog, ErrorNotice, RadioCards, TextField } from "@/components";
import { m } from "@/i18n";
import { asFailure, type CommandFailure } from "@/platform";
import { KeyField } from "./KeyField";
import { ModelField } from "./ModelField";
import { freeName, HOME, losesKey, originOf, PRESETS, WIRE, type Preset } from "./presets";
import { useSetKey } from "./useKey";

export interface AccountDialogProps {
  /** The account to change; null adds one. */
  account: Account | null;
  /** Those there are, whose names are taken. */
  accounts: readonly Account[];
  onClose: () => void;
  /** It is kept, with its key if there was one. */
  onKept: (account: Account) => void;
}

export function AccountDialog({ account, accounts, onClose, onKept }: AccountDialogProps) {
  const form = useId();
  const [preset, setPreset] = useState<Preset | null>(null);
  const wire = account?.wire ?? preset?.wire;
  const [name, setName] = useState(account?.name ?? "");
  const [address, setAddress] = useState(account?.base_url ?? "");
  const [model, setModel] = useState(account?.default_model ?? "");
  const [wrongAddress, setWrongAddress] = useState(false);
  const [failure, setFailure] = useState<CommandFailure | null>(null);
  const [busy, setBusy] = useState(false);
  /** What was added already when its key was refused: sent again, it is not added twice. */
  const [made, setMade] = useState<Account | null>(null);
  const key = useRef<HTMLInputElement>(null);
  const setKey = useSetKey();
  const create = useRun("accounts.create");
  const update = useRun("accounts.update");

  const choose = (id: Preset["id"]) => {
    const next = PRESETS.find((one) => one.id === id);
    if (!next) return;
    setPreset(next);
    const taken = accounts.filter((known) => known.wire === next.wire).map((known) => known.name);
    setName(next.base === "" ? "" : freeName(next.name(), taken));
    setAddress(next.base ?? "");
    setFailure(null);
    setWrongAddress(false);
  };

  const keep = async () => {
    const base = address.trim() === "" ? null : address.trim();
    if (account) return update.runAsync({ uid: account.uid, rev: account.rev, content: { name: name.trim(), base_url: base, default_model: model.trim() || null } });
    if (!preset) throw new Error("no service was chosen");
    const added = made ?? (await create.runAsync({ wire: preset.wire, name: name.trim(), base_url: base }));
    setMade(added);
    const typed = key.current?.value ?? "";
    return typed.trim() === "" ? added : setKey(added.uid, typed);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const needed = preset?.base === "";
    const wrong = address.trim() === "" ? needed : originOf(address) === null;
    setWrongAddress(wrong);
    if (wrong || busy) return;
    setBusy(true);
    setFailure(null);
    try {
      onKept(await keep());
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };

  const field = failure?.params["reason"] === "name_taken" ? "name" : failure?.params["field"];
  const told = (of: string) => (failure && field === of ? errorText(failure).what : null);
  const elsewhere = failure && field !== "name" && field !== "base_url";
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={account ? m.accounts_edit_title({ name: account.name }) : m.accounts_add()}
      description={account ? WIRE[account.wire] : m.accounts_add_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button type="submit" form={form} variant="primary" busy={busy} disabled={!wire || name.trim() === ""}>
            {account ? m.action_save() : m.accounts_add_confirm()}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4 py-1">
        {!account && !made && (
          <RadioCards
            label={m.accounts_service()}
            value={preset?.id ?? null}
            onChange={choose}
            cards={PRESETS.map(({ id, name: called, text }) => ({ value: id, label: called(), text: text() }))}
          />
        )}
        {wire && !made && (
          <>
            <TextField label={m.accounts_name()} required value={name} onChange={setName} error={told("name")} />
            <TextField
              label={m.accounts_address()}
              required={preset?.base === ""}
              value={address}
              inputMode="url"
              placeholder={preset?.base === "" ? "https://" : HOME[wire]}
              onChange={(next) => {
                setAddress(next);
                setWrongAddress(false);
              }}
              hint={preset?.base === "" ? m.accounts_address_compatible() : m.accounts_address_hint()}
              error={wrongAddress ? m.accounts_address_wrong() : told("base_url")}
            />
            {account && losesKey(account, address) && <p className="rounded-md bg-amber-soft px-3.5 py-2.5 text-sm text-amber">{m.accounts_key_lost()}</p>}
            {account && <ModelField label={m.accounts_default_model()} value={model} onChange={setModel} accountUid={account.uid} hint={m.accounts_default_model_hint()} />}
          </>
        )}
        {preset && preset.key !== "none" && <KeyField ref={key} required={preset.key === "needed"} hint={preset.key === "needed" ? m.accounts_key_hint() : m.accounts_key_maybe()} />}
        {elsewhere && <ErrorNotice error={failure} />}
      </form>
    </Dialog>
  );
}
