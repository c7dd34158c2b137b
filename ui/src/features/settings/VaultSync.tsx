/// How the vault is kept in step: by itself or only on request, how changes are noticed, how long a file is left in
/// peace, and how often a whole look is due.
import type { Run, VaultState } from "@/api";
import { InstantText, Tabs } from "@/components";
import { m } from "@/i18n";
import { Line } from "./Group";
import { NumberField } from "./NumberField";

/** The longest time between two whole looks: a day, in minutes. */
const LONGEST_MINUTES = 1_440;
/** The longest time, in milliseconds, that a changed file is left alone before it is read, and before it is written. */
const LONGEST_QUIET = 60_000;
const LONGEST_WRITE_QUIET = 600_000;

const POLLED: Record<NonNullable<VaultState["polling_reason"]>, () => string> = {
  network: m.settings_watching_network,
  limit: m.settings_watching_limit,
  refused: m.settings_watching_refused,
};

export function VaultSync({ vault, configure }: { vault: VaultState; configure: Run<"vault.configure"> }) {
  const { rev, auto_sync, sync_interval_minutes, quiet_ms, write_quiet_ms } = vault;
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
        <>
          {vault.watching !== "off" && <Line name={m.settings_watching()} text={<Noticed vault={vault} />} />}
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
          <Line name={m.settings_quiet()} text={m.settings_quiet_text()}>
            <NumberField
              label={m.settings_quiet_label()}
              unit={m.settings_milliseconds()}
              value={quiet_ms}
              least={0}
              most={LONGEST_QUIET}
              busy={configure.busy}
              onChange={(milliseconds) => configure.run({ rev, quiet_ms: milliseconds })}
            />
          </Line>
          <Line name={m.settings_write_quiet()} text={m.settings_write_quiet_text()}>
            <NumberField
              label={m.settings_write_quiet_label()}
              unit={m.settings_milliseconds()}
              value={write_quiet_ms}
              least={0}
              most={LONGEST_WRITE_QUIET}
              busy={configure.busy}
              onChange={(milliseconds) => configure.run({ rev, write_quiet_ms: milliseconds })}
            />
          </Line>
        </>
      )}
    </>
  );
}

/** By what changes come to be known, in words for people who have never heard of it. */
function Noticed({ vault }: { vault: VaultState }) {
  if (vault.polling_reason !== null) return POLLED[vault.polling_reason]();
  return (
    <>
      {m.settings_watching_events()}
      {vault.last_event_at !== null && (
        <>
          {" "}
          {m.settings_watching_last()} <InstantText instant={vault.last_event_at} />
        </>
      )}
    </>
  );
}
