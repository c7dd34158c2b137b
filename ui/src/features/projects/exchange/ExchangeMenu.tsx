/// What goes out of a project and comes in: its dates as a calendar, its tasks as a table, a table read.
import { CalendarDays, Ellipsis, Table, Upload } from "lucide-react";
import { useState } from "react";
import { useFailToast, type TextFile, type Uid } from "@/api";
import { IconButton, Menu } from "@/components";
import { m } from "@/i18n";
import { asFailure, useHost } from "@/platform";
import { ImportDialog } from "./ImportDialog";
import { TextDialog } from "./TextDialog";

export function ExchangeMenu({ projectUid }: { projectUid: Uid }) {
  const host = useHost();
  const fail = useFailToast();
  const [file, setFile] = useState<TextFile | null>(null);
  const [importing, setImporting] = useState(false);
  const write = (name: "projects.export_ics" | "projects.export_csv") => {
    host.call(name, { uid: projectUid }).then(setFile, (why: unknown) => fail(asFailure(why)));
  };
  return (
    <>
      <Menu
        trigger={<IconButton icon={Ellipsis} label={m.projects_exchange_menu()} />}
        items={[
          { label: m.projects_export_ics(), icon: CalendarDays, onSelect: () => write("projects.export_ics") },
          { label: m.projects_export_csv(), icon: Table, onSelect: () => write("projects.export_csv") },
          { label: m.projects_import_csv(), icon: Upload, onSelect: () => setImporting(true) },
        ]}
      />
      {file !== null && <TextDialog file={file} onClose={() => setFile(null)} />}
      {importing && <ImportDialog projectUid={projectUid} onClose={() => setImporting(false)} />}
    </>
  );
}
