/// How the data is doing: checked when it is asked for, since a check reads all of the database.
import { CircleCheck, Stethoscope, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useRead, type Health as Report } from "@/api";
import { Button, ErrorNotice, InstantText, Loading } from "@/components";
import { formatBytes, formatNumber, m } from "@/i18n";
import { Group, Line } from "./Group";

export function Health() {
  const [asked, setAsked] = useState(false);
  const health = useRead("health.check", {}, { enabled: asked });
  const check = () => {
    if (asked) void health.refetch();
    else setAsked(true);
  };
  return (
    <Group title={m.settings_health()}>
      <Line name={m.settings_health_check()} text={m.settings_health_text()}>
        <Button icon={Stethoscope} busy={health.isFetching} onClick={check}>
          {m.settings_health_button()}
        </Button>
      </Line>
      {asked && health.isPending && <Loading label={m.settings_health_checking()} />}
      {health.isError && (
        <div className="p-4">
          <ErrorNotice error={health.error} />
        </div>
      )}
      {health.data && <Findings report={health.data} />}
    </Group>
  );
}

function Findings({ report }: { report: Report }) {
  // SQLite answers a clean integrity check with the one word "ok".
  const faults = [...report.integrity.filter((line) => line !== "ok"), ...report.foreign_keys];
  return (
    <>
      <div role="status" className="px-5 py-3.5">
        <p className="flex items-center gap-2 text-base font-medium">
          {faults.length === 0 ? <CircleCheck size={17} className="text-green" aria-hidden /> : <TriangleAlert size={17} className="text-red" aria-hidden />}
          {faults.length === 0 ? m.settings_health_good() : m.settings_health_bad({ count: formatNumber(faults.length) })}
        </p>
        {faults.length > 0 && (
          <ul className="mt-2 max-h-48 overflow-y-auto font-mono text-xs text-ink-2">
            {faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        )}
      </div>
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-6 gap-y-3 px-5 py-3.5">
        <Fact name={m.settings_health_size()} value={formatBytes(report.database_bytes)} />
        <Fact name={m.settings_health_notes()} value={formatNumber(report.notes_indexed)} />
        <Fact name={m.settings_health_changes()} value={formatNumber(report.journal_rows)} />
        <Fact name={m.settings_health_schema()} value={String(report.schema_version)} />
        <Fact name="SQLite" value={report.sqlite_version} />
      </dl>
      {report.snapshots.length > 0 && (
        <div className="px-5 py-3.5">
          <p className="text-base font-medium">{m.settings_health_snapshots()}</p>
          <ul className="mt-1 text-sm text-ink-2">
            {report.snapshots.map(({ path, bytes, at }) => (
              <li key={path} className="py-0.5 wrap-anywhere">
                <InstantText instant={at} relative={false} /> · {formatBytes(bytes)} · <span className="text-ink-3">{path}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-sm text-ink-3">{name}</dt>
      <dd className="text-base tabular-nums">{value}</dd>
    </div>
  );
}
