/// Says, above every place, that the vault cannot be reached or is watched by another Hisho, and what that means.
import { Lock, RefreshCw, TriangleAlert } from "lucide-react";
import { useAppState, useRun } from "@/api";
import { AppLink, Button } from "@/components";
import { m } from "@/i18n";

export function VaultBanner() {
  const { vault } = useAppState();
  const scan = useRun("vault.scan");
  if (vault?.status !== "missing" && vault?.status !== "in_use") return null;
  const missing = vault.status === "missing";
  const Glyph = missing ? TriangleAlert : Lock;
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-amber-soft px-8 py-2.5">
      <Glyph size={18} className="shrink-0 text-amber" aria-hidden />
      <div className="min-w-0 flex-1 basis-72 text-sm">
        <p className="font-medium wrap-anywhere">{missing ? m.vault_banner_missing({ path: vault.path }) : m.vault_banner_in_use()}</p>
        <p className="text-ink-2">{missing ? m.vault_banner_missing_kept() : m.vault_banner_in_use_kept()}</p>
      </div>
      <Button size="sm" icon={RefreshCw} busy={scan.busy} onClick={() => scan.run({})}>
        {m.vault_banner_look_again()}
      </Button>
      {missing && (
        <AppLink to="/settings" className="text-sm font-medium text-accent-ink underline underline-offset-4">
          {m.vault_banner_other()}
        </AppLink>
      )}
    </div>
  );
}
