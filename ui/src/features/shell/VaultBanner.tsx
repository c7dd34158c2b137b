/// Says, above every place, that the vault cannot be reached or is watched by another Hisho, and what that means.
import { CirclePause, Lock, RefreshCw, TriangleAlert } from "lucide-react";
import { useAppState, useRun, type VaultState } from "@/api";
import { AppLink, Button } from "@/components";
import { m } from "@/i18n";

export function VaultBanner() {
  const { vault } = useAppState();
  const scan = useRun("vault.scan");
  if (vault === null || !(vault.status in SAID)) return null;
  const { icon: Glyph, title, kept } = SAID[vault.status as keyof typeof SAID];
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-amber-soft px-8 py-2.5">
      <Glyph size={18} className="shrink-0 text-amber" aria-hidden />
      <div className="min-w-0 flex-1 basis-72 text-sm">
        <p className="font-medium wrap-anywhere">{title(vault)}</p>
        <p className="text-ink-2">{kept()}</p>
      </div>
      <Button size="sm" icon={RefreshCw} busy={scan.busy} onClick={() => scan.run({})}>
        {m.vault_banner_look_again()}
      </Button>
      {vault.status === "paused" && (
        <Button size="sm" busy={scan.busy} onClick={() => scan.run({ accept_gone: true })}>
          {m.vault_banner_paused_accept()}
        </Button>
      )}
      {vault.status === "missing" && (
        <AppLink to="/settings" className="text-sm font-medium text-accent-ink underline underline-offset-4">
          {m.vault_banner_other()}
        </AppLink>
      )}
    </div>
  );
}

/** What is said of each state that keeps Hisho from following the vault. */
const SAID = {
  missing: { icon: TriangleAlert, title: (vault: VaultState) => m.vault_banner_missing({ path: vault.path }), kept: m.vault_banner_missing_kept },
  paused: { icon: CirclePause, title: m.vault_banner_paused, kept: m.vault_banner_paused_kept },
  in_use: { icon: Lock, title: m.vault_banner_in_use, kept: m.vault_banner_in_use_kept },
};
