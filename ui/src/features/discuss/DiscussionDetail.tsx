/// One discussion: read, and handed to its preparation or to its table.
import { useParams } from "@tanstack/react-router";
import { FileQuestion } from "lucide-react";
import { useEffect } from "react";
import { useRead, type Discussion, type People } from "@/api";
import { EmptyState, ErrorNotice, Loading } from "@/components";
import { m } from "@/i18n";
import { BackLink } from "./BackLink";
import { Preparation } from "./Preparation";
import { RoundTable } from "./RoundTable";

export default function DiscussionDetail() {
  const { uid } = useParams({ strict: false }) as { uid: string };
  return <One key={uid} uid={uid} />;
}

function One({ uid }: { uid: string }) {
  const discussion = useRead("discussions.get", { uid });
  const people = useRead("people.list", {});
  if (discussion.data && people.data) return <Known discussion={discussion.data} people={people.data} />;
  const failed = discussion.error ?? people.error;
  if (failed === null) return <Loading label={m.discuss_opening()} />;
  if (failed.code === "not_found") {
    return (
      <EmptyState icon={FileQuestion} title={m.discuss_gone_title()} action={<BackLink />}>
        {m.discuss_gone_text()}
      </EmptyState>
    );
  }
  const retry = () => {
    void discussion.refetch();
    void people.refetch();
  };
  return (
    <div className="flex flex-col gap-4 p-8">
      <BackLink />
      <ErrorNotice error={failed} retry={retry} />
    </div>
  );
}

function Known({ discussion, people }: { discussion: Discussion; people: People }) {
  const { title, status } = discussion;
  useEffect(() => {
    document.title = `${title} – Hisho`;
  }, [title]);
  return status === "draft" ? <Preparation discussion={discussion} people={people} /> : <RoundTable discussion={discussion} people={people} />;
}
