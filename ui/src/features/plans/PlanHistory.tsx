/// What became of a plan: its project and note, its versions, and who decided what about which of them.
import { FolderKanban } from "lucide-react";
import { useId, type ReactNode } from "react";
import { useAppState, type Decision, type PlanDetail, type PlanVersion } from "@/api";
import { AppLink, Badge, Button, cx, InstantText, Tooltip } from "@/components";
import { m } from "@/i18n";
import { useHost } from "@/platform";
import { obsidianAddress } from "@/features/vault/paths";
import { authorName, shortHash, STATUS_LOOK, statusWord } from "./words";

export interface PlanHistoryProps {
  plan: PlanDetail;
  /** The number of the version on the screen. */
  reading: number;
  onRead: (version: number) => void;
}

export function PlanHistory({ plan, reading, onRead }: PlanHistoryProps) {
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
      <Part heading={m.plans_versions_heading()}>
        <ol className="flex flex-col gap-0.5">
          {versions.map((version) => (
            <li key={version.number}>
              <VersionEntry version={version} inForce={plan.in_force === version.number} reading={reading === version.number} onRead={onRead} />
            </li>
          ))}
        </ol>
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
              </li>
            ))}
          </ol>
        )}
      </Part>
    </>
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

function Part({ heading, children }: { heading: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-2 text-sm font-medium text-ink-2">
        {heading}
      </h2>
      {children}
    </section>
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
