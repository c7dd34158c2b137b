/// Names a folder: typed as a path, or by the system's dialog where there is one; and the button that goes on with it.
import { FolderOpen } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { Button, TextField } from "@/components";
import { m } from "@/i18n";
import { useHost } from "@/platform";

export interface FolderFormProps {
  title: string;
  text: ReactNode;
  /** The field's accessible name, and the title of the system's dialog. */
  label: string;
  placeholder: string;
  path: string;
  onPath: (path: string) => void;
  /** The words on the button that goes on. */
  action: string;
  busy: boolean;
  onSubmit: () => void;
  children?: ReactNode;
}

export function FolderForm({ title, text, label, placeholder, path, onPath, action, busy, onSubmit, children }: FolderFormProps) {
  const host = useHost();
  const id = useId();
  const [picking, setPicking] = useState(false);
  const pick = async () => {
    setPicking(true);
    try {
      const chosen = await host.pickFolder?.(label);
      if (chosen) onPath(chosen);
    } finally {
      setPicking(false);
    }
  };
  return (
    <div className="px-5 py-3.5">
      <p id={id} className="text-base font-medium">
        {title}
      </p>
      <p className="text-sm text-ink-3">{text}</p>
      <form
        aria-labelledby={id}
        className="mt-2.5 flex flex-wrap gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && path.trim() !== "") onSubmit();
        }}
      >
        <TextField hideLabel label={label} placeholder={placeholder} value={path} onChange={onPath} className="flex-1 basis-56" />
        {host.pickFolder && (
          <Button icon={FolderOpen} disabled={busy || picking} onClick={() => void pick()}>
            {m.settings_transfer_pick()}
          </Button>
        )}
        <Button type="submit" busy={busy} disabled={path.trim() === ""}>
          {action}
        </Button>
      </form>
      {children}
    </div>
  );
}
