/// The first minute with Hisho: in which language, and with which vault. Shown until both are known.
import { Check } from "lucide-react";
import { RadioGroup } from "radix-ui";
import { useEffect } from "react";
import { useAppState, useUpdateSettings, type Language } from "@/api";
import { Button } from "@/components";
import { Seal } from "@/features/shell/Seal";
import { m } from "@/i18n";
import { Assurance } from "./Assurance";
import { VaultPicker } from "./VaultPicker";

// Each language is called by its own name, so that whoever speaks it finds it.
const LANGUAGES: readonly { value: Language; name: string }[] = [
  { value: "ja", name: "日本語" },
  { value: "en", name: "English" },
];

export interface FirstRunProps {
  /** The language that is spoken until one has been chosen. */
  language: Language;
  /** Speaks a language, to see what choosing it would be like. */
  onTry: (language: Language) => void;
}

export function FirstRun({ language, onTry }: FirstRunProps) {
  const { settings } = useAppState();
  const step = settings.language === null ? 1 : 2;
  const title = step === 1 ? m.first_run_welcome() : m.first_run_vault_title();
  useEffect(() => {
    document.title = `${title} – Hisho`;
  }, [title]);
  return (
    <main className="h-full overflow-y-auto bg-paper">
      <div className="mx-auto flex min-h-full max-w-2xl flex-col justify-center px-6 py-10">
        <header className="mb-7">
          <div className="mb-6 flex items-center gap-3">
            <Seal size={40} />
            <p className="text-sm text-ink-3">{m.first_run_step({ step })}</p>
          </div>
          <h1 className="font-title text-2xl font-semibold">{title}</h1>
          <p className="mt-2 text-md text-ink-2">{step === 1 ? m.first_run_language_text() : m.first_run_vault_text()}</p>
        </header>
        {step === 1 ? <LanguageStep language={language} onTry={onTry} /> : <VaultStep />}
      </div>
    </main>
  );
}

function LanguageStep({ language, onTry }: FirstRunProps) {
  const update = useUpdateSettings();
  return (
    <form
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        update.run({ language });
      }}
    >
      <RadioGroup.Root aria-label={m.first_run_language_label()} value={language} onValueChange={(chosen) => onTry(chosen as Language)} className="grid gap-3 sm:grid-cols-2">
        {LANGUAGES.map(({ value, name }) => (
          <RadioGroup.Item
            key={value}
            value={value}
            lang={value}
            className="flex min-h-16 items-center justify-between rounded-lg border border-line bg-surface px-5 text-lg shadow-1 transition-colors hover:border-control data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
          >
            {name}
            <RadioGroup.Indicator>
              <Check size={18} className="text-accent-ink" aria-hidden />
            </RadioGroup.Indicator>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={update.busy}>
          {m.first_run_continue()}
        </Button>
      </div>
    </form>
  );
}

function VaultStep() {
  return (
    <div className="flex flex-col gap-8">
      <VaultPicker />
      <Assurance />
    </div>
  );
}
