/// Language and theme. Both take effect at once.
import { useAppState, useUpdateSettings, type Language, type Theme } from "@/api";
import { Tabs } from "@/components";
import { language, m } from "@/i18n";
import { Group, Line } from "./Group";

export function General() {
  const { settings } = useAppState();
  const update = useUpdateSettings();
  return (
    <Group title={m.settings_general()}>
      <Line name={m.settings_language()}>
        <Tabs<Language>
          label={m.settings_language()}
          value={settings.language ?? language()}
          onChange={(chosen) => update.run({ language: chosen })}
          tabs={[
            { value: "ja", label: "日本語" },
            { value: "en", label: "English" },
          ]}
        />
      </Line>
      <Line name={m.settings_theme()}>
        <Tabs<Theme>
          label={m.settings_theme()}
          value={settings.theme}
          onChange={(theme) => update.run({ theme })}
          tabs={[
            { value: "system", label: m.settings_theme_system() },
            { value: "light", label: m.settings_theme_light() },
            { value: "dark", label: m.settings_theme_dark() },
          ]}
        />
      </Line>
    </Group>
  );
}
