/// The writes that change the app's own state, and how their answers reach it at once.
import { useQueryClient } from "@tanstack/react-query";
import { readKey, useRun, type Run, type RunOptions } from "./hooks";
import type { AppState } from "./types";

function useRememberState(): (part: Partial<AppState>) => void {
  const queries = useQueryClient();
  return (part) => queries.setQueryData<AppState>(readKey("app.state", {}), (state) => state && { ...state, ...part });
}

/** Changes a setting. */
export function useUpdateSettings(): Run<"settings.update"> {
  const remember = useRememberState();
  return useRun("settings.update", { onDone: (settings) => remember({ settings }) });
}

/** Chooses the vault, or which of its folders are left out. */
export function useChooseVault(options: RunOptions<"vault.choose"> = {}): Run<"vault.choose"> {
  const remember = useRememberState();
  return useRun("vault.choose", {
    ...options,
    onDone: (vault, input) => {
      remember({ vault });
      options.onDone?.(vault, input);
    },
  });
}

/** Changes how the vault is kept in step. */
export function useConfigureVault(): Run<"vault.configure"> {
  const remember = useRememberState();
  return useRun("vault.configure", { onDone: (vault) => remember({ vault }) });
}
