/// One account: where it leads, whether it has a key, and whether it works when it is tried.
import { CircleCheck, Ellipsis, KeyRound, Pencil, PlugZap, Trash2, TriangleAlert } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useRead, type Account } from "@/api";
import { Badge, Button, ErrorNotice, IconButton, Menu } from "@/components";
import { formatNumber, m } from "@/i18n";
import { HOME, WIRE } from "./presets";

export interface AccountRowProps {
  account: Account;
  /** It was just made or given a key: it is tried at once. */
  fresh: boolean;
  onEdit: () => void;
  onKey: () => void;
  onDelete: () => void;
}

export function AccountRow({ account, fresh, onEdit, onKey, onDelete }: AccountRowProps) {
  const [asked, setAsked] = useState(false);
  const trying = asked || fresh;
  const test = useRead("accounts.test", { uid: account.uid }, { enabled: trying });
  const tryIt = () => {
    setAsked(true);
    if (trying) void test.refetch();
  };
  return (
    <li className="px-5 py-3.5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-base font-medium wrap-anywhere">
            {account.name}
            <KeyState account={account} />
          </p>
          <p className="text-sm wrap-anywhere text-ink-3">
            {WIRE[account.wire]} · {account.base_url ?? HOME[account.wire]}
            {account.default_model && ` · ${account.default_model}`}
          </p>
        </div>
        <div className="flex items-center gap-1.5">
          <Button size="sm" icon={PlugZap} busy={test.isFetching} aria-label={m.accounts_test_named({ name: account.name })} onClick={tryIt}>
            {m.accounts_test()}
          </Button>
          <Menu
            trigger={<IconButton size="sm" icon={Ellipsis} label={m.accounts_more({ name: account.name })} />}
            items={[
              { label: m.accounts_edit(), icon: Pencil, onSelect: onEdit },
              { label: account.has_key ? m.accounts_key_change() : m.accounts_key_add(), icon: KeyRound, onSelect: onKey },
              { label: m.accounts_delete(), icon: Trash2, danger: true, onSelect: onDelete },
            ]}
          />
        </div>
      </div>
      {account.session_only && <Note>{m.accounts_session_only_text()}</Note>}
      {trying && !test.isFetching && test.isError && (
        <div className="mt-2.5">
          <ErrorNotice error={test.error} retry={tryIt} />
        </div>
      )}
      {trying && !test.isFetching && test.isSuccess && (
        <>
          <p role="status" className="mt-2 flex items-start gap-2 text-sm text-green">
            <CircleCheck size={15} className="mt-0.5 shrink-0" aria-hidden />
            {m.accounts_test_good({ count: formatNumber(test.data.models), time: formatNumber(test.data.took_ms) })}
          </p>
          {test.data.exposes_key && <Note>{m.accounts_exposes_key()}</Note>}
        </>
      )}
    </li>
  );
}

function KeyState({ account }: { account: Account }) {
  if (!account.has_key) return account.wire === "ollama" ? null : <Badge>{m.accounts_no_key()}</Badge>;
  return (
    <>
      <Badge icon={KeyRound}>{m.accounts_hint({ hint: account.hint ?? "" })}</Badge>
      {account.session_only && <Badge tone="amber">{m.accounts_session_only()}</Badge>}
    </>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <p className="mt-2 flex items-start gap-2 text-sm text-amber">
      <TriangleAlert size={15} className="mt-0.5 shrink-0" aria-hidden />
      {children}
    </p>
  );
}
