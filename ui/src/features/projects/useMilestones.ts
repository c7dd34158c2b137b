/// The milestones that the project's plan in force names. Must not know how they are shown.
import { useRead, type Milestone } from "@/api";

const NONE: Milestone[] = [];

/** The milestones of the approved version; none where there is no plan, or it is gone. */
export function useMilestones(planUid: string | null): Milestone[] {
  const plan = useRead("plans.get", { uid: planUid ?? "" }, { enabled: planUid !== null });
  const { versions = [], in_force = null } = plan.data ?? {};
  return versions.find(({ number }) => number === in_force)?.content.milestones ?? NONE;
}
