/// Writes down a price of the person's own. A price that ships is not changed: the own one comes before it.
import { useId, useState, type FormEvent } from "react";
import { useRemember, useRun, useToday, type ModelPrice } from "@/api";
import { Button, Dialog, ErrorNotice, TextField, useToast } from "@/components";
import { originOf } from "@/features/accounts/presets";
import { m } from "@/i18n";
import { same } from "./Prices";

export interface PriceDialogProps {
  /** The price to begin from; null for none. */
  price: ModelPrice | null;
  own: readonly ModelPrice[];
  onClose: () => void;
}

/** A price as a person writes it; null where it is none. */
function readPrice(text: string): number | null {
  const plain = text.normalize("NFKC").replace(/[$\s]/g, "");
  return /^\d{1,6}(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

export function PriceDialog({ price, own, onClose }: PriceDialogProps) {
  const form = useId();
  const today = useToday();
  const show = useToast();
  const remember = useRemember();
  const [at, setAt] = useState<string>(price?.at ?? "https://");
  const [model, setModel] = useState(price?.model ?? "");
  const [input, setInput] = useState(price ? String(price.input) : "");
  const [output, setOutput] = useState(price ? String(price.output) : "");
  const [cache, setCache] = useState(typeof price?.cache_read === "number" ? String(price.cache_read) : "");
  const [asked, setAsked] = useState(false);
  const set = useRun("prices.set", {
    onDone: (table) => {
      remember("prices.list", {}, table);
      show({ tone: "success", title: m.usage_price_kept({ model: model.trim() }) });
      onClose();
    },
    onFail: () => undefined,
  });
  const [perInput, perOutput] = [readPrice(input), readPrice(output)];
  const perCache = cache.trim() === "" ? undefined : readPrice(cache);
  const origin = originOf(at);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (origin === null || model.trim() === "" || perInput === null || perOutput === null || perCache === null) return;
    // What a shipped price says of caches written and of long calls goes with its figures: the own one says it anew.
    const kept = { at: origin, model: model.trim(), as_of: today, input: perInput, output: perOutput, ...(perCache === undefined ? {} : { cache_read: perCache }) } as ModelPrice;
    set.run({ own: [kept, ...own.filter((one) => one !== price && !same(one, kept))] });
  };
  const bad = (value: number | null | undefined) => (asked && value === null ? m.usage_price_bad() : null);
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={price ? m.usage_price_edit_named({ model: price.model }) : m.usage_price_add()}
      description={m.usage_price_dialog_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button type="submit" form={form} variant="primary" busy={set.busy}>
            {m.action_save()}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 py-1">
        <TextField label={m.usage_price_at()} required inputMode="url" value={at} onChange={setAt} hint={m.usage_price_at_hint()} error={asked && origin === null ? m.accounts_address_wrong() : null} />
        <TextField label={m.usage_by_model()} required value={model} onChange={setModel} error={asked && model.trim() === "" ? m.invalid_required({ field: m.usage_by_model() }) : null} />
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-3">
          <TextField label={m.usage_price_input()} required inputMode="decimal" value={input} onChange={setInput} error={bad(perInput)} />
          <TextField label={m.usage_price_cache()} inputMode="decimal" value={cache} onChange={setCache} error={bad(perCache)} />
          <TextField label={m.usage_price_output()} required inputMode="decimal" value={output} onChange={setOutput} error={bad(perOutput)} />
        </div>
        {set.error && <ErrorNotice error={set.error} />}
      </form>
    </Dialog>
  );
}
