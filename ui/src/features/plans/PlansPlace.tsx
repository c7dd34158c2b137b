/// The list of plans, what waits for the person first. Must not know how a plan is edited or decided.
import { ClipboardList, Plus } from "lucide-react";
import { useState } from "react";
import { useRead, type PlanSummary } from "@/api";
import { Badge, Button, DayText, EmptyState, ErrorNotice, InstantText, ListRow, Loading, Page, Tabs, VirtualList } from "@/components";
import { m } from "@/i18n";
import { NewPlanDialog } from "./NewPlanDialog";
import { FILTERS, authorName, inOrder, shownTitle, stands, STATUS_LOOK, statusWord, type Filter } from "./words";

const ROW_HEIGHT = 60;

export default function PlansPlace() {
  const plans = useRead("plans.list", {});
  const [chosen, setChosen] = useState<Filter | null>(null);
  const [creating, setCreating] = useState(false);
  const all = inOrder(plans.data ?? []);
  const waiting = all.some((plan) => stands(plan, "waiting"));
  const filter = chosen ?? (waiting ? "waiting" : "all");
  const shown = all.filter((plan) => stands(plan, filter));

  return (
    <Page
      title={m.plans_heading()}
      subtitle={m.plans_subtitle()}
      flush
      actions={
        <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
          {m.plans_new()}
        </Button>
      }
    >
      {plans.isPending && <Loading label={m.plans_loading()} />}
      {plans.isError && (
        <div className="px-8">
          <ErrorNotice error={plans.error} retry={() => void plans.refetch()} />
        </div>
      )}
      {plans.data && all.length === 0 && (
        <EmptyState
          icon={ClipboardList}
          title={m.plans_empty_title()}
          action={
            <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
              {m.plans_new()}
            </Button>
          }
        >
          {m.plans_empty_text()}
        </EmptyState>
      )}
      {all.length > 0 && (
        <>
          <div className="flex px-8 pb-3">
            <Tabs
              label={m.plans_filter_label()}
              value={filter}
              onChange={setChosen}
              tabs={FILTERS.map((value) => ({ value, label: filterWord(value), count: all.filter((plan) => stands(plan, value)).length }))}
            />
          </div>
          <div className="min-h-0 flex-1 px-3 pb-3">
            {shown.length > 0 ? (
              <VirtualList items={shown} estimate={ROW_HEIGHT} label={m.plans_list_label()} keyOf={(plan) => plan.uid} render={(plan) => <PlanRow plan={plan} />} />
            ) : (
              <EmptyState
                icon={ClipboardList}
                title={filter === "waiting" ? m.plans_empty_waiting_title() : m.plans_empty_filter_title()}
                action={<Button onClick={() => setChosen("all")}>{m.plans_show_all()}</Button>}
              >
                {filter === "waiting" ? m.plans_empty_waiting_text() : m.plans_empty_filter_text()}
              </EmptyState>
            )}
          </div>
        </>
      )}
      <NewPlanDialog open={creating} onOpenChange={setCreating} />
    </Page>
  );
}

function PlanRow({ plan }: { plan: PlanSummary }) {
  const look = STATUS_LOOK[plan.status];
  return (
    <ListRow
      to={`/plans/${plan.uid}`}
      title={shownTitle(plan.title)}
      subtitle={
        <>
          {authorName(plan.author)} · <InstantText instant={plan.updated_at} /> · {m.plans_row_version({ number: plan.version })}
          {plan.milestones > 0 && <> · {m.plans_row_milestones({ count: plan.milestones })}</>}
        </>
      }
      trailing={
        <>
          {plan.due_on && (
            <span className="hidden sm:inline">
              <DayText day={plan.due_on} />
            </span>
          )}
          <Badge tone={look.tone} icon={look.icon}>
            {statusWord(plan.status)}
          </Badge>
        </>
      }
    />
  );
}

function filterWord(filter: Filter): string {
  switch (filter) {
    case "waiting":
      return m.plans_filter_waiting();
    case "drafts":
      return m.plans_filter_drafts();
    case "approved":
      return m.plans_filter_approved();
    case "rejected":
      return m.plans_filter_rejected();
    case "all":
      return m.plans_filter_all();
  }
}
