/// The conversations there are, or those in the archive, or what is found in them.
import { useNavigate } from "@tanstack/react-router";
import { Archive, MessagesSquare, Plus, SearchX } from "lucide-react";
import { useState } from "react";
import { useRead, type Conversation, type ConversationStatus, type People, type SearchHit } from "@/api";
import { Button, EmptyState, ErrorNotice, Highlighted, InstantText, ListRow, Loading, Tabs, TextField, VirtualList } from "@/components";
import { useSettled } from "@/features/vault/search/useSettled";
import { formatNumber, m } from "@/i18n";
import { Faces } from "./Faces";

const ROW_PX = 60;
const QUIET_MS = 150;
const MOST = 500;

export interface ConversationListProps {
  people: People;
  chosen: string | null;
  onNew: () => void;
}

export function ConversationList({ people, chosen, onNew }: ConversationListProps) {
  const [typed, setTyped] = useState("");
  const [status, setStatus] = useState<ConversationStatus>("active");
  const query = useSettled(typed.trim(), QUIET_MS);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="chrome flex items-center gap-2 px-5 pt-6 pb-3">
        <h1 className="min-w-0 flex-1 font-title text-xl font-semibold">{m.place_talk()}</h1>
        <Button variant="primary" size="sm" icon={Plus} onClick={onNew}>
          {m.talk_new_short()}
        </Button>
      </header>
      <div className="flex flex-col gap-2.5 px-5 pb-3">
        <TextField type="search" label={m.talk_search()} hideLabel placeholder={m.talk_search()} value={typed} onChange={setTyped} />
        {query === "" && (
          <Tabs
            label={m.talk_filter()}
            value={status}
            onChange={setStatus}
            tabs={[
              { value: "active", label: m.talk_filter_active() },
              { value: "archived", label: m.talk_filter_archived(), icon: Archive },
            ]}
          />
        )}
      </div>
      <div className="min-h-0 flex-1 pb-2">
        {query === "" ? <Listed key={status} status={status} people={people} chosen={chosen} onNew={onNew} /> : <Found query={query} chosen={chosen} />}
      </div>
    </div>
  );
}

function Listed({ status, people, chosen, onNew }: ConversationListProps & { status: ConversationStatus }) {
  const list = useRead("conversations.list", { status, limit: MOST });
  if (list.isPending) return <Loading label={m.talk_loading()} />;
  if (list.isError) {
    return (
      <div className="px-5">
        <ErrorNotice error={list.error} retry={() => void list.refetch()} />
      </div>
    );
  }
  if (list.data.length === 0) {
    return status === "archived" ? (
      <EmptyState icon={Archive} title={m.talk_archive_empty_title()}>
        {m.talk_archive_empty_text()}
      </EmptyState>
    ) : (
      <EmptyState icon={MessagesSquare} title={m.talk_list_empty_title()} action={<Button onClick={onNew}>{m.talk_new()}</Button>}>
        {m.talk_list_empty_text()}
      </EmptyState>
    );
  }
  return (
    <VirtualList
      items={list.data}
      estimate={ROW_PX}
      label={m.talk_list_label()}
      keyOf={({ uid }) => uid}
      shownIndex={list.data.findIndex(({ uid }) => uid === chosen)}
      render={(conversation) => <ConversationRow conversation={conversation} people={people} selected={conversation.uid === chosen} />}
    />
  );
}

function ConversationRow({ conversation, people, selected }: { conversation: Conversation; people: People; selected: boolean }) {
  return (
    <ListRow
      to="/talk"
      search={{ uid: conversation.uid }}
      selected={selected}
      leading={<Faces people={people} uids={conversation.participants} />}
      title={conversation.title}
      subtitle={
        <>
          <InstantText instant={conversation.updated_at} /> · {m.talk_row_messages({ count: formatNumber(conversation.messages) })}
        </>
      }
    />
  );
}

function Found({ query, chosen }: { query: string; chosen: string | null }) {
  const navigate = useNavigate();
  const found = useRead("search.find", { query, kinds: ["conversation", "message"], limit: 100, stream: "talk" }, { keepPrevious: true });
  if (found.isPending) return <Loading label={m.talk_searching()} />;
  if (found.isError) {
    return (
      <div className="px-5">
        <ErrorNotice error={found.error} />
      </div>
    );
  }
  if (found.data.hits.length === 0) {
    return (
      <EmptyState icon={SearchX} title={m.talk_found_none()}>
        {m.talk_found_none_text({ query })}
      </EmptyState>
    );
  }
  const open = (hit: SearchHit) => {
    if (hit.kind === "conversation") void navigate({ to: "/talk", search: { uid: hit.id } });
    else if (hit.conversation_uid !== null) void navigate({ to: "/talk", search: { uid: hit.conversation_uid, message: hit.id } });
  };
  return (
    <VirtualList
      items={found.data.hits}
      estimate={ROW_PX}
      label={m.talk_found({ count: formatNumber(found.data.total) })}
      keyOf={({ kind, id }) => `${kind}-${id}`}
      render={(hit) => (
        <ListRow
          onSelect={() => open(hit)}
          selected={hit.id === chosen}
          title={hit.kind === "conversation" ? <Highlighted text={hit.title} ranges={hit.title_highlights} /> : hit.context}
          subtitle={hit.kind === "message" ? <Highlighted text={hit.snippet} ranges={hit.highlights} /> : m.talk_found_name()}
        />
      )}
    />
  );
}
