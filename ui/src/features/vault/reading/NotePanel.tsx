/// What stands beside an open note: its outline, what leads to it, where it leads, and its neighbourhood as a picture.
import { useState } from "react";
import { useRead } from "@/api";
import { Tabs } from "@/components";
import { m } from "@/i18n";
import { Backlinks } from "./Backlinks";
import { LocalGraph } from "./LocalGraph";
import { Outgoing } from "./Outgoing";
import { Outline } from "./Outline";
import { isNotePath } from "./targets";

type Part = "outline" | "backlinks" | "outgoing" | "graph";

const KEY = "hisho.note-panel";
const PARTS: readonly Part[] = ["outline", "backlinks", "outgoing", "graph"];

function lastPart(): Part {
  const kept = localStorage.getItem(KEY);
  return PARTS.find((part) => part === kept) ?? "outline";
}

export function NotePanel({ path }: { path: string }) {
  const [part, setPart] = useState(lastPart);
  const links = useRead("vault.links", { path });
  const choose = (next: Part) => {
    localStorage.setItem(KEY, next);
    setPart(next);
  };
  const note = isNotePath(path);
  const shown = !note && part === "outline" ? "backlinks" : part;
  return (
    <div className="flex h-full min-h-0 flex-col px-3 pt-4">
      <Tabs
        compact
        label={m.vault_panel_label()}
        value={shown}
        onChange={choose}
        tabs={[
          ...(note ? [{ value: "outline" as const, label: m.vault_panel_outline() }] : []),
          { value: "backlinks", label: m.vault_panel_backlinks() },
          ...(note ? [{ value: "outgoing" as const, label: m.vault_panel_outgoing() }] : []),
          { value: "graph", label: m.vault_panel_graph() },
        ]}
      >
        <div className="flex h-full flex-col pb-6">
          {shown === "outline" && <Outline path={path} />}
          {shown === "backlinks" && <Backlinks path={path} links={links} />}
          {shown === "outgoing" && <Outgoing path={path} links={links} />}
          {shown === "graph" && <LocalGraph path={path} />}
        </div>
      </Tabs>
    </div>
  );
}
