/// Looking after the database: giving back room, counting anew, making the search index anew.
import { ChartNoAxesColumn, SearchCheck, Shrink } from "lucide-react";
import { useRun, type Maintained } from "@/api";
import { Button, useToast } from "@/components";
import { formatBytes, m } from "@/i18n";
import { Line } from "./Group";
import { formatDuration } from "./words";

export function Maintenance({ onDone }: { onDone: () => void }) {
  const show = useToast();
  const tell = (title: string) => (done: Maintained) => {
    show({ tone: "success", title, description: sizes(done) });
    onDone();
  };
  const vacuum = useRun("health.vacuum", { onDone: tell(m.settings_vacuum_done()) });
  const analyse = useRun("health.analyse", { onDone: tell(m.settings_analyse_done()) });
  const rebuild = useRun("health.rebuild_search", { onDone: tell(m.settings_rebuild_done()) });
  // They take turns: each of them needs the whole database.
  const busy = vacuum.busy || analyse.busy || rebuild.busy;
  return (
    <>
      <Line name={m.settings_vacuum()} text={m.settings_vacuum_text()}>
        <Button icon={Shrink} busy={vacuum.busy} disabled={busy} onClick={() => vacuum.run({})}>
          {m.settings_vacuum_button()}
        </Button>
      </Line>
      <Line name={m.settings_analyse()} text={m.settings_analyse_text()}>
        <Button icon={ChartNoAxesColumn} busy={analyse.busy} disabled={busy} onClick={() => analyse.run({})}>
          {m.settings_analyse_button()}
        </Button>
      </Line>
      <Line name={m.settings_rebuild()} text={m.settings_rebuild_text()}>
        <Button icon={SearchCheck} busy={rebuild.busy} disabled={busy} onClick={() => rebuild.run({})}>
          {m.settings_rebuild_button()}
        </Button>
      </Line>
    </>
  );
}

function sizes({ bytes_before, bytes_after, elapsed_ms }: Maintained): string {
  const time = formatDuration(elapsed_ms * 1_000);
  if (bytes_before === bytes_after) return m.settings_maintained({ size: formatBytes(bytes_after), time });
  return m.settings_maintained_changed({ before: formatBytes(bytes_before), after: formatBytes(bytes_after), time });
}
