/// The vermilion mark on an approved plan, drawn like a dated seal (日付印): the word, the day, the version.
import "./plans.css";
import type { Instant } from "@/api";
import { localDay, m } from "@/i18n";

export interface ApprovalMarkProps {
  version: number;
  /** When it was approved; null leaves the day out. */
  at: Instant | null;
  /** Plays the stamp once, for a decision that was just made. */
  fresh?: boolean;
}

export function ApprovalMark({ version, at, fresh = false }: ApprovalMarkProps) {
  const day = at === null ? null : localDay(new Date(at)).slice(2).replaceAll("-", ".");
  return (
    <svg
      viewBox="0 0 96 96"
      width={88}
      height={88}
      role="img"
      aria-label={m.plans_mark_label({ number: version })}
      className={fresh ? "approval-mark approval-mark-fresh" : "approval-mark"}
    >
      <g fill="none" stroke="currentColor" strokeWidth={2.6}>
        <circle cx={48} cy={48} r={44} />
        <path d="M6.5 38 H89.5 M6.5 60 H89.5" strokeWidth={1.8} />
      </g>
      <g fill="currentColor" textAnchor="middle">
        <text x={48} y={31} fontSize={20} fontWeight={600} className="approval-mark-word">
          承認
        </text>
        <text x={48} y={54.5} fontSize={15} className="approval-mark-day">
          {day ?? "––"}
        </text>
        <text x={48} y={79} fontSize={15} className="approval-mark-word">
          {`v${version}`}
        </text>
      </g>
    </svg>
  );
}
