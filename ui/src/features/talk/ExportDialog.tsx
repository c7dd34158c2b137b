/// Writes a conversation out as Markdown: into the vault as a note, into a folder, or to be pasted elsewhere. What will
/// be written is shown before.
import { useNavigate } from "@tanstack/react-router";
import { Copy, FolderOpen } from "lucide-react";
import { useState } from "react";
import { useAppState, useRead, useRun, type Conversation } from "@/api";
import { Button, Dialog, ErrorNotice, Loading, TextField, useToast } from "@/components";
import { m } from "@/i18n";
import { useHost } from "@/platform";

export function ExportDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const { vault } = useAppState();
  const host = useHost();
  const toast = useToast();
  const navigate = useNavigate();
  const page = useRead("conversations.markdown", { uid: conversation.uid });
  const [folder, setFolder] = useState("");
  const note = useRun("vault.create_note", {
    onDone: ({ path }) => {
      onClose();
      toast({ title: m.talk_exported_note({ path }), tone: "success", action: { label: m.talk_exported_open(), run: () => void navigate({ to: "/vault", search: { path } }) } });
    },
    onFail: () => undefined,
  });
  const file = useRun("conversations.export", {
    onDone: ({ path }) => {
      onClose();
      toast({ title: m.talk_exported({ path }), tone: "success" });
    },
    onFail: () => undefined,
  });
  const copy = (text: string) => {
    navigator.clipboard.writeText(text).then(
      () => toast({ title: m.talk_copied(), tone: "success" }),
      () => toast({ title: m.talk_not_copied(), tone: "error" }),
    );
  };
  const pick = async () => {
    const chosen = await host.pickFolder?.(m.talk_export_folder());
    if (chosen) setFolder(chosen);
  };
  const write = () => file.run({ uid: conversation.uid, folder: folder.trim() });
  const text = page.data?.text;

  return (
    <Dialog open wide onOpenChange={(open) => !open && onClose()} title={m.talk_export()} description={m.talk_export_text()}>
      {page.isPending && <Loading label={m.talk_sent_loading()} />}
      {page.isError && <ErrorNotice error={page.error} retry={() => void page.refetch()} />}
      {text !== undefined && (
        <div className="flex flex-col gap-4 pb-4">
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long text is scrolled by the keyboard too */}
          <pre tabIndex={0} aria-label={m.talk_export_preview()} role="region" className="max-h-64 overflow-y-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs leading-[1.7] whitespace-pre-wrap wrap-anywhere">
            {text}
          </pre>
          <div className="flex flex-wrap gap-2">
            {vault !== null && (
              <Button variant="primary" busy={note.busy} onClick={() => note.run({ folder: "", title: conversation.title, text })}>
                {m.talk_export_note()}
              </Button>
            )}
            <Button icon={Copy} onClick={() => copy(text)}>
              {m.talk_export_copy()}
            </Button>
          </div>
          {vault !== null && <p className="text-sm text-ink-3">{m.talk_export_note_text({ name: conversation.title })}</p>}
          <form
            className="flex flex-wrap items-end gap-2 border-t border-line pt-4"
            onSubmit={(event) => {
              event.preventDefault();
              if (folder.trim() !== "") write();
            }}
          >
            <TextField label={m.talk_export_folder()} hint={m.talk_export_folder_hint()} value={folder} onChange={setFolder} className="flex-1 basis-56" />
            {host.pickFolder && (
              <Button icon={FolderOpen} onClick={() => void pick()}>
                {m.talk_export_pick()}
              </Button>
            )}
            <Button type="submit" busy={file.busy} disabled={folder.trim() === ""}>
              {m.talk_export_file()}
            </Button>
          </form>
          {(note.error ?? file.error) !== null && <ErrorNotice error={note.error ?? file.error} />}
        </div>
      )}
    </Dialog>
  );
}
