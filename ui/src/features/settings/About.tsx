/// Which Hisho this is, and where it keeps its data.
import { useAppState } from "@/api";
import { Badge } from "@/components";
import { m } from "@/i18n";
import { Group, Line } from "./Group";

export function About() {
  const { version, data_dir, development } = useAppState();
  return (
    <Group title={m.settings_about()}>
      <Line name={`Hisho ${version}`} text={m.settings_about_text()}>
        {development && <Badge tone="violet">{m.shell_development()}</Badge>}
      </Line>
      <Line name={m.settings_data_folder()} text={<span className="select-all">{data_dir}</span>} />
    </Group>
  );
}
