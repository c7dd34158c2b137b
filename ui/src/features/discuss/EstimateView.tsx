/// What a discussion may come to before it begins: turns, tokens, cost, and what the seats mean for it.
import { Lightbulb, UserRoundPen } from "lucide-react";
import type { Estimate } from "@/api";
import { Loading } from "@/components";
import { formatCost, formatNumber, m } from "@/i18n";

export function EstimateView({ estimate }: { estimate: Estimate | undefined }) {
  return (
    <section aria-labelledby="discuss-estimate" className="rounded-lg border border-line bg-raised px-5 py-4 shadow-1">
      <h2 id="discuss-estimate" className="mb-3 font-title text-lg font-semibold">
        {m.discuss_estimate()}
      </h2>
      {estimate === undefined ? (
        <Loading label={m.discuss_estimating()} />
      ) : (
        <>
          {estimate.most_turns > 0 && (
            <dl className="flex flex-col gap-2.5">
              <Figure name={m.discuss_estimate_turns()} value={estimate.least_turns === estimate.most_turns ? formatNumber(estimate.most_turns) : m.discuss_from_to({ from: formatNumber(estimate.least_turns), to: formatNumber(estimate.most_turns) })} />
              <Figure name={m.discuss_estimate_tokens()} value={m.discuss_at_most({ amount: formatNumber(estimate.most_tokens) })} />
              <Figure name={m.discuss_estimate_cost()} value={estimate.most_cost === null ? m.usage_price_unknown() : m.discuss_at_most({ amount: formatCost(estimate.most_cost) })} />
            </dl>
          )}
          {estimate.most_turns === 0 && <p className="text-base text-ink-2">{m.discuss_estimate_free()}</p>}
          {estimate.own_seats > 0 && (
            <p className="mt-3 flex items-start gap-2 border-t border-line pt-3 text-sm text-ink-2">
              <UserRoundPen size={15} className="mt-0.5 shrink-0 text-ink-3" aria-hidden />
              {m.discuss_estimate_own({ count: formatNumber(estimate.own_seats) })}
            </p>
          )}
          {estimate.is_one_model && (
            <div className="mt-3 flex items-start gap-2 rounded-md bg-amber-soft px-3 py-2.5 text-sm text-amber">
              <Lightbulb size={15} className="mt-0.5 shrink-0" aria-hidden />
              <p>
                <strong className="block font-medium">{m.discuss_one_model()}</strong>
                {m.discuss_one_model_text()}
              </p>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex items-baseline gap-3">
      <dt className="flex-1 text-sm text-ink-3">{name}</dt>
      <dd className="text-end text-base font-medium tabular-nums">{value}</dd>
    </div>
  );
}
