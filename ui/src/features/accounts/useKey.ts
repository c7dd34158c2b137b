/// Hands a key to the host. The key goes from its field straight there: it is in no state, no cache and no attribute
/// of the page, so that nothing here can keep or show it.
import { useQueryClient } from "@tanstack/react-query";
import { readKey, type Account, type Uid } from "@/api";
import { useHost } from "@/platform";

/** Gives the function that sets an account's key, or with null takes it away. Rejects with a `CommandFailure`. */
export function useSetKey(): (uid: Uid, key: string | null) => Promise<Account> {
  const host = useHost();
  const queries = useQueryClient();
  return async (uid, key) => {
    const account = await host.call("accounts.set_key", { uid, key });
    queries.setQueryData<Account[]>(readKey("accounts.list", {}), (list) => list?.map((known) => (known.uid === uid ? account : known)));
    return account;
  };
}
