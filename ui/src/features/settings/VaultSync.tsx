/// How the vault is kept in step: by itself or only on request, and how often a whole look is due.
import type { Run, VaultState } from "@/api";
import { Tabs } from "@/components";
import { m } from "@/i18n";
import { Line } from "./Group";
import { NumberField } from "./NumberField";

/** The longest time between two whole looks: a day, in minutes. */
const LONGEST_MINUTES = 1_440;

export function VaultSync({ vault, configure }: { vault: VaultState; configure: Run<"vault.configure"> }) {
  const { rev, auto_sync, sync_interval_minutes } = vault;
  return (
    <>
      <Line name={m.settings_sync()} text={auto_sync ? m.settings_sync_on_text() : m.settings_sync_off_text()}>
        <Tabs<"on" | "off">
          label={m.settings_sync()}
          value={auto_sync ? "on" : "off"}
          onChange={(chosen) => !configure.busy && configure.run({ rev, auto_sync: chosen === "on" })}
          tabs={[
            { value: "on", label: m.settings_sync_on() },
            { value: "off", label: m.settings_sync_off() },
          ]}
        />
      </Line>
      {auto_sync && (
        <Line name={m.settings_sync_interval()} text={m.settings_sync_interval_text()}>
          <NumberField
            label={m.settings_sync_interval_label()}
            unit={m.settings_minutes()}
            value={sync_interval_minutes}
            least={1}
            most={LONGEST_MINUTES}
            busy={configure.busy}
            onChange={(minutes) => configure.run({ rev, sync_interval_minutes: minutes })}
          />
        </Line>
      )}
    </>
  );
}
