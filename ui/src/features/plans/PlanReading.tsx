/// One version of a plan, set for reading.
import "./plans.css";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import type { Day, PlanContent } from "@/api";
import { DayText, Markdown } from "@/components";
import { formatDay, m } from "@/i18n";
import { useToday } from "@/api";

export interface PlanReadingProps {
  content: PlanContent;
  /** Follows a link to a note that is written in the text. */
  onLink: (target: string) => void;
}

export function PlanReading({ content, onLink }: PlanReadingProps) {
  return (
    <article className="flex max-w-2xl flex-col gap-9">
      <Section heading={m.plans_field_objective()}>{content.objective.trim() === "" ? <Nothing>{m.plans_no_objective()}</Nothing> : <Markdown text={content.objective} onLink={onLink} />}</Section>
      <Section heading={m.plans_field_scope()}>{content.scope.trim() === "" ? <Nothing>{m.plans_no_scope()}</Nothing> : <Markdown text={content.scope} onLink={onLink} />}</Section>
      {(content.start_on !== null || content.due_on !== null) && (
        <Section heading={m.plans_period()}>
          <p className="text-md">
            <Period start={content.start_on} due={content.due_on} />
          </p>
        </Section>
      )}
      <Section heading={m.plans_field_milestones()}>
        {content.milestones.length === 0 ? (
          <Nothing>{m.plans_no_milestones()}</Nothing>
        ) : (
          <ol className="milestone-thread flex flex-col gap-3 text-md">
            {content.milestones.map((milestone) => (
              <li key={milestone.uid}>
                <span className="wrap-anywhere">{milestone.title}</span>
                {milestone.due_on !== null && (
                  <span className="ms-3 text-sm whitespace-nowrap text-ink-3">
                    <DayText day={milestone.due_on} relative={false} />
                  </span>
                )}
              </li>
            ))}
          </ol>
        )}
      </Section>
      <Section heading={m.plans_field_criteria()}>
        {content.criteria.length === 0 ? (
          <Nothing>{m.plans_no_criteria()}</Nothing>
        ) : (
          <ul className="flex flex-col gap-2 text-md">
            {content.criteria.map((criterion, index) => (
              <li key={index} className="flex items-start gap-2.5">
                <Check size={16} className="mt-1.5 shrink-0 text-accent-ink" aria-hidden />
                <span className="wrap-anywhere">{criterion}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </article>
  );
}

function Period({ start, due }: { start: Day | null; due: Day | null }) {
  const today = useToday();
  if (start !== null && due !== null) return m.plans_period_range({ start: formatDay(start, today), due: formatDay(due, today) });
  if (start !== null) return m.plans_period_from({ start: formatDay(start, today) });
  return due === null ? null : m.plans_period_until({ due: formatDay(due, today) });
}

function Section({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2.5 text-sm font-medium text-ink-3">{heading}</h2>
      {children}
    </section>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return <p className="text-md text-ink-3">{children}</p>;
}
