/// What can be done about a link that leads nowhere or to several notes: make the note, or say which one is meant.
import { useState } from "react";
import { useFailToast } from "@/api";
import { useToast } from "@/components";
import { vaultActions } from "@/features/history/vaultActions";
import { m } from "@/i18n";
import { asFailure, CommandFailure, useHost } from "@/platform";
import { useMakeNote } from "../useFollowLink";
import { pointedAt } from "./choosing";
import { fileTitle } from "./targets";

export interface LinkWork {
  busy: boolean;
  /** Makes the note that a link in the note `from` names, and opens it. */
  create: (target: string, from: string) => void;
  /** Makes the links to `target` in the note `source` lead to the file `path`. */
  choose: (source: string, target: string, path: string) => void;
}

export function useLinkWork(): LinkWork {
  const host = useHost();
  const toast = useToast();
  const failed = useFailToast();
  const make = useMakeNote();
  const [busy, setBusy] = useState(false);
  const work = (doing: () => Promise<void>) => {
    setBusy(true);
    void doing()
      .catch((why: unknown) => failed(asFailure(why)))
      .finally(() => setBusy(false));
  };
  return {
    busy,
    create: (target, from) => work(() => make(target, from)),
    choose: (source, target, path) =>
      work(async () => {
        const { text, hash } = await host.call("vault.source", { path: source });
        let changed = 0;
        const lines = text.split("\n").map((line) => {
          const pointed = pointedAt(line, target, path);
          if (pointed !== null) changed += 1;
          return pointed ?? line;
        });
        if (changed === 0) throw new CommandFailure({ code: "stale", message: "the link is no longer there", params: { entity: "note" } });
        await host.call("vault.save", { path: source, hash, text: lines.join("\n") });
        vaultActions.add(null);
        toast({ title: m.vault_link_chosen({ title: fileTitle(path) }), description: path, tone: "success" });
      }),
  };
}
