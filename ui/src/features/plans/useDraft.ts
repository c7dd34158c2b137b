/// Ties a draft's keeper to the screen: its state, what it asks of the host, and saving when one leaves.
import { useEffect, useState, useSyncExternalStore } from "react";
import type { PlanDetail } from "@/api";
import { useHost } from "@/platform";
import type { Autosave } from "./autosave";
import { keeperFor, type DraftKeeper } from "./draft-keeper";

/** The draft of a plan. `detail` may be newer with every render; typed text stays what it is. */
export function useDraft(detail: PlanDetail): { keeper: DraftKeeper; state: Autosave } {
  const host = useHost();
  const uid = detail.uid;
  const [keeper] = useState(() =>
    keeperFor(detail, {
      save: (rev, content) => host.call("plans.save", { uid, rev, content }),
      read: () => host.call("plans.get", { uid }),
    }),
  );

  useEffect(() => {
    keeper.arrive(detail);
  }, [keeper, detail]);

  useEffect(() => {
    const save = () => keeper.save();
    const saveWhenHidden = () => {
      if (document.visibilityState === "hidden") keeper.save();
    };
    window.addEventListener("pagehide", save);
    document.addEventListener("visibilitychange", saveWhenHidden);
    return () => {
      window.removeEventListener("pagehide", save);
      document.removeEventListener("visibilitychange", saveWhenHidden);
      keeper.save();
    };
  }, [keeper]);

  return { keeper, state: useSyncExternalStore(keeper.subscribe, keeper.snapshot) };
}
