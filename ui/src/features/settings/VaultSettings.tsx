/// The vault: where it is, which folders are left out, and what could not be read in it.
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { useAppState, useChooseVault, useRun, type VaultState } from "@/api";
import { Button, Dialog, InstantText, useToast } from "@/components";
import { VaultPicker } from "@/features/first-run/VaultPicker";
import { formatNumber, m } from "@/i18n";
import { ExcludedFolders } from "./ExcludedFolders";
import { Group, Line } from "./Group";

export function VaultSettings() {
  const { vault } = useAppState();
  return vault && <Chosen key={vault.path} vault={vault} />;
}

function Chosen({ vault }: { vault: VaultState }) {
  const show = useToast();
  const [changing, setChanging] = useState(false);
  const choose = useChooseVault();
  const scan = useRun("vault.scan", {
    onDone: ({ notes, added, changed, removed }) =>
      show({
        tone: "success",
        title: m.vault_synced({ count: formatNumber(notes) }),
        description: m.vault_synced_detail({ added: formatNumber(added), changed: formatNumber(changed), removed: formatNumber(removed) }),
      }),
  });
  return (
    <Group title={m.settings_vault()}>
      <Line name={vault.name} text={vault.path}>
        <Button onClick={() => setChanging(true)}>{m.settings_vault_change()}</Button>
      </Line>
      <Line
        name={m.vault_line_notes({ count: formatNumber(vault.notes) })}
        text={
          vault.last_scan_at && (
            <>
              {m.settings_vault_last_scan()} <InstantText instant={vault.last_scan_at} />
            </>
          )
        }
      >
        <Button icon={RefreshCw} busy={scan.busy} onClick={() => scan.run({})}>
          {m.settings_vault_scan()}
        </Button>
      </Line>
      <ExcludedFolders folders={vault.excluded_folders} busy={choose.busy} onChange={(excluded_folders) => choose.run({ path: vault.path, excluded_folders })} />
      {vault.problems.length > 0 && (
        <div className="px-5 py-3.5">
          <p className="text-base font-medium text-amber">{m.settings_vault_problems({ count: formatNumber(vault.problems.length) })}</p>
          <p className="text-sm text-ink-3">{m.settings_vault_problems_text()}</p>
          <ul className="mt-2 max-h-48 overflow-y-auto text-sm">
            {vault.problems.map(({ path, reason }) => (
              <li key={path} className="py-0.5 wrap-anywhere">
                {path} <span className="text-ink-3">– {reason}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Dialog wide open={changing} onOpenChange={setChanging} title={m.settings_vault_change_title()} description={m.settings_vault_change_text()}>
        <VaultPicker onChosen={() => setChanging(false)} />
      </Dialog>
    </Group>
  );
}
