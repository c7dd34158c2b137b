/// Chooses a vault: one that Obsidian knows, a folder by the system's dialog, or a path that is typed.
import { FolderOpen, NotebookText } from "lucide-react";
import { useState, type FormEvent } from "react";
import { errorText, useChooseVault, useRead, type KnownVault } from "@/api";
import { Badge, Button, cx, ErrorNotice, Loading, TextField } from "@/components";
import { m } from "@/i18n";
import { useHost } from "@/platform";

/** Calls `onChosen` once the vault has been taken; a folder that cannot be used is said beside where it was named. */
export function VaultPicker({ onChosen }: { onChosen?: () => void }) {
  const host = useHost();
  const known = useRead("vault.known", {});
  const [path, setPath] = useState("");
  const choose = useChooseVault({ onDone: () => onChosen?.(), onFail: () => undefined });
  const [tried, setTried] = useState<"typed" | "other">("other");

  const take = (chosen: string, from: "typed" | "other") => {
    setTried(from);
    choose.run({ path: chosen });
  };
  const pick = async () => {
    const chosen = await host.pickFolder?.(m.first_run_pick_title());
    if (chosen) take(chosen, "other");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take(path.trim(), "typed");
  };
  const typedError = choose.error && tried === "typed" ? errorText(choose.error).what : null;

  return (
    <div className="flex flex-col gap-5">
      {choose.busy && <Loading label={m.first_run_choosing()} />}
      {choose.error && tried === "other" && <ErrorNotice error={choose.error} />}
      <section aria-labelledby="known-vaults">
        <h2 id="known-vaults" className="mb-2 text-sm font-medium text-ink-2">
          {m.first_run_known()}
        </h2>
        {known.isPending && <Loading label={m.first_run_known_loading()} />}
        {known.isError && <ErrorNotice error={known.error} retry={() => void known.refetch()} />}
        {known.data?.length === 0 && <p className="text-base text-ink-3">{m.first_run_known_none()}</p>}
        {known.data && known.data.length > 0 && (
          <ul className="overflow-hidden rounded-lg border border-line bg-surface shadow-1">
            {known.data.map((vault) => (
              <li key={vault.path} className="border-line not-first:border-t">
                <KnownRow vault={vault} disabled={choose.busy} onChoose={() => take(vault.path, "other")} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <form onSubmit={submit} className="flex flex-wrap items-start gap-2">
        <TextField
          label={m.first_run_path_label()}
          value={path}
          onChange={(typed) => {
            setPath(typed);
            choose.reset();
          }}
          error={typedError}
          hint={m.first_run_path_hint()}
          className="flex-1 basis-72"
        />
        <div className="flex gap-2 pt-[1.65rem]">
          <Button type="submit" disabled={path.trim() === ""} busy={choose.busy && tried === "typed"}>
            {m.first_run_path_use()}
          </Button>
          {host.pickFolder && (
            <Button icon={FolderOpen} disabled={choose.busy} onClick={() => void pick()}>
              {m.first_run_pick()}
            </Button>
          )}
        </div>
      </form>
    </div>
  );
}

function KnownRow({ vault, disabled, onChoose }: { vault: KnownVault; disabled: boolean; onChoose: () => void }) {
  return (
    <button type="button" disabled={disabled || !vault.exists} onClick={onChoose} className="flex min-h-14 w-full items-center gap-3.5 px-4 py-2 text-start transition-colors hover:bg-hover focus-visible:-outline-offset-2">
      <NotebookText size={18} className={cx("shrink-0", vault.exists ? "text-accent-ink" : "text-ink-3")} aria-hidden />
      <span className="min-w-0 flex-1">
        <span className={cx("block truncate text-base font-medium", !vault.exists && "text-ink-3")}>{vault.name}</span>
        <span className="block truncate text-sm text-ink-3">{vault.path}</span>
      </span>
      {!vault.exists ? <Badge tone="amber">{m.first_run_known_gone()}</Badge> : vault.open && <Badge tone="violet">{m.first_run_known_open()}</Badge>}
    </button>
  );
}
