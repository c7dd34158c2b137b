/// The last lines of the log, as they help whoever looks into a problem.
import { RefreshCw } from "lucide-react";
import { useEffect } from "react";
import { useRead } from "@/api";
import { Button, Dialog, ErrorNotice, Loading } from "@/components";
import { m } from "@/i18n";

const LINES = 300;

export function LogDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const log = useRead("health.log", { lines: LINES }, { enabled: open });
  const { refetch } = log;
  // Nothing announces new lines, so what was read the last time the dialog was open is old.
  useEffect(() => {
    if (open) void refetch();
  }, [open, refetch]);
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      title={m.settings_log()}
      description={m.settings_log_masked()}
      footer={
        <>
          <Button icon={RefreshCw} busy={log.isFetching} onClick={() => void refetch()}>
            {m.settings_log_again()}
          </Button>
          <Button variant="primary" onClick={() => onOpenChange(false)}>
            {m.action_close()}
          </Button>
        </>
      }
    >
      {log.isPending && <Loading label={m.settings_log_loading()} />}
      {log.isError && <ErrorNotice error={log.error} />}
      {log.data?.length === 0 && <p className="text-base text-ink-3">{m.settings_log_empty()}</p>}
      {log.data && log.data.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and the keyboard must reach it
        <pre tabIndex={0} aria-label={m.settings_log()} className="max-h-[50vh] overflow-auto rounded-md bg-sunken px-4 py-3 font-mono text-xs select-text">
          {log.data.join("\n")}
        </pre>
      )}
    </Dialog>
  );
}
