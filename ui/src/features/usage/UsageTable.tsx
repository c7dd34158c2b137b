/// What calls came to, one line for each model, secretary, project or connection, the dearest first.
import type { UsageBy, UsageSummary } from "@/api";
import { Badge } from "@/components";
import { formatCost, formatNumber, m } from "@/i18n";
import { latencyOf, successOf } from "./figures";
import { lineName, type Known } from "./words";

export function UsageTable({ by, summary, known }: { by: UsageBy; summary: UsageSummary; known: Known }) {
  const lines = summary.lines.toSorted((a, b) => b.cost - a.cost || b.input_tokens + b.output_tokens - a.input_tokens - a.output_tokens);
  return (
    // A wide table scrolls by itself, and can be scrolled by keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={m.usage_table()} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-raised shadow-1">
      <table className="w-full text-base tabular-nums">
        <thead>
          <tr className="border-b border-line text-sm text-ink-3">
            <th scope="col" className="px-4 py-2 text-start font-medium">
              {m.usage_column_name()}
            </th>
            {[m.usage_cost(), m.usage_calls(), m.usage_input(), m.usage_cached(), m.usage_output(), m.usage_success(), m.usage_latency()].map((name) => (
              <th key={name} scope="col" className="px-3 py-2 text-end font-medium whitespace-nowrap">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {lines.map((line) => {
            const [success, latency] = [successOf(line), latencyOf(line)];
            return (
              <tr key={line.key ?? ""}>
                <th scope="row" className="px-4 py-2 text-start font-medium wrap-anywhere">
                  {lineName(by, line.key, known)}
                  {line.estimated_calls > 0 && (
                    <span className="ms-2">
                      <Badge tone="amber">{m.usage_estimated({ count: formatNumber(line.estimated_calls) })}</Badge>
                    </span>
                  )}
                </th>
                <td className="px-3 py-2 text-end whitespace-nowrap">{line.unpriced_calls === line.calls ? <span className="text-ink-3">{m.usage_price_unknown()}</span> : formatCost(line.cost)}</td>
                <td className="px-3 py-2 text-end">{formatNumber(line.calls)}</td>
                <td className="px-3 py-2 text-end">{formatNumber(line.input_tokens)}</td>
                <td className="px-3 py-2 text-end text-ink-3">{formatNumber(line.cached_tokens)}</td>
                <td className="px-3 py-2 text-end">{formatNumber(line.output_tokens)}</td>
                <td className="px-3 py-2 text-end">{success === null ? "–" : m.usage_percent({ percent: formatNumber(success) })}</td>
                <td className="px-3 py-2 text-end whitespace-nowrap">{latency === null ? "–" : m.usage_seconds({ seconds: formatSeconds(latency) })}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Milliseconds as seconds with one place; what took any time at all is not nothing. */
export function formatSeconds(ms: number): string {
  return formatNumber(Math.max(Math.round(ms / 100) / 10, ms > 0 ? 0.1 : 0));
}
