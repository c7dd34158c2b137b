/// The list of discussions, what is going on first. Must not know how one is led.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Handshake, Plus } from "lucide-react";
import { useState } from "react";
import { useRead, type DiscussionSummary } from "@/api";
import { Badge, Button, EmptyState, ErrorNotice, InstantText, ListRow, Loading, Page, Tabs, VirtualList } from "@/components";
import { formatNumber, m } from "@/i18n";
import { FILTERS, inOrder, stands, type Filter } from "./listing";
import { NewDiscussion } from "./NewDiscussion";
import { KINDS, OUTCOMES, STATUSES } from "./words";

const ROW_PX = 60;

export default function DiscussPlace() {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const discussions = useRead("discussions.list", {});
  const people = useRead("people.list", {});
  const [filter, setFilter] = useState<Filter>("all");
  const all = inOrder(discussions.data ?? []);
  const shown = all.filter((discussion) => stands(discussion, filter));
  const begin = () => void navigate({ to: "/discuss", search: { new: true } });
  const newButton = (
    <Button variant="primary" icon={Plus} disabled={people.data === undefined} onClick={begin}>
      {m.discuss_new()}
    </Button>
  );

  return (
    <Page title={m.place_discuss()} subtitle={m.discuss_subtitle()} flush actions={newButton}>
      {discussions.isPending && <Loading label={m.discuss_loading()} />}
      {discussions.isError && (
        <div className="px-8">
          <ErrorNotice error={discussions.error} retry={() => void discussions.refetch()} />
        </div>
      )}
      {people.isError && (
        <div className="px-8 pb-3">
          <ErrorNotice error={people.error} retry={() => void people.refetch()} />
        </div>
      )}
      {discussions.data?.length === 0 && (
        <EmptyState icon={Handshake} title={m.discuss_empty_title()} action={newButton}>
          {m.discuss_empty_text()}
        </EmptyState>
      )}
      {all.length > 0 && (
        <>
          <div className="flex px-8 pb-3">
            <Tabs
              label={m.discuss_filter()}
              value={filter}
              onChange={setFilter}
              tabs={FILTERS.map((value) => ({ value, label: FILTER_WORDS[value](), count: all.filter((discussion) => stands(discussion, value)).length }))}
            />
          </div>
          <div className="min-h-0 flex-1 px-3 pb-3">
            {shown.length > 0 ? (
              <VirtualList items={shown} estimate={ROW_PX} label={m.discuss_list_label()} keyOf={({ uid }) => uid} render={(discussion) => <DiscussionRow discussion={discussion} />} />
            ) : (
              <EmptyState icon={Handshake} title={m.discuss_empty_filter()} action={<Button onClick={() => setFilter("all")}>{m.discuss_show_all()}</Button>} />
            )}
          </div>
        </>
      )}
      {search.new === true && people.data && (
        <NewDiscussion
          people={people.data}
          onClose={() => void navigate({ to: "/discuss", replace: true })}
          onMade={(uid) => void navigate({ to: "/discuss/$uid", params: { uid }, replace: true })}
        />
      )}
    </Page>
  );
}

const FILTER_WORDS: Record<Filter, () => string> = { all: m.discuss_filter_all, running: m.discuss_filter_running, prepared: m.discuss_filter_prepared, ended: m.discuss_filter_ended };

function DiscussionRow({ discussion }: { discussion: DiscussionSummary }) {
  const { uid, title, kind, status, outcome, participants, updated_at: at } = discussion;
  const Kind = KINDS[kind].icon;
  const look = outcome === null ? STATUSES[status] : OUTCOMES[outcome];
  return (
    <ListRow
      to={`/discuss/${uid}`}
      leading={
        <span className="grid size-9 place-items-center rounded-full bg-sunken text-ink-2">
          <Kind size={17} aria-hidden />
        </span>
      }
      title={title}
      subtitle={
        <>
          {KINDS[kind].name()} · {m.discuss_row_seats({ count: formatNumber(participants) })} · <InstantText instant={at} />
        </>
      }
      trailing={
        <>
          {status === "terminated" && <span className="hidden sm:inline">{m.discuss_status_terminated()}</span>}
          <Badge tone={look.tone} icon={look.icon}>
            {look.name()}
          </Badge>
        </>
      }
    />
  );
}
