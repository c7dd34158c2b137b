/// What a plan needs: what it may cost, people, things, and what has to be there before.
import { Select, TextField } from "@/components";
import { m } from "@/i18n";
import { CURRENCIES, readCost } from "./cost";
import { invalidField } from "./invalid";
import { LinesEditor } from "./LinesEditor";
import type { PartProps } from "./PlanEditor";

export function ResourcesEditor({ asked, ...part }: PartProps & { asked: boolean }) {
  const { draft, set, onLeave, error } = part;
  const { cost } = draft;
  const currencies = [...new Set<string>([...CURRENCIES, cost.currency])];
  const unread = readCost(cost) === "unread";
  const problem = unread ? m.plans_cost_unread() : (invalidField(error, "cost") ?? invalidField(error, "currency"));
  return (
    <>
      <div data-field="cost" className="grid max-w-md grid-cols-[1fr_auto] items-start gap-4">
        <TextField
          label={m.plans_field_cost()}
          hint={m.plans_cost_hint()}
          inputMode="decimal"
          value={cost.text}
          onChange={(text) => set({ cost: { ...cost, text } })}
          onBlur={onLeave}
          error={asked || cost.text.trim() !== "" ? problem : null}
        />
        <Select
          label={m.plans_field_currency()}
          className="w-28"
          value={cost.currency}
          options={currencies.map((currency) => ({ value: currency, label: currency }))}
          onChange={(currency) => set({ cost: { ...cost, currency } })}
        />
      </div>
      <LinesEditor {...part} field="people" />
      <LinesEditor {...part} field="needs" />
      <LinesEditor {...part} field="dependencies" />
    </>
  );
}
