/// Settings: how Hisho looks and speaks, which models it can ask, which vault it works with, what it wrote there, when one works, what is kept
/// of the data, and how it is doing.
import { Page } from "@/components";
import { m } from "@/i18n";
import { About } from "./About";
import { Backups } from "./Backups";
import { General } from "./General";
import { Health } from "./Health";
import { Models } from "./Models";
import { Transfer } from "./Transfer";
import { TrashSettings } from "./TrashSettings";
import { VaultSettings } from "./VaultSettings";
import { WorkingHours } from "./WorkingHours";
import { WritingSettings } from "./WritingSettings";

export default function SettingsPlace() {
  return (
    <Page title={m.place_settings()}>
      <div className="flex max-w-3xl flex-col gap-8">
        <General />
        <Models />
        <VaultSettings />
        <WritingSettings />
        <WorkingHours />
        <TrashSettings />
        <Backups />
        <Transfer />
        <Health />
        <About />
      </div>
    </Page>
  );
}
