/// How a change of files is told to the keys for undo and offered in its toast, as one and the same way back.
import { useFailToast } from "@/api";
import type { ToastWords } from "@/components";
import { m } from "@/i18n";
import { asFailure } from "@/platform";
import { vaultActions, type VaultAction } from "./vaultActions";

/** Gives the function that keeps a change with its way back, null where it has none, and returns what its toast offers. */
export function useVaultUndo(): (undo: VaultAction["undo"]) => Pick<ToastWords, "action"> {
  const fail = useFailToast();
  return (undo) => {
    const action = vaultActions.add(undo);
    if (undo === null) return {};
    const run = () => {
      vaultActions.drop(action);
      undo().catch((why: unknown) => fail(asFailure(why)));
    };
    return { action: { label: m.action_undo(), run } };
  };
}
