/// Through what a secretary speaks: a connected service and its model, or the person; and how they word what they say.
import { useRead, type Account } from "@/api";
import { AppLink, Select, TextField } from "@/components";
import { ModelField } from "@/features/accounts/ModelField";
import { formatNumber, m } from "@/i18n";
import { accountOf, MOST_TOKENS, type SecretaryDraft, type Voice, type Wrong } from "./secretary";

export interface VoiceFieldsProps {
  draft: SecretaryDraft;
  onChange: (part: Partial<SecretaryDraft>) => void;
  accounts: readonly Account[];
  wrong: Wrong;
}

const TEMPERATURES = [
  { value: "0", label: m.ai_temperature_exact },
  { value: "0.3", label: m.ai_temperature_steady },
  { value: "0.7", label: m.ai_temperature_even },
  { value: "1.2", label: m.ai_temperature_free },
];

export function VoiceFields({ draft, onChange, accounts, wrong }: VoiceFieldsProps) {
  const preferences = useRead("preferences.get", {});
  const preferred = preferences.data?.ai.preferred_model ?? "";
  const uid = accountOf(draft.voice);
  const lost = draft.voice.startsWith("account:") && !accounts.some((account) => account.uid === uid);
  const choose = (voice: Voice) => {
    const offered = accounts.find((account) => account.uid === accountOf(voice))?.default_model ?? preferred;
    onChange({ voice, model: voice === "manual" ? "" : offered });
  };
  const voices: { value: Voice; label: string }[] = [
    { value: "manual", label: m.people_voice_manual() },
    ...accounts.map((account) => ({ value: `account:${account.uid}` as const, label: account.name })),
    { value: "ollama", label: m.people_voice_ollama() },
    ...(lost ? [{ value: draft.voice, label: m.people_voice_lost() }] : []),
  ];
  const steps = [{ value: "", label: m.people_temperature_default() }, ...TEMPERATURES.map(({ value, label }) => ({ value, label: label() }))];
  return (
    <>
      <Select
        label={m.people_voice()}
        value={draft.voice}
        onChange={choose}
        options={voices}
        hint={
          accounts.length === 0 && (
            <>
              {m.people_voice_none()}{" "}
              <AppLink to="/settings" className="text-accent-ink underline-offset-2 hover:underline">
                {m.people_voice_settings()}
              </AppLink>
            </>
          )
        }
        error={lost ? m.people_voice_lost() : null}
      />
      {draft.voice !== "manual" && (
        <>
          <ModelField label={m.people_model_field()} required value={draft.model} onChange={(model) => onChange({ model })} accountUid={lost ? null : uid} error={wrong.model ? m.invalid_required({ field: m.people_model_field() }) : null} />
          <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
            <Select label={m.people_temperature()} value={draft.temperature} onChange={(temperature) => onChange({ temperature })} options={steps.some(({ value }) => value === draft.temperature) ? steps : [...steps, { value: draft.temperature, label: draft.temperature }]} />
            <TextField
              label={m.people_max_tokens()}
              value={draft.maxTokens}
              inputMode="numeric"
              onChange={(maxTokens) => onChange({ maxTokens })}
              hint={m.people_max_tokens_hint()}
              error={wrong.maxTokens ? m.people_number_wrong({ least: formatNumber(1), most: formatNumber(MOST_TOKENS) }) : null}
            />
          </div>
        </>
      )}
    </>
  );
}
