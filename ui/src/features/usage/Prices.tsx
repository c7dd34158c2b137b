/// The prices that calls are counted by: the person's own, which come first, and those that ship, each with its day.
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useRead, useRemember, useRun, type ModelPrice } from "@/api";
import { Badge, Button, ErrorNotice, foldText, IconButton, Loading, TextField } from "@/components";
import { formatDay, formatNumber, m } from "@/i18n";
import { PriceDialog } from "./PriceDialog";

/** So many are shown before one looks for a model. */
const MOST_SHOWN = 12;

export function Prices() {
  const prices = useRead("prices.list", {});
  const remember = useRemember();
  const [words, setWords] = useState("");
  const [open, setOpen] = useState<ModelPrice | "new" | null>(null);
  const set = useRun("prices.set", { onDone: (table) => remember("prices.list", {}, table) });
  const own = prices.data?.own ?? [];
  const all = [...own.map((price) => ({ price, mine: true })), ...(prices.data?.shipped ?? []).filter((price) => !own.some((one) => same(one, price))).map((price) => ({ price, mine: false }))];
  const fitting = all.filter(({ price }) => foldText(`${price.model} ${price.at}`).includes(foldText(words.trim())));
  const shown = fitting.slice(0, MOST_SHOWN);
  return (
    <section aria-labelledby="prices">
      <div className="mb-2 flex flex-wrap items-end justify-between gap-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 id="prices" className="font-title text-lg font-semibold">
            {m.usage_prices()}
          </h2>
          <p className="text-sm text-ink-3">{m.usage_prices_text()}</p>
        </div>
        <Button icon={Plus} disabled={!prices.data} onClick={() => setOpen("new")}>
          {m.usage_price_add()}
        </Button>
      </div>
      {prices.isPending && <Loading label={m.usage_prices_loading()} />}
      {prices.isError && <ErrorNotice error={prices.error} retry={() => void prices.refetch()} />}
      {prices.data && (
        <>
          <TextField hideLabel type="search" label={m.usage_price_find()} placeholder={m.usage_price_find()} value={words} onChange={setWords} className="mb-3 max-w-sm" />
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <div role="region" aria-label={m.usage_prices()} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-raised shadow-1">
            <table className="w-full text-base tabular-nums">
              <thead>
                <tr className="border-b border-line text-sm text-ink-3">
                  <th scope="col" className="px-4 py-2 text-start font-medium">
                    {m.usage_by_model()}
                  </th>
                  {[m.usage_price_input(), m.usage_price_cache(), m.usage_price_output()].map((name) => (
                    <th key={name} scope="col" className="px-3 py-2 text-end font-medium whitespace-nowrap">
                      {name}
                    </th>
                  ))}
                  <th scope="col" className="px-3 py-2 text-start font-medium whitespace-nowrap">
                    {m.usage_price_as_of()}
                  </th>
                  <th scope="col" className="px-3 py-2">
                    <span className="sr-only">{m.usage_price_actions()}</span>
                  </th>
                </tr>
              </thead>
              <tbody className="divide-y divide-line">
                {shown.map(({ price, mine }) => (
                  <tr key={`${price.at} ${price.model}`}>
                    <th scope="row" className="px-4 py-1.5 text-start font-medium wrap-anywhere">
                      {price.model}{" "}
                      {mine && <Badge tone="blue">{m.usage_price_own()}</Badge>}
                      <span className="block text-sm font-normal text-ink-3">{price.at}</span>
                    </th>
                    <td className="px-3 py-1.5 text-end">{formatDollars(price.input)}</td>
                    <td className="px-3 py-1.5 text-end text-ink-3">{typeof price.cache_read === "number" ? formatDollars(price.cache_read) : "–"}</td>
                    <td className="px-3 py-1.5 text-end">{formatDollars(price.output)}</td>
                    <td className="px-3 py-1.5 whitespace-nowrap text-ink-3">{formatDay(price.as_of)}</td>
                    <td className="px-2 py-1.5 text-end whitespace-nowrap">
                      <IconButton size="sm" icon={Pencil} label={m.usage_price_edit_named({ model: price.model })} onClick={() => setOpen(price)} />
                      {mine && <IconButton size="sm" icon={Trash2} label={m.usage_price_remove_named({ model: price.model })} disabled={set.busy} onClick={() => set.run({ own: own.filter((one) => one !== price) })} />}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p role="status" className="mt-1.5 text-sm text-ink-3">
            {fitting.length > shown.length ? m.usage_prices_more({ shown: formatNumber(shown.length), count: formatNumber(fitting.length) }) : m.usage_prices_count({ count: formatNumber(fitting.length) })}
          </p>
        </>
      )}
      {open !== null && <PriceDialog price={open === "new" ? null : open} own={own} onClose={() => setOpen(null)} />}
    </section>
  );
}

/** Whether two prices are for the same model of the same service. */
export function same(a: ModelPrice, b: ModelPrice): boolean {
  return a.at === b.at && a.model === b.model;
}

function formatDollars(price: number): string {
  return m.usage_dollars({ price: formatNumber(price) });
}
