/// How secretaries think when their own settings say nothing: the model offered to new ones, how freely and how long they answer.
import { useState, type FormEvent } from "react";
import { useRead, useRemember, useRun, type AiPreferences } from "@/api";
import { Button, Checkbox, ErrorNotice, Loading, Tabs } from "@/components";
import { ModelField } from "@/features/accounts/ModelField";
import { m } from "@/i18n";
import { Group, Line } from "./Group";
import { NumberField } from "./NumberField";

/** The longest answer that can be asked for, in tokens. */
const MOST_TOKENS = 1_000_000;

/** How freely models choose their words, in steps a person can tell apart. */
const TEMPERATURES = [
  { value: "0", label: m.ai_temperature_exact },
  { value: "0.3", label: m.ai_temperature_steady },
  { value: "0.7", label: m.ai_temperature_even },
  { value: "1.2", label: m.ai_temperature_free },
] as const;

export function AiSettings() {
  const preferences = useRead("preferences.get", {});
  return (
    <Group title={m.ai_heading()}>
      {preferences.isPending && <Loading label={m.ai_loading()} />}
      {preferences.isError && (
        <div className="p-4">
          <ErrorNotice error={preferences.error} retry={() => void preferences.refetch()} />
        </div>
      )}
      {preferences.data && <Lines key={preferences.data.ai.preferred_model} ai={preferences.data.ai} />}
    </Group>
  );
}

function Lines({ ai }: { ai: AiPreferences }) {
  const remember = useRemember();
  const accounts = useRead("accounts.list", {});
  const update = useRun("preferences.update", { onDone: (kept) => remember("preferences.get", {}, kept) });
  const save = (part: Partial<AiPreferences>) => update.run({ ai: { ...ai, ...part } });
  const [model, setModel] = useState(ai.preferred_model ?? "");
  const next = model.trim() || null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save({ preferred_model: next });
  };
  const steps = TEMPERATURES.map(({ value, label }) => ({ value: value as string, label: label() }));
  const now = String(ai.temperature);
  return (
    <>
      <Line name={m.ai_model()} text={m.ai_model_text()}>
        <form onSubmit={submit} className="flex w-72 max-w-full items-start gap-2">
          <div className="min-w-0 flex-1">
            <ModelField label={m.ai_model()} hideLabel value={model} onChange={setModel} accountUid={accounts.data?.[0]?.uid ?? null} hint={m.ai_model_hint()} />
          </div>
          <Button type="submit" busy={update.busy} disabled={next === ai.preferred_model}>
            {m.action_save()}
          </Button>
        </form>
      </Line>
      <Line name={m.ai_temperature()} text={m.ai_temperature_text()}>
        <Tabs label={m.ai_temperature()} value={now} onChange={(value) => save({ temperature: Number(value) })} tabs={steps.some(({ value }) => value === now) ? steps : [...steps, { value: now, label: now }]} />
      </Line>
      <Line name={m.ai_tokens()} text={m.ai_tokens_text()}>
        <NumberField label={m.ai_tokens()} unit={m.ai_tokens_unit()} value={ai.max_tokens} least={1} most={MOST_TOKENS} busy={update.busy} onChange={(max_tokens) => save({ max_tokens })} />
      </Line>
      <Line name={m.ai_summarize()} text={m.ai_summarize_text()}>
        <Checkbox label={m.ai_summarize_label()} checked={ai.auto_summarize} disabled={update.busy} onChange={(auto_summarize) => save({ auto_summarize })} />
      </Line>
    </>
  );
}
