/// What belongs to a note, beside it: its headings.
import { useRead } from "@/api";
import { EmptyState } from "@/components";
import { ListTree } from "lucide-react";
import { m } from "@/i18n";

export function NotePanel({ path }: { path: string }) {
  const note = useRead("vault.note", { path });
  return (
    <EmptyState icon={ListTree} title={m.files_panel()}>
      {(note.data?.outline ?? []).map((heading) => heading.text).join(" · ")}
    </EmptyState>
  );
}
