/// Talk: the conversations with one's secretaries, and the one that is open. Which one, and where in it, stands in the
/// address, so that it can be linked to and gone back to.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { MessagesSquare, Plus, UserRoundPlus } from "lucide-react";
import { useEffect } from "react";
import { useRead } from "@/api";
import { Button, EmptyState, ErrorNotice, Loading, SplitPane } from "@/components";
import { useWide } from "@/features/vault/useWide";
import { m } from "@/i18n";
import { ConversationList } from "./ConversationList";
import { ConversationPane } from "./ConversationPane";
import { NewConversation } from "./NewConversation";
import { aboutOf } from "./about";

export default function TalkPlace() {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const people = useRead("people.list", {});
  const wide = useWide();
  const uid = search.uid ?? null;
  const begin = () => void navigate({ to: "/talk", search: (before) => ({ ...before, new: true }) });

  useEffect(() => {
    if (uid === null) document.title = `${m.place_talk()} – Hisho`;
  }, [uid]);

  if (people.isPending) return <Loading label={m.talk_loading()} />;
  if (people.isError) {
    return (
      <div className="p-8">
        <ErrorNotice error={people.error} retry={() => void people.refetch()} />
      </div>
    );
  }
  const nobody = people.data.secretaries.length === 0;
  return (
    <>
      <SplitPane
        columns
        listLabel={m.talk_list_region()}
        detailLabel={m.talk_conversation_region()}
        onBack={() => void navigate({ to: "/talk" })}
        list={<ConversationList people={people.data} chosen={uid} onNew={begin} />}
        detail={
          uid !== null ? (
            <ConversationPane key={uid} uid={uid} messageUid={search.message ?? null} people={people.data} />
          ) : wide ? (
            <div className="h-full overflow-y-auto">
              {nobody ? (
                <EmptyState icon={UserRoundPlus} title={m.talk_nobody_title()} action={<ToTeam />}>
                  {m.talk_nobody_text()}
                </EmptyState>
              ) : (
                <EmptyState
                  icon={MessagesSquare}
                  title={m.talk_empty_title()}
                  action={
                    <Button variant="primary" icon={Plus} onClick={begin}>
                      {m.talk_new()}
                    </Button>
                  }
                >
                  {m.talk_empty_text()}
                </EmptyState>
              )}
            </div>
          ) : null
        }
      />
      {search.new === true && (
        <NewConversation
          people={people.data}
          about={aboutOf(search)}
          onClose={() => void navigate({ to: "/talk", search: uid === null ? {} : { uid }, replace: true })}
          onMade={(made) => void navigate({ to: "/talk", search: { uid: made }, replace: true })}
        />
      )}
    </>
  );
}

/** The one step before anybody can be talked to. */
export function ToTeam() {
  const navigate = useNavigate();
  return (
    <Button variant="primary" icon={UserRoundPlus} onClick={() => void navigate({ to: "/team", search: { add: true } })}>
      {m.talk_to_team()}
    </Button>
  );
}
