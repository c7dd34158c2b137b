/// The services that models are asked at, and how secretaries think when their own settings say nothing.
import { Plug, Plus } from "lucide-react";
import { useState } from "react";
import { useRead, type Account } from "@/api";
import { Button, ErrorNotice, Loading } from "@/components";
import { AccountDialog } from "@/features/accounts/AccountDialog";
import { AccountRow } from "@/features/accounts/AccountRow";
import { DeleteAccount } from "@/features/accounts/DeleteAccount";
import { KeyDialog } from "@/features/accounts/KeyDialog";
import { m } from "@/i18n";
import { AiSettings } from "./AiSettings";
import { Group, Line } from "./Group";

type Asked = { what: "add" } | { what: "edit" | "key" | "delete"; account: Account };

export function Models() {
  const accounts = useRead("accounts.list", {});
  const [asked, setAsked] = useState<Asked | null>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  const close = () => setAsked(null);
  const kept = (account: Account) => {
    setFresh(account.uid);
    close();
  };
  const list = accounts.data ?? [];
  return (
    <>
      <Group title={m.settings_models()}>
        <Line name={m.accounts_heading()} text={m.accounts_text()}>
          <Button icon={Plus} disabled={!accounts.data} onClick={() => setAsked({ what: "add" })}>
            {m.accounts_add()}
          </Button>
        </Line>
        {accounts.isPending && <Loading label={m.accounts_loading()} />}
        {accounts.isError && (
          <div className="p-4">
            <ErrorNotice error={accounts.error} retry={() => void accounts.refetch()} />
          </div>
        )}
        {accounts.isSuccess && list.length === 0 && (
          <p className="flex items-start gap-2.5 px-5 py-3.5 text-base text-ink-2">
            <Plug size={17} className="mt-1 shrink-0 text-ink-3" aria-hidden />
            {m.accounts_empty()}
          </p>
        )}
        {list.length > 0 && (
          <ul aria-label={m.accounts_list_label()} className="divide-y divide-line">
            {list.map((account) => (
              <AccountRow
                key={account.uid}
                account={account}
                fresh={fresh === account.uid}
                onEdit={() => setAsked({ what: "edit", account })}
                onKey={() => setAsked({ what: "key", account })}
                onDelete={() => setAsked({ what: "delete", account })}
              />
            ))}
          </ul>
        )}
      </Group>
      <AiSettings />
      {asked?.what === "add" && <AccountDialog account={null} accounts={list} onClose={close} onKept={kept} />}
      {asked?.what === "edit" && <AccountDialog account={asked.account} accounts={list} onClose={close} onKept={close} />}
      {asked?.what === "key" && <KeyDialog account={asked.account} onClose={close} onKept={(account) => (account.has_key ? kept(account) : close())} />}
      {asked?.what === "delete" && <DeleteAccount account={asked.account} onClose={close} />}
    </>
  );
}
