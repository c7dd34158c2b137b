/// One plan: read, and handed to the desk where it is written, read and decided.
import { useParams } from "@tanstack/react-router";
import { FileQuestion } from "lucide-react";
import { useRead } from "@/api";
import { AppLink, EmptyState, ErrorNotice, Loading } from "@/components";
import { m } from "@/i18n";
import { PlanDesk } from "./PlanDesk";

export default function PlanDetail() {
  const { uid } = useParams({ strict: false }) as { uid: string };
  return <OnePlan key={uid} uid={uid} />;
}

function OnePlan({ uid }: { uid: string }) {
  const plan = useRead("plans.get", { uid });
  // A plan that was read stays on the screen when a later reading fails: text may be open in it.
  if (plan.data) return <PlanDesk plan={plan.data} error={plan.error} retry={() => void plan.refetch()} />;
  if (plan.isPending) return <Loading label={m.plans_detail_loading()} />;
  if (plan.error.code === "not_found") {
    return (
      <EmptyState icon={FileQuestion} title={m.plans_gone_title()} action={<BackLink />}>
        {m.plans_gone_text()}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-4 p-8">
      <BackLink />
      <ErrorNotice error={plan.error} retry={() => void plan.refetch()} />
    </div>
  );
}

function BackLink() {
  return (
    <AppLink to="/plans" className="text-base text-accent-ink underline-offset-2 hover:underline">
      {m.plans_back()}
    </AppLink>
  );
}
