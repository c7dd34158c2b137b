/// What was said about a task, and a field to say something.
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useFailToast, useRead, useRun, type Comment, type Uid } from "@/api";
import { Button, ErrorNotice, IconButton, InstantText, Loading, Markdown, TextField, useToast } from "@/components";
import { authorName } from "@/features/plans/words";
import { m } from "@/i18n";
import { useFollowLink } from "@/features/vault/useFollowLink";

export function Comments({ taskUid }: { taskUid: Uid }) {
  const input = { subject: "task" as const, subject_uid: taskUid };
  const comments = useRead("comments.list", input);
  const [body, setBody] = useState("");
  const create = useRun("comments.create", { onDone: () => setBody("") });
  const say = () => {
    if (body.trim() !== "" && !create.busy) create.run({ ...input, body: body.trim() });
  };
  return (
    <div className="flex flex-col gap-4">
      {comments.isPending ? (
        <Loading label={m.projects_comments_loading()} />
      ) : comments.data === undefined ? (
        <ErrorNotice error={comments.error} retry={() => void comments.refetch()} />
      ) : comments.data.length === 0 ? (
        <p className="text-base text-ink-3">{m.projects_comments_none()}</p>
      ) : (
        <ol className="flex flex-col gap-3">
          {comments.data.map((comment) => (
            <OneComment key={comment.uid} comment={comment} />
          ))}
        </ol>
      )}
      <form
        className="flex flex-col items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          say();
        }}
      >
        <TextField className="w-full" label={m.projects_comment_new()} multiline rows={3} maxLength={10_000} value={body} onChange={setBody} />
        <Button type="submit" busy={create.busy} disabled={body.trim() === ""}>
          {m.projects_comment_add()}
        </Button>
      </form>
    </div>
  );
}

function OneComment({ comment }: { comment: Comment }) {
  const show = useToast();
  const fail = useFailToast();
  const follow = useFollowLink("");
  const restore = useRun("comments.restore", { onFail: fail });
  const remove = useRun("comments.delete", {
    onDone: ({ uid, rev }) => show({ title: m.projects_comment_deleted(), action: { label: m.projects_undo(), run: () => restore.run({ uid, rev }) } }),
  });
  return (
    <li className="rounded-lg border border-line bg-raised px-4 py-2.5">
      <div className="flex items-center gap-2 text-sm text-ink-3">
        <span className="font-medium text-ink-2">{authorName(comment.by)}</span>
        <InstantText instant={comment.created_at} />
        <IconButton size="sm" icon={Trash2} label={m.projects_comment_delete()} className="ms-auto" disabled={remove.busy} onClick={() => remove.run({ uid: comment.uid, rev: comment.rev })} />
      </div>
      <Markdown text={comment.body} onLink={follow} />
    </li>
  );
}
