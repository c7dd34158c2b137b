/// What a check of the data found: whether it is whole, how large it is, what is slow, and whether the index is true.
import { CircleCheck, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Health } from "@/api";
import { Badge, InstantText } from "@/components";
import { formatBytes, formatNumber, m } from "@/i18n";
import { faultsOf } from "./faults";
import { IndexReport } from "./IndexReport";
import { formatDuration } from "./words";

export function HealthReport({ report, onLookedAgain }: { report: Health; onLookedAgain: () => void }) {
  const newest = report.backups.find(({ state }) => state === "present" || state === "sound");
  return (
    <>
      <Verdict faults={faultsOf(report)} />
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-6 gap-y-3 px-5 py-3.5">
        <Fact name={m.settings_health_size()} value={formatBytes(report.database_bytes)} />
        <Fact name={m.settings_health_log_size()} value={formatBytes(report.log_bytes)} />
        <Fact name={m.settings_health_free()} value={formatBytes(report.free_bytes)} />
        <Fact name={m.settings_health_notes()} value={formatNumber(report.notes_indexed)} />
        <Fact name={m.settings_health_changes()} value={formatNumber(report.journal_rows)} />
        <Fact name={m.settings_health_schema()} value={String(report.schema_version)} />
        <Fact name="SQLite" value={report.sqlite_version} />
      </dl>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-5 py-3.5">
        <p className="text-base font-medium">{m.settings_health_backups({ count: formatNumber(report.backups.length) })}</p>
        {newest?.at ? (
          <p className="text-sm text-ink-3">
            {m.settings_health_backups_newest()} <InstantText instant={newest.at} />
          </p>
        ) : (
          <Badge tone="amber">{m.settings_health_backups_none()}</Badge>
        )}
      </div>
      <IndexReport index={report.index} onLookedAgain={onLookedAgain} />
      <Fold title={m.settings_tables({ count: formatNumber(report.tables.length) })}>
        <table className="w-full text-sm">
          <thead className="text-ink-3">
            <tr>
              <Head>{m.settings_tables_name()}</Head>
              <Head end>{m.settings_tables_size()}</Head>
              <Head end>{m.settings_tables_indexes()}</Head>
              <Head end>{m.settings_tables_rows()}</Head>
            </tr>
          </thead>
          <tbody>
            {report.tables.map(({ name, bytes, index_bytes, rows }) => (
              <tr key={name} className="border-t border-line">
                <th scope="row" className="py-1.5 pe-3 text-start font-mono text-xs font-normal wrap-anywhere">
                  {name}
                </th>
                <Cell>{formatBytes(bytes)}</Cell>
                <Cell>{formatBytes(index_bytes)}</Cell>
                <Cell>{rows === null ? "–" : formatNumber(rows)}</Cell>
              </tr>
            ))}
          </tbody>
        </table>
      </Fold>
      <Fold title={m.settings_slow({ count: formatNumber(report.slow_queries.length) })}>
        {report.slow_queries.length === 0 && <p className="text-sm text-ink-3">{m.settings_slow_none()}</p>}
        <ol className="flex flex-col gap-3">
          {report.slow_queries.map(({ sql, runs, worst_us, total_us, worst_at }) => (
            <li key={sql} className="text-sm">
              <code className="block font-mono text-xs wrap-anywhere text-ink-2">{sql}</code>
              <p className="mt-1 text-ink-3 tabular-nums">
                {m.settings_slow_times({ worst: formatDuration(worst_us), runs: formatNumber(runs), total: formatDuration(total_us) })} · <InstantText instant={worst_at} />
              </p>
            </li>
          ))}
        </ol>
      </Fold>
    </>
  );
}

function Verdict({ faults }: { faults: readonly string[] }) {
  return (
    <div role="status" className="px-5 py-3.5">
      <p className="flex items-center gap-2 text-base font-medium">
        {faults.length === 0 ? <CircleCheck size={17} className="text-green" aria-hidden /> : <TriangleAlert size={17} className="text-red" aria-hidden />}
        {faults.length === 0 ? m.settings_health_good() : m.settings_health_bad({ count: formatNumber(faults.length) })}
      </p>
      {faults.length > 0 && (
        <>
          <p className="mt-1 text-sm text-ink-2">{m.settings_health_bad_advice()}</p>
          <ul className="mt-2 max-h-48 overflow-y-auto font-mono text-xs text-ink-2">
            {[...new Set(faults)].map((fault) => (
              <li key={fault} className="wrap-anywhere">
                {fault}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Fold({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="px-5 py-3.5">
      <summary className="cursor-pointer text-base font-medium">{title}</summary>
      <div className="mt-2.5">{children}</div>
    </details>
  );
}

function Head({ end, children }: { end?: boolean; children: string }) {
  return (
    <th scope="col" className={end ? "py-1 ps-3 text-end font-medium" : "py-1 pe-3 text-start font-medium"}>
      {children}
    </th>
  );
}

function Cell({ children }: { children: string }) {
  return <td className="py-1.5 ps-3 text-end whitespace-nowrap tabular-nums">{children}</td>;
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-sm text-ink-3">{name}</dt>
      <dd className="text-base tabular-nums">{value}</dd>
    </div>
  );
}
