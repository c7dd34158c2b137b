/// Says, above every place, that Hisho is not following the vault just now: it cannot be reached, is watched by
/// another Hisho, lost many notes at once, or was paused by the person; and what that means.
import { CirclePause, Lock, RefreshCw, TriangleAlert } from "lucide-react";
import { useAppState, useConfigureVault, useRun, type VaultState } from "@/api";
import { AppLink, Button } from "@/components";
import { m } from "@/i18n";

export function VaultBanner() {
  const { vault } = useAppState();
  if (vault === null) return null;
  if (vault.status === "paused") return <Paused vault={vault} />;
  if (vault.status in SAID) return <Stopped vault={vault} {...SAID[vault.status as keyof typeof SAID]} />;
  return null;
}

/** What the person wanted is said quietly. */
function Paused({ vault }: { vault: VaultState }) {
  const configure = useConfigureVault();
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-8 py-1 text-sm text-ink-3">
      <CirclePause size={15} className="shrink-0" aria-hidden />
      <p className="min-w-0 flex-1 basis-60">{m.vault_banner_paused()}</p>
      <Button size="sm" variant="ghost" busy={configure.busy} onClick={() => configure.run({ rev: vault.rev, auto_sync: true })}>
        {m.vault_banner_resume()}
      </Button>
    </div>
  );
}

function Stopped({ vault, icon: Glyph, title, kept }: { vault: VaultState } & (typeof SAID)[keyof typeof SAID]) {
  const scan = useRun("vault.scan");
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
      {vault.status === "held_back" && (
        <Button size="sm" busy={scan.busy} onClick={() => scan.run({ accept_gone: true })}>
          {m.vault_banner_held_back_accept()}
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

/** What is said of each state that keeps Hisho from following the vault without the person having wanted it. */
const SAID = {
  missing: { icon: TriangleAlert, title: (vault: VaultState) => m.vault_banner_missing({ path: vault.path }), kept: m.vault_banner_missing_kept },
  held_back: { icon: TriangleAlert, title: m.vault_banner_held_back, kept: m.vault_banner_held_back_kept },
  in_use: { icon: Lock, title: m.vault_banner_in_use, kept: m.vault_banner_in_use_kept },
};
