/// Today: what is due, what waits for a decision, what is under way, what was written lately. The place one starts from.
import { ClipboardPlus, Sunrise } from "lucide-react";
import { useState } from "react";
import { useRead, useToday, type Today } from "@/api";
import { Button, EmptyState, ErrorNotice, Loading, Page } from "@/components";
import { NewPlanDialog } from "@/features/plans/NewPlanDialog";
import { formatLongDay, m } from "@/i18n";
import { NoteList, PlanList, ProjectList } from "./lists";
import { QuickTask } from "./QuickTask";
import { TaskSection } from "./TaskSection";
import { useVaultTasks, VaultTasks } from "./VaultTasks";

export default function TodayPlace() {
  const day = useToday();
  const today = useRead("today.show", {});
  return (
    <Page title={m.place_today()} subtitle={formatLongDay(day)}>
      {today.isPending && <Loading label={m.today_loading()} />}
      {today.isError && <ErrorNotice error={today.error} retry={() => void today.refetch()} />}
      {today.data && <Day today={today.data} />}
    </Page>
  );
}

function Day({ today }: { today: Today }) {
  const vaultTasks = useVaultTasks();
  const [planning, setPlanning] = useState(false);
  const { overdue, due_today, upcoming, waiting_plans, active_projects, recent_notes } = today;
  const nothingToDo = overdue.length + due_today.length + upcoming.length + waiting_plans.length + vaultTasks.tasks.length === 0;
  const fresh = nothingToDo && active_projects.length === 0;
  return (
    <div className="grid items-start gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-8">
        <PlanList plans={waiting_plans} />
        <QuickTask />
        <TaskSection title={m.today_overdue()} tone="late" tasks={overdue} />
        <TaskSection title={m.today_due()} tone="today" tasks={due_today} />
        <TaskSection title={m.today_upcoming()} tone="later" tasks={upcoming} />
        <VaultTasks {...vaultTasks} />
        {nothingToDo && (
          <EmptyState
            icon={Sunrise}
            title={fresh ? m.today_fresh_title() : m.today_clear_title()}
            action={
              fresh && (
                <Button variant="primary" icon={ClipboardPlus} onClick={() => setPlanning(true)}>
                  {m.palette_new_plan()}
                </Button>
              )
            }
          >
            {fresh ? m.today_fresh_text() : m.today_clear_text()}
          </EmptyState>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-8">
        <ProjectList projects={active_projects} />
        <NoteList notes={recent_notes} />
      </div>
      <NewPlanDialog open={planning} onOpenChange={setPlanning} />
    </div>
  );
}
