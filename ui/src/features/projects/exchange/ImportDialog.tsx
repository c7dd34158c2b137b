/// A table of tasks read into a project. It is tried first: every row that is refused is named, and nothing is
/// written before all of them hold.
import { useState } from "react";
import { errorText, useRun, type RowFault, type TableImport, type Uid } from "@/api";
import { Button, Dialog, ErrorNotice, TextField, useToast } from "@/components";
import { formatNumber, m } from "@/i18n";
import { CommandFailure } from "@/platform";
import { useUndoOffer } from "../useUndoOffer";

/** So many refused rows are shown; more are counted. */
const SHOWN_FAULTS = 200;

export function ImportDialog({ projectUid, onClose }: { projectUid: Uid; onClose: () => void }) {
  const toast = useToast();
  const offerUndo = useUndoOffer();
  const [text, setText] = useState("");
  const [tried, setTried] = useState<TableImport | null>(null);
  const read = useRun("projects.import_csv", { onFail: () => undefined });
  const type = (next: string) => {
    setText(next);
    setTried(null);
    read.reset();
  };
  const run = async (dry_run: boolean) => {
    const answer = await read.runAsync({ uid: projectUid, text, dry_run }).catch(() => null);
    if (answer === null) return;
    if (dry_run || answer.faults.length > 0) setTried(answer);
    else {
      toast({ title: m.projects_import_done({ count: formatNumber(answer.tasks.length) }), tone: "success", ...(await offerUndo()) });
      onClose();
    }
  };
  const isFine = tried !== null && tried.faults.length === 0 && tried.rows > 0;
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={m.projects_import_title()}
      description={m.projects_import_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.projects_cancel()}</Button>
          {isFine ? (
            <Button variant="primary" busy={read.busy} onClick={() => void run(false)}>
              {m.projects_import_run({ count: formatNumber(tried.rows) })}
            </Button>
          ) : (
            <Button variant="primary" busy={read.busy} disabled={text.trim() === ""} onClick={() => void run(true)}>
              {m.projects_import_try()}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <label className="text-sm text-ink-2">
          <span className="me-3 font-medium">{m.projects_import_file()}</span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file !== undefined) void file.text().then(type);
            }}
          />
        </label>
        <TextField label={m.projects_import_table()} multiline rows={8} value={text} onChange={type} placeholder={"title,due_on,estimated_minutes"} controlClassName="font-mono text-sm" />
        {read.error !== null && <ErrorNotice error={read.error} />}
        <div role="status">
          {tried !== null && tried.faults.length === 0 && <p className="text-base">{tried.rows === 0 ? m.projects_import_empty() : m.projects_import_fine({ count: formatNumber(tried.rows) })}</p>}
          {tried !== null && tried.faults.length > 0 && <Faults faults={tried.faults} />}
        </div>
      </div>
    </Dialog>
  );
}

function Faults({ faults }: { faults: readonly RowFault[] }) {
  return (
    <>
      <p className="mb-2 text-base font-medium text-red">{m.projects_import_faults({ count: formatNumber(faults.length) })}</p>
      <div className="max-h-64 overflow-y-auto rounded-lg border border-line">
        <table className="w-full text-start text-sm">
          <thead className="sticky top-0 bg-sunken text-ink-2">
            <tr>
              <th className="px-3 py-1.5 text-start font-medium">{m.projects_import_line()}</th>
              <th className="px-3 py-1.5 text-start font-medium">{m.projects_import_column()}</th>
              <th className="px-3 py-1.5 text-start font-medium">{m.projects_import_why()}</th>
            </tr>
          </thead>
          <tbody>
            {faults.slice(0, SHOWN_FAULTS).map((fault, index) => (
              <tr key={index} className="border-t border-line">
                <td className="px-3 py-1 tabular-nums">{formatNumber(fault.line)}</td>
                <td className="px-3 py-1 font-mono">{fault.field}</td>
                <td className="px-3 py-1">{faultWords(fault)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Why a row is refused, as an error about its field would say it. */
function faultWords({ field, rule }: RowFault): string {
  const known: Record<string, string> = { parent: "parent_uid" };
  if (rule === "open_prerequisites") return m.refused_open_prerequisites();
  return errorText(new CommandFailure({ code: "invalid", message: rule, params: { field: known[field] ?? field, rule } })).what;
}
