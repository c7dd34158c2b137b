/// The frame around every place: navigation, what the vault has to say, the palette, and the keys that work everywhere.
import { Outlet, useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useState } from "react";
import { useAppState, useFailToast } from "@/api";
import { useToast } from "@/components";
import { historyKey } from "@/features/history/keys";
import { useHistoryTurns } from "@/features/history/turns";
import { vaultActions } from "@/features/history/vaultActions";
import { PaletteContext } from "@/features/palette/open";
import { Palette } from "@/features/palette/Palette";
import { NewPlanDialog } from "@/features/plans/NewPlanDialog";
import { useBudgetWarnings } from "@/features/usage/useBudgetWarnings";
import { Switcher } from "@/features/vault/switcher/Switcher";
import { m } from "@/i18n";
import { asFailure, isComposing, useHost } from "@/platform";
import { Navigation } from "./Navigation";
import { PLACES } from "./places";
import { nextRegion } from "./regions";
import { VaultBanner } from "./VaultBanner";

export function Shell() {
  const navigate = useNavigate();
  const host = useHost();
  const toast = useToast();
  const fail = useFailToast();
  const turns = useHistoryTurns();
  const [searching, setSearching] = useState(false);
  const [switching, setSwitching] = useState(false);
  const [planning, setPlanning] = useState(false);
  const { vault } = useAppState();
  useBudgetWarnings();

  const take = (turn: "undo" | "redo") => {
    const meant = turn === "undo" ? vaultActions.takeUndo() : vaultActions.redo();
    if (meant.kind === "records") turns[turn]();
    else if (meant.kind === "vault") meant.undo().catch((why: unknown) => fail(asFailure(why)));
    else toast({ title: turn === "undo" ? m.history_in_file() : m.history_in_file_redo(), description: m.history_in_file_text() });
  };
  useEffect(() => host.onEvent((event) => vaultActions.hear(event)), [host]);

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const modified = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const turn = historyKey(event);
    if (turn !== null) {
      event.preventDefault();
      if (!event.repeat) take(turn);
    } else if (event.key === "F6") {
      event.preventDefault();
      nextRegion(event.shiftKey ? -1 : 1);
    } else if (modified && event.key.toLowerCase() === "k") {
      event.preventDefault();
      setSearching((open) => !open);
    } else if (modified && event.key.toLowerCase() === "o") {
      event.preventDefault();
      if (vault !== null) setSwitching((open) => !open);
    } else if (modified && /^[1-9]$/.test(event.key)) {
      const place = PLACES[Number(event.key) - 1];
      if (!place) return;
      event.preventDefault();
      void navigate({ to: place.path });
    }
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);

  return (
    <PaletteContext value={() => setSearching(true)}>
      <button type="button" onClick={() => document.getElementById("main")?.focus()} className="sr-only z-50 rounded-md bg-raised px-4 py-2 text-base text-ink shadow-3 focus:not-sr-only focus:absolute focus:start-3 focus:top-3">
        {m.shell_skip()}
      </button>
      <div className="flex h-full min-h-0">
        <Navigation />
        <main id="main" data-region tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface focus-visible:-outline-offset-2">
          <VaultBanner />
          <div className="min-h-0 flex-1">
            <Outlet />
          </div>
        </main>
      </div>
      <Palette open={searching} onOpenChange={setSearching} onNewPlan={() => setPlanning(true)} onSwitch={() => setSwitching(true)} />
      <Switcher open={switching} onOpenChange={setSwitching} />
      <NewPlanDialog open={planning} onOpenChange={setPlanning} />
    </PaletteContext>
  );
}
