/// The vault: where it is, how it is kept in step, which folders are left out, and what could not be read in it.
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { useAppState, useRun, type VaultState } from "@/api";
import { Button, Dialog, InstantText, useToast } from "@/components";
import { VaultPicker } from "@/features/first-run/VaultPicker";
import { problemWord } from "@/features/vault/problems";
import { formatNumber, m } from "@/i18n";
import { ExcludedFolders } from "./ExcludedFolders";
import { Group, Line } from "./Group";
import { useConfigureVault } from "./useConfigureVault";
import { VaultSync } from "./VaultSync";

export function VaultSettings() {
  const { vault } = useAppState();
  return vault && <Chosen key={vault.path} vault={vault} />;
}

function Chosen({ vault }: { vault: VaultState }) {
  const show = useToast();
  const [changing, setChanging] = useState(false);
  const configure = useConfigureVault();
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
      <VaultSync vault={vault} configure={configure} />
      <ExcludedFolders folders={vault.excluded_folders} busy={configure.busy} onChange={(excluded_folders) => configure.run({ rev: vault.rev, excluded_folders })} />
      {vault.problems.length > 0 && (
        <div className="px-5 py-3.5">
          <p className="text-base font-medium text-amber">{m.settings_vault_problems({ count: formatNumber(vault.problems.length) })}</p>
          <p className="text-sm text-ink-3">{m.settings_vault_problems_text()}</p>
          <ul className="mt-2 max-h-48 overflow-y-auto text-sm">
            {vault.problems.map(({ path, reason, since }) => (
              <li key={path} className="py-0.5 wrap-anywhere">
                {path}{" "}
                <span className="text-ink-3">
                  – {problemWord(reason)} {m.settings_vault_problem_since()} <InstantText instant={since} />
                </span>
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
