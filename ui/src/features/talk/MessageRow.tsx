/// One message, or an answer on its way to be one: who speaks, what they say, what became of it, and what can be done
/// with it.
import { FileText, NotebookText, Scissors } from "lucide-react";
import { memo, useState } from "react";
import type { Message, People } from "@/api";
import { AppLink, Badge, cx, DayText, InstantText } from "@/components";
import { formatBytes, m } from "@/i18n";
import { AnswerField, Broken, Pending } from "./Coming";
import { EditField } from "./EditField";
import { noteName } from "./drafts";
import { Face, nameOf } from "./Faces";
import { MessageTools } from "./MessageTools";
import { Picture } from "./Picture";
import { isOpen, type Row } from "./rows";
import { RecordedDialog } from "./RecordedDialog";
import { TalkText } from "./TalkText";
import { VersionsDialog } from "./VersionsDialog";

export interface MessageRowProps {
  row: Row;
  people: People;
  opensDay: boolean;
  /** It was looked for. */
  sought: boolean;
  canWrite: boolean;
  /** An answer is on its way, so that nothing else can be asked for. */
  busy: boolean;
  isLast: boolean;
  onQuote: (text: string) => void;
}

/** Whether a row would look the same: rows are made anew with every piece, and what they hold is not. */
function looksTheSame(a: MessageRowProps, b: MessageRowProps): boolean {
  const said = (row: Row) => (row.kind === "said" ? row.message : null);
  return said(a.row) === said(b.row) && a.row.coming === b.row.coming && a.people === b.people && a.opensDay === b.opensDay && a.sought === b.sought && a.canWrite === b.canWrite && a.busy === b.busy && a.isLast === b.isLast;
}

/** Rows that are not touched by what comes are not drawn again. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { row, people, opensDay, sought } = props;
  const message = row.kind === "said" ? row.message : null;
  const speaker = row.kind === "said" ? row.message.secretary_uid : row.coming.secretaryUid;
  const own = message?.sender === "person";
  return (
    <>
      {opensDay && message !== null && (
        <p className="chrome mx-auto flex max-w-4xl items-center gap-3 px-6 pt-2 pb-1 text-xs text-ink-3">
          <span className="h-px flex-1 bg-line" />
          <DayText day={localDay(message.created_at)} />
          <span className="h-px flex-1 bg-line" />
        </p>
      )}
      <article className={cx("group/row mx-auto flex max-w-4xl gap-3 px-6 py-2.5", sought && "bg-accent-soft/50")} aria-label={m.talk_said_by({ name: whose(message, people, speaker) })}>
        <span className="w-9 shrink-0 pt-0.5">{own || message?.sender === "system" ? null : <Face people={people} uid={speaker} />}</span>
        <div className="min-w-0 flex-1">
          <Body {...props} message={message} />
        </div>
      </article>
    </>
  );
}, looksTheSame);

function localDay(instant: string): string {
  const date = new Date(instant);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function whose(message: Message | null, people: People, speaker: string | null): string {
  if (message?.sender === "person") return m.talk_you();
  if (message?.sender === "system") return m.talk_hisho();
  return nameOf(people, speaker);
}

/** One component for both, so that an answer stays as it was drawn when it becomes a message. */
function Body({ row, message, people, canWrite, busy, isLast, onQuote }: MessageRowProps & { message: Message | null }) {
  const [open, setOpen] = useState<"edit" | "versions" | "recorded" | null>(null);
  const close = () => setOpen(null);
  const { coming, uid } = row;
  const own = message?.sender === "person";
  const isComing = coming !== null && (isOpen(coming) || message === null);
  const text = isComing ? coming.text : (message?.content ?? "");
  const speaker = message?.secretary_uid ?? coming?.secretaryUid ?? null;
  const shown = text !== "" && open !== "edit";
  return (
    <>
      <div className="flex min-h-6 flex-wrap items-center gap-x-2.5 gap-y-0.5">
        <span className="text-sm font-medium text-ink">{whose(message, people, speaker)}</span>
        {message !== null && (
          <span className="text-xs text-ink-3">
            <InstantText instant={message.created_at} />
          </span>
        )}
        {message?.is_edited === true && (
          <button type="button" onClick={() => setOpen("versions")} className="chrome rounded-sm text-xs text-ink-3 underline-offset-2 hover:text-ink hover:underline">
            {m.talk_edited()}
          </button>
        )}
        {message?.is_partial === true && !isComing && (
          <Badge tone="amber" icon={Scissors}>
            {m.talk_partial()}
          </Badge>
        )}
        {message !== null && !isComing && open !== "edit" && (
          <MessageTools message={message} canWrite={canWrite} busy={busy} isLast={isLast} onEdit={() => setOpen("edit")} onQuote={() => onQuote(message.content)} onVersions={() => setOpen("versions")} onRecorded={() => setOpen("recorded")} />
        )}
      </div>
      <div hidden={!shown} className={cx("mt-0.5", own && "rounded-lg bg-sunken px-4 py-2.5", message?.message_type === "command" && "font-mono text-sm", message?.sender === "system" && "text-ink-2")}>
        {shown && <TalkText text={text} sender={message?.sender ?? "secretary"} />}
      </div>
      {message !== null && open === "edit" && <EditField message={message} onDone={close} />}
      {message !== null && !isComing && <Attached message={message} />}
      {isComing && isOpen(coming) && (coming.phase === "waiting" ? <AnswerField messageUid={uid} name={nameOf(people, coming.secretaryUid)} canWrite={canWrite} /> : <Pending coming={coming} />)}
      {coming !== null && !isOpen(coming) && coming.error !== null && <Broken messageUid={uid} error={coming.error} busy={busy} canRetry={canWrite} />}
      {message !== null && open === "recorded" && <RecordedDialog message={message} people={people} onClose={close} />}
      {message !== null && open === "versions" && <VersionsDialog message={message} onClose={close} />}
    </>
  );
}

/** The notes and files that went along with a message. */
function Attached({ message: { attachments, context } }: { message: Message }) {
  if (attachments.length === 0 && context.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-wrap gap-2" aria-label={m.talk_went_along()}>
      {context.map((path) => (
        <li key={path}>
          <AppLink to="/vault" search={{ path }} title={path} className="chrome inline-flex min-h-7 max-w-60 items-center gap-1.5 rounded-full bg-accent-soft px-2.5 text-sm text-accent-ink hover:underline">
            <NotebookText size={13} className="shrink-0" aria-hidden />
            <span className="min-w-0 truncate">{noteName(path)}</span>
          </AppLink>
        </li>
      ))}
      {attachments.map((file) => (
        <li key={file.uid}>
          {file.mime.startsWith("image/") ? (
            <Picture file={file} />
          ) : (
            <span className="inline-flex max-w-72 items-center gap-2 rounded-md border border-line bg-raised px-3 py-2 text-sm">
              <FileText size={15} className="shrink-0 text-ink-3" aria-hidden />
              <span className="truncate">{file.name}</span>
              <span className="shrink-0 text-ink-3">{formatBytes(file.size)}</span>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
