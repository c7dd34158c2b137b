/// Usage: what calls to models came to, the budgets that hold them, and the prices they are counted by.
import { ChartColumn } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useRead, useToday, type Usage, type UsageBy } from "@/api";
import { AppLink, EmptyState, ErrorNotice, Loading, Page, Tabs } from "@/components";
import { formatCost, formatNumber, m } from "@/i18n";
import { BarChart } from "./BarChart";
import { Budgets } from "./Budgets";
import { barsOf, latencyOf, spanOf, SPANS, successOf, type Measure, type Span } from "./figures";
import { Prices } from "./Prices";
import { formatSeconds, UsageTable } from "./UsageTable";
import type { Known } from "./words";

const SPAN_NAMES: Record<Span, () => string> = { week: m.usage_span_week, month: m.usage_span_month, quarter: m.usage_span_quarter, year: m.usage_span_year };
const MEASURES: Record<Measure, { name: () => string; say: (value: number) => string }> = {
  cost: { name: m.usage_cost, say: formatCost },
  tokens: { name: m.usage_tokens, say: formatNumber },
  calls: { name: m.usage_calls, say: formatNumber },
};
const BY = ["model", "secretary", "project", "account"] as const satisfies readonly UsageBy[];
const BY_NAMES: Record<(typeof BY)[number], () => string> = { model: m.usage_by_model, secretary: m.usage_by_secretary, project: m.usage_by_project, account: m.usage_by_account };

export default function UsagePlace() {
  const today = useToday();
  const [span, setSpan] = useState<Span>("month");
  const [by, setBy] = useState<(typeof BY)[number]>("model");
  const [measure, setMeasure] = useState<Measure>("cost");
  const { from, to } = spanOf(span, today);
  const days = useRead("usage.summary", { from, to, by: "day" }, { keepPrevious: true });
  const lines = useRead("usage.summary", { from, to, by }, { keepPrevious: true });
  const people = useRead("people.list", {});
  const projects = useRead("projects.list", {});
  const accounts = useRead("accounts.list", {});
  const known: Known = { people: people.data, projects: projects.data, accounts: accounts.data };
  const total = days.data?.total;
  return (
    <Page
      title={m.place_usage()}
      subtitle={m.usage_subtitle()}
      actions={<Tabs label={m.usage_span()} value={span} onChange={setSpan} tabs={SPANS.map((value) => ({ value, label: SPAN_NAMES[value]() }))} />}
    >
      <div className="flex max-w-5xl flex-col gap-8">
        {days.isPending && <Loading label={m.usage_loading()} />}
        {days.isError && <ErrorNotice error={days.error} retry={() => void days.refetch()} />}
        {total?.calls === 0 && (
          <EmptyState
            icon={ChartColumn}
            title={m.usage_empty_title()}
            action={
              accounts.data?.length === 0 && (
                <AppLink to="/settings" className="text-base font-medium text-accent-ink underline-offset-4 hover:underline">
                  {m.usage_empty_action()}
                </AppLink>
              )
            }
          >
            {m.usage_empty_text()}
          </EmptyState>
        )}
        {days.data && total && total.calls > 0 && (
          <>
            <Totals total={total} />
            <section aria-label={m.usage_by_day()} className="rounded-lg border border-line bg-raised p-5 shadow-1">
              <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
                <h2 className="font-title text-lg font-semibold">{m.usage_by_day()}</h2>
                <Tabs label={m.usage_measure()} value={measure} onChange={setMeasure} tabs={(Object.keys(MEASURES) as Measure[]).map((value) => ({ value, label: MEASURES[value].name() }))} />
              </div>
              <BarChart bars={barsOf(days.data.lines, from, to, measure)} label={m.usage_chart({ measure: MEASURES[measure].name(), span: SPAN_NAMES[span]() })} say={MEASURES[measure].say} />
            </section>
            <section aria-label={m.usage_table()}>
              <div className="mb-3 flex">
                <Tabs label={m.usage_table()} value={by} onChange={setBy} tabs={BY.map((value) => ({ value, label: BY_NAMES[value]() }))} />
              </div>
              {lines.data && <UsageTable by={by} summary={lines.data} known={known} />}
              {lines.isError && <ErrorNotice error={lines.error} retry={() => void lines.refetch()} />}
            </section>
          </>
        )}
        <Budgets known={known} />
        <Prices />
      </div>
    </Page>
  );
}

function Totals({ total }: { total: Usage }) {
  const [success, latency] = [successOf(total), latencyOf(total)];
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Figure name={m.usage_cost()} value={formatCost(total.cost)}>
        {total.unpriced_calls > 0 && m.usage_unpriced({ calls: formatNumber(total.unpriced_calls), tokens: formatNumber(total.unpriced_tokens) })}
      </Figure>
      <Figure name={m.usage_tokens()} value={formatNumber(total.input_tokens + total.output_tokens)}>
        {m.usage_tokens_parts({ input: formatNumber(total.input_tokens), cached: formatNumber(total.cached_tokens), output: formatNumber(total.output_tokens) })}
      </Figure>
      <Figure name={m.usage_calls()} value={formatNumber(total.calls)}>
        {total.estimated_calls > 0 && m.usage_estimated_text({ count: formatNumber(total.estimated_calls) })}
      </Figure>
      <Figure name={m.usage_success()} value={success === null ? "–" : m.usage_percent({ percent: formatNumber(success) })}>
        {latency !== null && m.usage_latency_text({ seconds: formatSeconds(latency) })}
      </Figure>
    </dl>
  );
}

function Figure({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div className="rounded-lg border border-line bg-raised px-4 py-3 shadow-1">
      <dt className="text-sm text-ink-3">{name}</dt>
      <dd className="font-title text-xl font-semibold tabular-nums wrap-anywhere">{value}</dd>
      {children && <dd className="mt-0.5 text-sm text-ink-3">{children}</dd>}
    </div>
  );
}
