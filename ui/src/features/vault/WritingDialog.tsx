/// Shows what Hisho would write into the vault, before it writes anything, and asks for it.
/// Must not know where it is opened from: after an approval, in the vault's place, in the settings.
import { Archive, FileText, FolderKanban, ShieldCheck, Undo2 } from "lucide-react";
import { useState, type ReactNode, type SyntheticEvent } from "react";
import { useDecide, useRead, type MirrorNote, type WritingPreview } from "@/api";
import { Badge, Button, Dialog, ErrorNotice, Loading, TextField, useToast, VirtualList, type BadgeTone, type Icon } from "@/components";
import { formatNumber, m } from "@/i18n";
import type { CommandFailure } from "@/platform";
import { folderProblem, inFolder, trimmed } from "./paths";

export interface WritingDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const NOTE_HEIGHT = 44;
const SHOWN_AT_ONCE = 5;

export function WritingDialog({ open, onOpenChange }: WritingDialogProps) {
  return open ? <OpenWriting onClose={() => onOpenChange(false)} /> : null;
}

function OpenWriting({ onClose }: { onClose: () => void }) {
  const preview = useRead("vault.preview_writing", {});
  const toast = useToast();
  const [typedPlans, setTypedPlans] = useState<string | null>(null);
  const [typedProjects, setTypedProjects] = useState<string | null>(null);
  const allow = useDecide("vault.allow_writing", {
    onDone: (written) => {
      onClose();
      toast({
        tone: "success",
        title: m.vault_writing_done(),
        description: m.vault_writing_done_text({ plans: written.plans_folder, projects: written.projects_folder, count: formatNumber(written.notes.length) }),
      });
    },
    onFail: () => undefined,
  });
  const plans = typedPlans ?? preview.data?.plans_folder ?? "";
  const projects = typedProjects ?? preview.data?.projects_folder ?? "";
  const sound = folderProblem(plans) === null && folderProblem(projects) === null;
  const refused = allow.error !== null && !saidBesideAFolder(allow.error) ? allow.error : null;

  // The decision names the vault whose preview is on the screen.
  const decide = (gesture: SyntheticEvent) =>
    preview.data && allow.decide({ vault_uid: preview.data.vault_uid, plans_folder: trimmed(plans), projects_folder: trimmed(projects) }, gesture);

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      wide
      title={m.vault_writing_title()}
      description={m.vault_writing_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.vault_writing_later()}</Button>
          <Button variant="primary" busy={allow.busy} disabled={!preview.data || !sound} onClick={decide}>
            {m.vault_writing_confirm()}
          </Button>
        </>
      }
    >
      {preview.isPending && <Loading label={m.vault_writing_loading()} />}
      {preview.isError && <ErrorNotice error={preview.error} retry={() => void preview.refetch()} />}
      {preview.data && (
        <div className="flex flex-col gap-5">
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label={m.vault_writing_plans_folder()} hint={m.vault_writing_folder_hint()} value={plans} onChange={setTypedPlans} error={folderError(plans, "plans_folder", allow.error)} required />
            <TextField label={m.vault_writing_projects_folder()} hint={m.vault_writing_folder_hint()} value={projects} onChange={setTypedProjects} error={folderError(projects, "projects_folder", allow.error)} required />
          </div>
          <section>
            <h3 className="mb-1.5 text-sm font-medium text-ink-2">{m.vault_writing_notes({ count: formatNumber(preview.data.notes.length) })}</h3>
            <NotesToWrite preview={preview.data} plans={sound ? plans : preview.data.plans_folder} projects={sound ? projects : preview.data.projects_folder} />
          </section>
          <section className="rounded-lg bg-sunken px-4 py-3">
            <h3 className="mb-1.5 text-sm font-medium text-ink-2">{m.vault_writing_promise_title()}</h3>
            <ul className="flex flex-col gap-1.5">
              <Promised icon={ShieldCheck}>{m.vault_writing_promise_folders()}</Promised>
              <Promised icon={Archive}>{m.vault_writing_promise_archive()}</Promised>
              <Promised icon={Undo2}>{m.vault_writing_promise_remove()}</Promised>
            </ul>
          </section>
          {refused !== null && <ErrorNotice error={refused} />}
        </div>
      )}
    </Dialog>
  );
}

function NotesToWrite({ preview, plans, projects }: { preview: WritingPreview; plans: string; projects: string }) {
  if (preview.notes.length === 0) return <p className="text-ink-3">{m.vault_writing_none()}</p>;
  const pathOf = (note: MirrorNote) => (note.kind === "plan" ? inFolder(note.path, preview.plans_folder, plans) : inFolder(note.path, preview.projects_folder, projects));
  return (
    <div className="rounded-md border border-line py-1" style={{ height: Math.min(preview.notes.length, SHOWN_AT_ONCE) * NOTE_HEIGHT + 10 }}>
      <VirtualList
        items={preview.notes}
        estimate={NOTE_HEIGHT}
        label={m.vault_writing_title()}
        keyOf={(note) => `${note.kind}-${note.uid}`}
        render={(note) => {
          const Glyph = note.kind === "plan" ? FileText : FolderKanban;
          return (
            <div className="flex min-h-11 items-center gap-2.5 px-2">
              <Glyph size={16} className="shrink-0 text-ink-3" aria-hidden />
              <span className="min-w-0 flex-1 text-base wrap-anywhere">{pathOf(note)}</span>
              <span className="shrink-0 text-sm text-ink-3">{note.kind === "plan" ? m.vault_writing_kind_plan() : m.vault_writing_kind_project()}</span>
              <Badge tone={NOTE_STATE[note.state].tone}>{NOTE_STATE[note.state].word()}</Badge>
            </div>
          );
        }}
      />
    </div>
  );
}

const NOTE_STATE: Record<MirrorNote["state"], { tone: BadgeTone; word: () => string }> = {
  new: { tone: "blue", word: m.vault_writing_state_new },
  written: { tone: "green", word: m.vault_writing_state_written },
  changed_outside: { tone: "amber", word: m.vault_writing_state_changed_outside },
  missing: { tone: "red", word: m.vault_writing_state_missing },
};

function Promised({ icon: Glyph, children }: { icon: Icon; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2.5">
      <Glyph size={16} className="mt-1 shrink-0 text-accent-ink" aria-hidden />
      <span>{children}</span>
    </li>
  );
}

type FolderField = "plans_folder" | "projects_folder";

function folderError(folder: string, field: FolderField, refused: CommandFailure | null): string | null {
  const problem = folderProblem(folder);
  if (problem !== null) return problem === "required" ? m.vault_folder_required() : m.vault_folder_format();
  if (refused?.code !== "invalid" || refused.params["field"] !== field) return null;
  return refused.params["rule"] === "too_long" ? m.vault_folder_too_long() : refused.params["rule"] === "required" ? m.vault_folder_required() : m.vault_folder_format();
}

function saidBesideAFolder(error: CommandFailure): boolean {
  return error.code === "invalid" && (error.params["field"] === "plans_folder" || error.params["field"] === "projects_folder");
}
