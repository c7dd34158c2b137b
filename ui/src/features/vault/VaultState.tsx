/// The foot of the list: what the vault is doing, what could not be read, and syncing now.
import { CircleCheck, CircleAlert, Lock, LoaderCircle, Pause, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useRun, type VaultState as Vault, type VaultStatus } from "@/api";
import { Button, cx, Dialog, IconButton, InstantText, useToast, VirtualList, type Icon } from "@/components";
import { formatNumber, m } from "@/i18n";
import { problemWord } from "./problems";

const LOOK: Record<VaultStatus, { icon: Icon; word: () => string; tint: string }> = {
  watching: { icon: CircleCheck, word: m.vault_state_watching, tint: "text-green" },
  indexing: { icon: LoaderCircle, word: m.vault_state_indexing, tint: "text-accent-ink animate-spin" },
  paused: { icon: Pause, word: m.vault_state_paused, tint: "text-ink-3" },
  held_back: { icon: CircleAlert, word: m.vault_state_held_back, tint: "text-amber" },
  missing: { icon: CircleAlert, word: m.vault_state_missing, tint: "text-red" },
  in_use: { icon: Lock, word: m.vault_state_in_use, tint: "text-amber" },
};

const PROBLEM_HEIGHT = 52;
const PROBLEMS_AT_ONCE = 6;

export function VaultState({ vault }: { vault: Vault }) {
  const toast = useToast();
  const [listing, setListing] = useState(false);
  const look = LOOK[vault.status];
  const scan = useRun("vault.scan", {
    onDone: ({ added, changed, removed }) =>
      toast({
        tone: "success",
        title: m.vault_sync_done(),
        description:
          added + changed + removed === 0
            ? m.vault_sync_done_nothing()
            : m.vault_sync_done_text({ added: formatNumber(added), changed: formatNumber(changed), removed: formatNumber(removed) }),
      }),
  });

  return (
    <footer className="flex flex-col gap-1 border-t border-line px-4 py-1.5">
      {vault.problems.length > 0 && (
        <Button size="sm" variant="ghost" icon={CircleAlert} className="-ms-2.5 self-start" onClick={() => setListing(true)}>
          {m.vault_problems({ count: formatNumber(vault.problems.length) })}
        </Button>
      )}
      <div className="flex items-center gap-x-2">
        <p role="status" className="flex min-w-0 flex-1 items-center gap-1.5 text-sm text-ink-2">
          <look.icon size={14} className={cx("shrink-0", look.tint)} aria-hidden />
          <span className="truncate">{look.word()}</span>
          {vault.last_scan_at !== null && (
            <span className="shrink-0 text-ink-3">
              <InstantText instant={vault.last_scan_at} />
            </span>
          )}
        </p>
        <IconButton size="sm" icon={RefreshCw} label={scan.busy ? m.vault_syncing() : m.vault_sync()} disabled={scan.busy} onClick={() => scan.run({})} />
      </div>
      <Dialog
        open={listing}
        onOpenChange={setListing}
        title={m.vault_problems_title()}
        description={m.vault_problems_text()}
        footer={<Button onClick={() => setListing(false)}>{m.vault_close()}</Button>}
      >
        <div style={{ height: Math.min(vault.problems.length, PROBLEMS_AT_ONCE) * PROBLEM_HEIGHT }}>
          <VirtualList
            items={vault.problems}
            estimate={PROBLEM_HEIGHT}
            label={m.vault_problems_title()}
            keyOf={(problem) => problem.path}
            render={(problem) => (
              <div className="py-1.5">
                <p className="text-base wrap-anywhere">{problem.path}</p>
                <p className="text-sm text-ink-3 wrap-anywhere">{problemWord(problem.reason)}</p>
              </div>
            )}
          />
        </div>
      </Dialog>
    </footer>
  );
}
