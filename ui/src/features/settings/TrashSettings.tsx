/// How long what was deleted can be brought back.
import { useAppState, useUpdateSettings } from "@/api";
import { AppLink } from "@/components";
import { m } from "@/i18n";
import { Group, Line } from "./Group";
import { NumberField } from "./NumberField";

/** Ten years, in days. */
const LONGEST_DAYS = 3_650;

export function TrashSettings() {
  const { settings } = useAppState();
  const update = useUpdateSettings();
  return (
    <Group title={m.settings_trash()}>
      <Line name={m.settings_trash_days()} text={m.settings_trash_days_text()}>
        <NumberField
          label={m.settings_trash_days_label()}
          unit={m.settings_days()}
          value={settings.trash_days}
          least={1}
          most={LONGEST_DAYS}
          busy={update.busy}
          onChange={(trash_days) => update.run({ trash_days })}
        />
      </Line>
      <Line name={m.settings_trash_open_name()} text={m.settings_trash_open_text()}>
        <AppLink to="/trash" className="text-base font-medium text-accent-ink underline-offset-4 hover:underline">
          {m.settings_trash_open()}
        </AppLink>
      </Line>
    </Group>
  );
}
