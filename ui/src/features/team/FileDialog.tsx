/// Everybody as one readable file: written into a folder, or read from one. Keys are no part of it.
import { CircleCheck, FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { useRun } from "@/api";
import { Button, Dialog, ErrorNotice, TextField, useToast } from "@/components";
import { formatNumber, m } from "@/i18n";
import { useHost, type CommandFailure } from "@/platform";

export function ExportDialog({ onClose }: { onClose: () => void }) {
  const host = useHost();
  const [path, setPath] = useState("");
  const write = useRun("people.export", { onFail: () => undefined });
  const [written, setWritten] = useState<string | null>(null);
  const pick = async () => {
    const chosen = await host.pickFolder?.(m.people_export());
    if (chosen) setPath(chosen);
  };
  const keep = () => {
    setWritten(null);
    write.runAsync({ path: path.trim() }).then(
      (done) => setWritten(done.path),
      () => undefined,
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={m.people_export()}
      description={m.people_export_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_close()}</Button>
          <Button variant="primary" busy={write.busy} disabled={path.trim() === ""} onClick={keep}>
            {m.people_export_confirm()}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 py-1">
        <div className="flex items-end gap-2">
          <TextField label={m.people_export_folder()} value={path} onChange={setPath} className="flex-1" />
          {host.pickFolder && <Button onClick={() => void pick()}>{m.settings_transfer_pick()}</Button>}
        </div>
        {write.error && <ErrorNotice error={write.error} />}
        {written !== null && (
          <p role="status" className="flex items-start gap-2 text-base">
            <CircleCheck size={17} className="mt-1 shrink-0 text-green" aria-hidden />
            <span className="min-w-0">
              {m.people_exported()}
              <span className="block text-sm wrap-anywhere text-ink-3 select-text">{written}</span>
            </span>
          </p>
        )}
      </div>
    </Dialog>
  );
}

const UNUSABLE: Record<string, () => string> = {
  no_export: m.people_import_no_export,
  damaged: m.people_import_damaged,
  newer: m.people_import_newer,
};

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const show = useToast();
  const field = useRef<HTMLInputElement>(null);
  const read = useRun("people.import", {
    onDone: ({ added, kept, renamed }) => {
      const parts = [m.people_imported_kept({ kept: formatNumber(kept) }), ...(renamed > 0 ? [m.people_imported_renamed({ renamed: formatNumber(renamed) })] : [])];
      show({ tone: "success", title: m.people_imported({ added: formatNumber(added) }), description: parts.join(" ") });
      onClose();
    },
    onFail: () => undefined,
  });
  const take = async (file: File | undefined) => {
    if (file !== undefined) read.run({ name: file.name, text: await file.text() });
  };
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={m.people_import()}
      description={m.people_import_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button variant="primary" icon={FileUp} busy={read.busy} onClick={() => field.current?.click()}>
            {m.people_import_choose()}
          </Button>
        </>
      }
    >
      <input
        ref={field}
        type="file"
        accept="application/json,.json"
        aria-label={m.people_import_choose()}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      {read.error && <Refused failure={read.error} />}
    </Dialog>
  );
}

/** What is wrong with a file, in words about files; nothing of it was read in. */
function Refused({ failure }: { failure: CommandFailure }) {
  const word = failure.code === "import_unusable" ? UNUSABLE[String(failure.params["reason"])] : undefined;
  if (!word) return <ErrorNotice error={failure} />;
  return (
    <div role="alert" className="rounded-lg border border-danger/35 bg-red-soft px-4 py-3 text-base">
      <p className="font-medium">{word()}</p>
      <p className="mt-0.5 text-ink-2">{m.people_import_kept()}</p>
    </div>
  );
}
