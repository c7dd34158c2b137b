/// Takes back everything Hisho wrote into the vault, after showing what that is; then says what went and what stayed.
import { useState } from "react";
import { useDecide, type MirrorNote, type WithdrawReport } from "@/api";
import { Button, Dialog, ErrorNotice } from "@/components";
import { formatNumber, m } from "@/i18n";

export interface WithdrawProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The vault it is about. */
  vaultUid: string;
  /** The notes that Hisho wrote. */
  notes: readonly MirrorNote[];
}

export function Withdraw({ open, onOpenChange, vaultUid, notes }: WithdrawProps) {
  const [report, setReport] = useState<WithdrawReport | null>(null);
  const withdraw = useDecide("vault.withdraw", { onDone: setReport, onFail: () => undefined });
  const going = notes.filter(({ state }) => state === "written").length;
  const change = (next: boolean) => {
    onOpenChange(next);
    if (next) return;
    setReport(null);
    withdraw.reset();
  };

  if (report) {
    return (
      <Dialog
        open={open}
        onOpenChange={change}
        title={m.settings_withdraw_done({ count: formatNumber(report.removed.length) })}
        description={report.kept.length === 0 ? m.settings_withdraw_done_clean() : m.settings_withdraw_done_kept()}
        footer={
          <Button variant="primary" onClick={() => change(false)}>
            {m.action_close()}
          </Button>
        }
      >
        {report.kept.length > 0 && (
          <ul className="max-h-72 overflow-y-auto text-sm">
            {report.kept.map(({ path, reason }) => (
              <li key={path} className="py-0.5 wrap-anywhere">
                {path} <span className="text-ink-3">– {reason === "changed_outside" ? m.settings_withdraw_kept_changed() : m.settings_withdraw_kept_unreadable()}</span>
              </li>
            ))}
          </ul>
        )}
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={m.settings_withdraw_title()}
      description={m.settings_withdraw_question()}
      footer={
        <>
          <Button onClick={() => change(false)}>{m.action_cancel()}</Button>
          <Button variant="danger" busy={withdraw.busy} disabled={going === 0} onClick={(event) => withdraw.decide({ vault_uid: vaultUid }, event)}>
            {m.settings_withdraw_confirm({ count: formatNumber(going) })}
          </Button>
        </>
      }
    >
      <ul className="max-h-72 overflow-y-auto rounded-md bg-sunken px-4 py-2 text-sm">
        {notes.map(({ path, state }) => (
          <li key={path} className="py-0.5 wrap-anywhere">
            {path}
            {state === "changed_outside" && <span className="text-ink-3"> – {m.settings_withdraw_stays()}</span>}
            {state === "missing" && <span className="text-ink-3"> – {m.settings_mirror_missing()}</span>}
          </li>
        ))}
      </ul>
      {withdraw.error && (
        <div className="mt-4">
          <ErrorNotice error={withdraw.error} />
        </div>
      )}
    </Dialog>
  );
}
