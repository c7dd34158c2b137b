/// Hands files that the person chose, dropped or pasted to the host, which keeps them.
import { useState } from "react";
import { asFailure, useHost, type CommandFailure } from "@/platform";
import type { DraftFile } from "./drafts";

export interface Attaching {
  add: (files: readonly File[]) => void;
  busy: boolean;
  error: CommandFailure | null;
}

/** The bytes of a file as the host takes them. */
function base64Of(file: File): Promise<string> {
  return new Promise((give, fail) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => give(String(reader.result).replace(/^[^,]*,/, "")));
    reader.addEventListener("error", () => fail(reader.error ?? new Error("unreadable")));
    reader.readAsDataURL(file);
  });
}

export function useAttach(onKept: (file: DraftFile) => void): Attaching {
  const host = useHost();
  const [open, setOpen] = useState(0);
  const [error, setError] = useState<CommandFailure | null>(null);
  const keep = async (file: File) => {
    setOpen((count) => count + 1);
    try {
      const { uid, name, mime, size } = await host.call("attachments.take", { name: file.name, base64: await base64Of(file) });
      onKept({ uid, name, mime, size });
    } catch (why) {
      setError(asFailure(why));
    }
    setOpen((count) => count - 1);
  };
  return {
    add: (files) => {
      setError(null);
      for (const file of files) void keep(file);
    },
    busy: open > 0,
    error,
  };
}
