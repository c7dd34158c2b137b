/// What stands where there is nothing yet, nothing any more, or nothing to be had: empty, loading, failed.
import { CircleAlert, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { errorText } from "@/api/errorText";
import { m } from "@/i18n";
import { Button } from "./Button";
import type { Icon } from "./icon";

export interface EmptyStateProps {
  icon: Icon;
  title: string;
  /** What this place is for. */
  children?: ReactNode;
  /** The one next step. */
  action?: ReactNode;
}

export function EmptyState({ icon: Glyph, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-14 text-center">
      <span className="mb-4 grid size-14 place-items-center rounded-full bg-sunken text-ink-3">
        <Glyph size={24} aria-hidden />
      </span>
      <h2 className="font-title text-lg font-semibold text-balance">{title}</h2>
      {children && <div className="mt-1.5 text-base text-balance text-ink-2">{children}</div>}
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}

/** Says that something is being fetched, and what. */
export function Loading({ label }: { label: string }) {
  return (
    <p role="status" className="appear flex items-center justify-center gap-2 px-6 py-10 text-base text-ink-3">
      <LoaderCircle size={16} className="animate-spin" aria-hidden />
      {label}
    </p>
  );
}

/** An error as a person needs it: what happened, what was not lost, what to do. */
export function ErrorNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  const { what, kept, advice } = errorText(error);
  return (
    <div role="alert" className="flex items-start gap-3 rounded-lg border border-danger/35 bg-red-soft px-4 py-3">
      <CircleAlert size={18} className="mt-0.5 shrink-0 text-red" aria-hidden />
      <div className="min-w-0 flex-1 text-base">
        <p className="font-medium text-ink wrap-anywhere">{what}</p>
        {kept && <p className="mt-0.5 text-ink-2">{kept}</p>}
        {advice && <p className="mt-0.5 text-ink-2">{advice}</p>}
      </div>
      {retry && (
        <Button size="sm" onClick={retry}>
          {m.action_retry()}
        </Button>
      )}
    </div>
  );
}
