/// Everything as a readable folder, and such a folder read into a Hisho in which nothing was begun.
import { CircleAlert, CircleCheck } from "lucide-react";
import { useState } from "react";
import { useDecide, useRun, type ErrorText, type Exported } from "@/api";
import { Button, Dialog, useToast } from "@/components";
import { formatBytes, formatNumber, m } from "@/i18n";
import { backupName } from "./backupWords";
import { FolderForm } from "./FolderForm";
import { Group } from "./Group";
import { exportWords, importWords } from "./refusals";

export function Transfer() {
  return (
    <Group title={m.settings_transfer()}>
      <Export />
      <Import />
    </Group>
  );
}

function Export() {
  const [path, setPath] = useState("");
  const [done, setDone] = useState<Exported | null>(null);
  const write = useRun("transfer.export", { onDone: setDone, onFail: () => undefined });
  const change = (next: string) => {
    setPath(next);
    setDone(null);
    write.reset();
  };
  return (
    <FolderForm
      title={m.settings_export()}
      text={m.settings_export_text()}
      label={m.settings_export_label()}
      placeholder={m.settings_export_placeholder()}
      path={path}
      onPath={change}
      action={m.settings_export_button()}
      busy={write.busy}
      onSubmit={() => {
        setDone(null);
        write.run({ path: path.trim() });
      }}
    >
      {write.error && <Failed words={exportWords(write.error)} />}
      {done && (
        <p role="status" className="mt-2.5 flex items-start gap-2 text-base">
          <CircleCheck size={17} className="mt-1 shrink-0 text-green" aria-hidden />
          <span className="min-w-0">
            {m.settings_export_done({ rows: formatNumber(rowsOf(done.rows)), files: formatNumber(done.files), size: formatBytes(done.bytes) })}
            <span className="block text-sm wrap-anywhere text-ink-3 select-text">{done.path}</span>
          </span>
        </p>
      )}
    </FolderForm>
  );
}

function Import() {
  const show = useToast();
  const [path, setPath] = useState("");
  const [asking, setAsking] = useState(false);
  const read = useDecide("transfer.import", {
    onDone: ({ rows, before }) => {
      setAsking(false);
      setPath("");
      show({ tone: "success", title: m.settings_import_done({ rows: formatNumber(rowsOf(rows)) }), description: m.settings_restore_done_before({ before: backupName(before) }) });
    },
    onFail: () => undefined,
  });
  const close = () => {
    if (read.busy) return;
    setAsking(false);
    read.reset();
  };
  return (
    <FolderForm
      title={m.settings_import()}
      text={m.settings_import_text()}
      label={m.settings_import_label()}
      placeholder={m.settings_import_placeholder()}
      path={path}
      onPath={setPath}
      action={m.settings_import_button()}
      busy={read.busy}
      onSubmit={() => setAsking(true)}
    >
      <Dialog
        open={asking}
        onOpenChange={(next) => !next && close()}
        title={m.settings_import_title()}
        description={m.settings_import_question()}
        footer={
          <>
            <Button disabled={read.busy} onClick={close}>
              {m.action_cancel()}
            </Button>
            <Button variant="primary" busy={read.busy} onClick={(event) => read.decide({ path: path.trim() }, event)}>
              {m.settings_import_confirm()}
            </Button>
          </>
        }
      >
        <p className="rounded-md bg-sunken px-4 py-2 text-sm wrap-anywhere">{path.trim()}</p>
        {read.error && <Failed words={importWords(read.error)} />}
      </Dialog>
    </FolderForm>
  );
}

/** Rows of all tables together. */
function rowsOf(tables: Record<string, number>): number {
  return Object.values(tables).reduce((sum, rows) => sum + rows, 0);
}

function Failed({ words: { what, kept, advice } }: { words: ErrorText }) {
  return (
    <div role="alert" className="mt-2.5 flex items-start gap-3 rounded-lg border border-danger/35 bg-red-soft px-4 py-3 text-base">
      <CircleAlert size={18} className="mt-0.5 shrink-0 text-red" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere text-ink">{what}</p>
        {[kept, advice].filter(Boolean).map((line) => (
          <p key={line} className="mt-0.5 text-ink-2">
            {line}
          </p>
        ))}
      </div>
    </div>
  );
}
