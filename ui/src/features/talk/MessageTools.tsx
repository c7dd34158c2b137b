/// What can be done with a message. Seen when the row is pointed at or has the focus.
import { useNavigate } from "@tanstack/react-router";
import { Copy, Ellipsis, Eye, GitBranch, History, Pencil, Quote, RefreshCw, Trash2 } from "lucide-react";
import { useFailToast, useRun, type Message } from "@/api";
import { cx, IconButton, Menu, useToast, type MenuItem } from "@/components";
import { m } from "@/i18n";
import { asFailure, useHost } from "@/platform";

export interface MessageToolsProps {
  message: Message;
  canWrite: boolean;
  busy: boolean;
  isLast: boolean;
  onEdit: () => void;
  onQuote: () => void;
  onVersions: () => void;
  onRecorded: () => void;
}

export function MessageTools({ message, canWrite, busy, isLast, onEdit, onQuote, onVersions, onRecorded }: MessageToolsProps) {
  const host = useHost();
  const toast = useToast();
  const failed = useFailToast();
  const navigate = useNavigate();
  const retry = useRun("talk.retry");
  const branch = useRun("conversations.branch", {
    onDone: ({ uid }) => {
      toast({ title: m.talk_branched(), tone: "success" });
      void navigate({ to: "/talk", search: { uid } });
    },
  });
  const { uid, rev, content } = message;
  const fail = (why: unknown) => failed(asFailure(why));
  const copy = () => {
    navigator.clipboard.writeText(content).then(
      () => toast({ title: m.talk_copied(), tone: "success" }),
      () => toast({ title: m.talk_not_copied(), tone: "error" }),
    );
  };
  const remove = () => {
    const back = (at: number) => void host.call("conversations.restore_message", { uid, rev: at }).catch(fail);
    host.call("conversations.delete_message", { uid, rev }).then((gone) => toast({ title: m.talk_message_deleted(), action: { label: m.action_undo(), run: () => back(gone.rev) } }), fail);
  };
  const isAnswer = message.sender === "secretary";
  const items: MenuItem[] = [
    { label: m.talk_copy(), icon: Copy, onSelect: copy },
    ...(canWrite ? [{ label: m.talk_quote(), icon: Quote, onSelect: onQuote }] : []),
    ...(canWrite && message.sender !== "system" ? [{ label: m.talk_edit(), icon: Pencil, onSelect: onEdit }] : []),
    ...(canWrite && isAnswer ? [{ label: m.talk_retry(), icon: RefreshCw, disabled: busy, onSelect: () => retry.run({ conversation_uid: message.conversation_uid, message_uid: uid }) }] : []),
    { label: m.talk_branch(), icon: GitBranch, onSelect: () => branch.run({ message_uid: uid }) },
    { label: m.talk_versions(), icon: History, onSelect: onVersions },
    ...(isAnswer ? [{ label: m.talk_recorded(), icon: Eye, onSelect: onRecorded }] : []),
    ...(canWrite ? [{ label: m.talk_delete_message(), icon: Trash2, danger: true, onSelect: remove }] : []),
  ];
  return (
    <span className={cx("-my-1 ms-auto flex items-center transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100 has-data-[state=open]:opacity-100", !isLast && "opacity-0")}>
      <IconButton size="sm" icon={Copy} label={m.talk_copy()} onClick={copy} />
      {canWrite && isAnswer && <IconButton size="sm" icon={RefreshCw} label={m.talk_retry()} disabled={busy} onClick={() => retry.run({ conversation_uid: message.conversation_uid, message_uid: uid })} />}
      {canWrite && <IconButton size="sm" icon={Quote} label={m.talk_quote()} onClick={onQuote} />}
      <Menu trigger={<IconButton size="sm" icon={Ellipsis} label={m.talk_message_more()} />} items={items} />
    </span>
  );
}
