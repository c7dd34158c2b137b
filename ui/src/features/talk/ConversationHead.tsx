/// The head of a conversation: what it is called, who takes part, what it is about, and what can be done with it.
import { Archive, ArchiveRestore, Ellipsis, FileOutput, GitBranch, Pencil, Trash2, UsersRound } from "lucide-react";
import { useRead, type Conversation, type People } from "@/api";
import { AppLink, IconButton, Menu } from "@/components";
import { m } from "@/i18n";
import { Face, nameOf } from "./Faces";
import type { ConversationWork } from "./useConversationWork";

const LINK = "chrome inline-flex min-w-0 items-center gap-1.5 truncate rounded-sm text-ink-2 underline-offset-2 hover:text-ink hover:underline";

export function ConversationHead({ conversation, people, work }: { conversation: Conversation; people: People; work: ConversationWork }) {
  const archived = conversation.status === "archived";
  const names = conversation.participants.map((uid) => nameOf(people, uid));
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line ps-6 pe-3 py-2">
      <div className="min-w-0 flex-1 basis-52">
        <h2 className="truncate font-title text-lg font-semibold" title={conversation.title}>
          {conversation.title}
        </h2>
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 text-sm text-ink-3">
          <span className="flex min-w-0 items-center gap-1.5">
            {conversation.participants.slice(0, 3).map((uid) => (
              <Face key={uid} people={people} uid={uid} size="sm" />
            ))}
            <span className="truncate">{names.length === 0 ? m.talk_with_nobody() : names.join(m.talk_and())}</span>
          </span>
          <Subject conversation={conversation} />
          {conversation.branched_from !== null && (
            <AppLink to="/talk" search={{ uid: conversation.branched_from }} className={LINK}>
              <GitBranch size={13} className="shrink-0" aria-hidden />
              {m.talk_branched_from()}
            </AppLink>
          )}
        </div>
      </div>
      <Menu
        trigger={<IconButton icon={Ellipsis} label={m.talk_more()} />}
        items={[
          { label: m.talk_rename(), icon: Pencil, onSelect: work.rename },
          { label: m.talk_participants(), icon: UsersRound, onSelect: work.invite },
          { label: m.talk_export(), icon: FileOutput, onSelect: work.export },
          archived ? { label: m.talk_unarchive(), icon: ArchiveRestore, onSelect: work.unarchive } : { label: m.talk_archive(), icon: Archive, onSelect: work.archive },
          { label: m.talk_delete(), icon: Trash2, danger: true, onSelect: work.remove },
        ]}
      />
      {work.dialogs}
    </header>
  );
}

/** The task or project that is spoken of. */
function Subject({ conversation: { task_uid: task, project_uid: project } }: { conversation: Conversation }) {
  const aboutTask = useRead("tasks.get", { uid: task ?? "" }, { enabled: task !== null });
  const projectUid = project ?? aboutTask.data?.project_uid ?? null;
  const aboutProject = useRead("projects.get", { uid: projectUid ?? "" }, { enabled: projectUid !== null });
  const title = task === null ? aboutProject.data?.title : aboutTask.data?.title;
  if (title === undefined) return null;
  const words = task === null ? m.talk_about_project({ title }) : m.talk_about_task({ title });
  return projectUid === null ? (
    <span className="truncate">{words}</span>
  ) : (
    <AppLink to={`/projects/${projectUid}`} className={LINK}>
      {words}
    </AppLink>
  );
}
