/// The steps by which the form of the data came to be what it is, and when each was done.
import { useRead, type MigrationStatus } from "@/api";
import { Badge, Button, Dialog, ErrorNotice, InstantText, Loading } from "@/components";
import { formatNumber, m } from "@/i18n";

export function StepsDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const status = useRead("migrations.status", {}, { enabled: open });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={m.settings_steps()}
      description={m.settings_steps_dialog()}
      footer={
        <Button variant="primary" onClick={() => onOpenChange(false)}>
          {m.action_close()}
        </Button>
      }
    >
      {status.isPending && <Loading label={m.settings_steps_loading()} />}
      {status.isError && <ErrorNotice error={status.error} retry={() => void status.refetch()} />}
      {status.data && <Steps status={status.data} />}
    </Dialog>
  );
}

function Steps({ status }: { status: MigrationStatus }) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 text-base">
        {m.settings_steps_version({ current: String(status.current), target: String(status.target) })}
        {status.pending === 0 && status.problems.length === 0 && <Badge tone="green">{m.settings_steps_current()}</Badge>}
        {status.pending > 0 && <Badge tone="amber">{m.settings_steps_pending({ count: formatNumber(status.pending) })}</Badge>}
        {status.problems.length > 0 && <Badge tone="red">{m.settings_health_bad({ count: formatNumber(status.problems.length) })}</Badge>}
      </p>
      {status.problems.length > 0 && (
        <ul className="mt-2 font-mono text-xs text-ink-2">
          {status.problems.map((problem) => (
            <li key={problem} className="wrap-anywhere">
              {problem}
            </li>
          ))}
        </ul>
      )}
      <ol className="mt-3 divide-y divide-line text-sm">
        {status.steps.map(({ version, name, at }) => (
          <li key={version} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <span className="w-8 text-end text-ink-3 tabular-nums">{version}</span>
            <span className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">{name}</span>
            <span className="text-ink-3">{at === null ? m.settings_steps_not_done() : <InstantText instant={at} relative={false} />}</span>
          </li>
        ))}
      </ol>
      <p className="mt-3 text-sm text-ink-3">{status.backups.length === 0 ? m.settings_steps_no_backups() : m.settings_steps_backups({ count: formatNumber(status.backups.length) })}</p>
    </>
  );
}
