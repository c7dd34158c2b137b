/// What became of a plan: its project and note, its versions, and who decided what about which of them.
import { Circle, CircleCheck, FolderKanban, GitCompareArrows, MessagesSquare } from "lucide-react";
import { useAppState, type Decision, type PlanDetail, type PlanVersion } from "@/api";
import { AppLink, Badge, Button, cx, InstantText, Tooltip } from "@/components";
import { m } from "@/i18n";
import { useHost } from "@/platform";
import { TASK_STATUS } from "@/features/projects/words";
import { obsidianAddress } from "@/features/vault/paths";
import { AdviceList } from "./AdviceList";
import { Part } from "./Part";
import type { Compared } from "./PlanCompare";
import { authorName, shortHash, STATUS_LOOK, statusWord } from "./words";

export interface PlanHistoryProps {
  plan: PlanDetail;
  /** The number of the version on the screen. */
  reading: number;
  onRead: (version: number) => void;
  /** Two versions are to be compared. */
  onCompare: (compared: Compared) => void;
}

export function PlanHistory({ plan, reading, onRead, onCompare }: PlanHistoryProps) {
  const versions = plan.versions.toSorted((a, b) => b.number - a.number);
  const decisions = plan.decisions.toSorted((a, b) => (a.at < b.at ? 1 : -1));
  return (
    <>
      {plan.project !== null && (
        <Part heading={m.plans_project_heading()}>
          <AppLink to={`/projects/${plan.project.uid}`} className="flex items-center gap-2.5 rounded-md border border-line bg-surface px-3 py-2.5 hover:border-control">
            <FolderKanban size={17} className="shrink-0 text-accent-ink" aria-hidden />
            <span className="min-w-0">
              <span className="block text-xs text-ink-3">{plan.project.key}</span>
              <span className="block truncate font-medium">{plan.project.title}</span>
            </span>
          </AppLink>
        </Part>
      )}
      {plan.note_path !== null && <NotePart path={plan.note_path} />}
      {plan.discussions.length > 0 && (
        <Part heading={m.plans_discussions_heading()}>
          <ul className="flex flex-col gap-1 text-base">
            {plan.discussions.map((discussion) => (
              <li key={discussion.uid} className="flex items-start gap-2 wrap-anywhere">
                <MessagesSquare size={15} className="mt-1 shrink-0 text-ink-3" aria-hidden />
                <AppLink to={`/discuss/${discussion.uid}`} className="min-w-0 text-accent-ink underline-offset-2 hover:underline">
                  {discussion.title}
                </AppLink>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part heading={m.plans_versions_heading()}>
        <ol className="flex flex-col gap-0.5">
          {versions.map((version) => (
            <li key={version.number}>
              <VersionEntry version={version} inForce={plan.in_force === version.number} reading={reading === version.number} onRead={onRead} />
            </li>
          ))}
        </ol>
        {versions.length > 1 && (
          <Button size="sm" icon={GitCompareArrows} className="mt-2" onClick={() => onCompare(toCompare(plan, reading))}>
            {m.plans_compare()}
          </Button>
        )}
      </Part>
      <Part heading={m.plans_decisions_heading()}>
        {decisions.length === 0 ? (
          <p className="text-sm text-ink-3">{m.plans_decisions_none()}</p>
        ) : (
          <ol className="flex flex-col gap-3">
            {decisions.map((decision) => (
              <li key={`${decision.at}-${decision.version}-${decision.action}`}>
                <p className="text-base font-medium">{decisionWords(decision)}</p>
                <p className="text-sm text-ink-3">
                  {authorName(decision.by)} · <InstantText instant={decision.at} /> · <Hash hash={decision.content_hash} />
                </p>
                {decision.comment !== null && decision.comment !== "" && <p className="mt-1 border-s-2 border-line ps-2.5 text-base whitespace-pre-wrap text-ink-2 wrap-anywhere">{decision.comment}</p>}
                <Conditions decision={decision} project={plan.project?.uid ?? null} />
              </li>
            ))}
          </ol>
        )}
      </Part>
      <AdviceList plan={plan} />
    </>
  );
}

/** The versions one most likely wants to compare: the one on the screen with the one in force, else with its neighbour. */
export function toCompare(plan: Pick<PlanDetail, "versions" | "in_force" | "newest">, reading: number): Compared {
  if (plan.in_force !== null && plan.in_force < reading) return { from: plan.in_force, to: reading };
  return reading > 1 ? { from: reading - 1, to: reading } : { from: reading, to: plan.newest.number };
}

/** What an approval is tied to, with the tasks that came of it. */
function Conditions({ decision, project }: { decision: Decision; project: string | null }) {
  if (decision.conditions.length === 0) return null;
  return (
    <ul aria-label={m.plans_conditions()} className="mt-1.5 flex flex-col gap-1">
      {decision.tasks.length === 0
        ? decision.conditions.map((condition) => (
            <li key={condition} className="text-base text-ink-2 wrap-anywhere">
              {condition}
            </li>
          ))
        : decision.tasks.map((task) => (
            <li key={task.uid} className="flex items-start gap-2 text-base">
              {task.status === "completed" ? <CircleCheck size={15} className="mt-1 shrink-0 text-green" aria-hidden /> : <Circle size={15} className="mt-1 shrink-0 text-ink-3" aria-hidden />}
              <span className="min-w-0 wrap-anywhere">
                <AppLink to={`/projects/${project ?? ""}`} className="text-sm text-accent-ink underline-offset-2 hover:underline">
                  {task.key}
                </AppLink>{" "}
                {task.title} <span className="text-sm text-ink-3">{TASK_STATUS[task.status]()}</span>
              </span>
            </li>
          ))}
    </ul>
  );
}

function VersionEntry({ version, inForce, reading, onRead }: { version: PlanVersion; inForce: boolean; reading: boolean; onRead: (version: number) => void }) {
  const look = STATUS_LOOK[version.status];
  // The button covers the whole entry and is named by the version alone.
  return (
    <div className={cx("relative -mx-2.5 rounded-md px-2.5 py-2 transition-colors", reading ? "bg-accent-soft" : "hover:bg-hover")}>
      <div className="flex flex-wrap items-center gap-1.5">
        <button
          type="button"
          aria-current={reading ? "true" : undefined}
          onClick={() => onRead(version.number)}
          className="me-auto font-medium after:absolute after:inset-0 after:rounded-md focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
        >
          {m.plans_version_n({ number: version.number })}
        </button>
        {inForce && <Badge tone="green">{m.plans_version_in_force()}</Badge>}
        {!(inForce && version.status === "approved") && (
          <Badge tone={look.tone} icon={look.icon}>
            {statusWord(version.status)}
          </Badge>
        )}
      </div>
      <p className="text-sm text-ink-2 wrap-anywhere">{version.change_summary ?? (version.number === 1 ? m.plans_version_first() : null)}</p>
      {version.from_version !== null && <p className="text-sm text-ink-3">{m.plans_version_from({ number: version.from_version })}</p>}
      <p className="text-sm text-ink-3">
        {authorName(version.author)} · <InstantText instant={version.created_at} /> · <Hash hash={version.content_hash} />
      </p>
    </div>
  );
}

function NotePart({ path }: { path: string }) {
  const { vault } = useAppState();
  const host = useHost();
  return (
    <Part heading={m.plans_note_heading()}>
      <AppLink to="/vault" search={{ path }} className="block text-sm text-accent-ink underline-offset-2 wrap-anywhere hover:underline">
        {path}
      </AppLink>
      {vault !== null && (
        <Button size="sm" className="mt-2" onClick={() => void host.openExternal(obsidianAddress(vault.path, path))}>
          {m.plans_open_obsidian()}
        </Button>
      )}
    </Part>
  );
}

function Hash({ hash }: { hash: string }) {
  return (
    <Tooltip text={m.plans_hash_whole({ hash })}>
      <code className="relative z-10 font-mono text-xs">{shortHash(hash)}</code>
    </Tooltip>
  );
}

function decisionWords(decision: Decision): string {
  const number = decision.version;
  switch (decision.action) {
    case "approve":
      return m.plans_decision_approve({ number });
    case "reject":
      return m.plans_decision_reject({ number });
    case "request_revision":
      return m.plans_decision_request_revision({ number });
  }
}
