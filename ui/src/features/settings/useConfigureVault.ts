/// Changes how the vault is kept in step, and shows the answer at once.
import { useQueryClient } from "@tanstack/react-query";
import { readKey, useRun, type AppState, type Run } from "@/api";

/** The command `vault.configure`; a refusal is said in a toast. */
export function useConfigureVault(): Run<"vault.configure"> {
  const queries = useQueryClient();
  return useRun("vault.configure", {
    onDone: (vault) => queries.setQueryData<AppState>(readKey("app.state", {}), (state) => state && { ...state, vault }),
  });
}
