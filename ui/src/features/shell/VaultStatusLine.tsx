/// One line about the vault at the foot of the navigation: how many notes, and whether Hisho is keeping up with it.
import { CircleCheck, CirclePause, LoaderCircle, Lock, TriangleAlert } from "lucide-react";
import { useAppState, type VaultStatus } from "@/api";
import { AppLink, cx, type Icon } from "@/components";
import { formatNumber, m } from "@/i18n";

const STATUS: Record<VaultStatus, { icon: Icon; word: () => string; tint: string }> = {
  watching: { icon: CircleCheck, word: m.vault_line_watching, tint: "text-green" },
  indexing: { icon: LoaderCircle, word: m.vault_line_indexing, tint: "animate-spin text-accent-ink" },
  paused: { icon: CirclePause, word: m.vault_line_paused, tint: "text-ink-3" },
  held_back: { icon: TriangleAlert, word: m.vault_line_held_back, tint: "text-amber" },
  missing: { icon: TriangleAlert, word: m.vault_line_missing, tint: "text-red" },
  in_use: { icon: Lock, word: m.vault_line_in_use, tint: "text-amber" },
};

export function VaultStatusLine() {
  const { vault, development } = useAppState();
  if (!vault) return null;
  const { icon: Glyph, word, tint } = STATUS[vault.status];
  const notes = m.vault_line_notes({ count: formatNumber(vault.notes) });
  const state = vault.status === "watching" ? `${notes} · ${word()}` : word();
  return (
    <div className="mt-2 border-t border-line pt-2">
      <AppLink to="/vault" aria-current={undefined} className="flex min-h-11 items-center justify-center gap-2.5 rounded-md px-2.5 hover:bg-hover md:justify-start">
        <Glyph size={15} className={cx("shrink-0", tint)} aria-hidden />
        <span className="sr-only min-w-0 md:not-sr-only">
          <span className="block truncate text-sm text-ink-2">{vault.name}</span>
          <span className="block truncate text-xs text-ink-3">{state}</span>
        </span>
      </AppLink>
      {development && <p className="hidden px-2.5 pt-1 text-xs text-ink-3 md:block">{m.shell_development()}</p>}
    </div>
  );
}
