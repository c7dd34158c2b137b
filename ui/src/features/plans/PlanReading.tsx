/// One version of a plan, set for reading.
import "./plans.css";
import { Check, CornerDownRight, FileText, Package, TriangleAlert, User } from "lucide-react";
import type { ReactNode, Ref } from "react";
import type { Day, PlanContent } from "@/api";
import { DayText, Markdown, type Icon } from "@/components";
import { formatDay, language, m } from "@/i18n";
import { useToday } from "@/api";
import { costText } from "./cost";
import { PlanTimeline } from "./PlanTimeline";
import { levelWord, listText } from "./words";

export interface PlanReadingProps {
  content: PlanContent;
  /** Follows a link to a note that is written in the text. */
  onLink: (target: string) => void;
  ref?: Ref<HTMLElement>;
}

export function PlanReading({ content, onLink, ref }: PlanReadingProps) {
  const { resources } = content;
  const titles = new Map(content.milestones.map((milestone) => [milestone.uid, milestone.title]));
  return (
    <article ref={ref} className="flex max-w-2xl flex-col gap-9">
      <Section heading={m.plans_field_objective()}>{content.objective.trim() === "" ? <Nothing>{m.plans_no_objective()}</Nothing> : <Markdown text={content.objective} onLink={onLink} />}</Section>
      <Section heading={m.plans_field_scope()}>{content.scope.trim() === "" ? <Nothing>{m.plans_no_scope()}</Nothing> : <Markdown text={content.scope} onLink={onLink} />}</Section>
      {content.description.trim() !== "" && (
        <Section heading={m.plans_field_description()}>
          <Markdown text={content.description} onLink={onLink} />
        </Section>
      )}
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
          <>
            <ol className="milestone-thread flex flex-col gap-3 text-md">
              {content.milestones.map((milestone) => (
                <li key={milestone.uid}>
                  <span className="wrap-anywhere">{milestone.title}</span>
                  {milestone.due_on !== null && (
                    <span className="ms-3 text-sm whitespace-nowrap text-ink-3">
                      <DayText day={milestone.due_on} relative={false} />
                    </span>
                  )}
                  {milestone.depends_on.length > 0 && (
                    <span className="block text-sm text-ink-3">{m.plans_reading_waits({ titles: listText(milestone.depends_on.flatMap((uid) => titles.get(uid) ?? [])) })}</span>
                  )}
                </li>
              ))}
            </ol>
            <PlanTimeline
              start={content.start_on}
              due={content.due_on}
              marks={content.milestones.map((milestone) => ({ key: milestone.uid, title: milestone.title, day: milestone.due_on, after: milestone.depends_on }))}
            />
          </>
        )}
      </Section>
      <Section heading={m.plans_field_criteria()}>
        {content.criteria.length === 0 ? <Nothing>{m.plans_no_criteria()}</Nothing> : <Lines lines={content.criteria} icon={Check} />}
      </Section>
      {resources.cost !== null && (
        <Section heading={m.plans_field_cost()}>
          <p className="text-md tabular-nums">{costText(resources.cost, language())}</p>
        </Section>
      )}
      {resources.people.length > 0 && (
        <Section heading={m.plans_field_people()}>
          <Lines lines={resources.people} icon={User} />
        </Section>
      )}
      {resources.needs.length > 0 && (
        <Section heading={m.plans_field_needs()}>
          <Lines lines={resources.needs} icon={Package} />
        </Section>
      )}
      {resources.dependencies.length > 0 && (
        <Section heading={m.plans_field_dependencies()}>
          <Lines lines={resources.dependencies} icon={CornerDownRight} />
        </Section>
      )}
      {content.risks.length > 0 && (
        <Section heading={m.plans_field_risks()}>
          <ul className="flex flex-col gap-3 text-md">
            {content.risks.map((risk, index) => (
              <li key={index} className="flex items-start gap-2.5">
                <TriangleAlert size={16} className="mt-1.5 shrink-0 text-amber" aria-hidden />
                <div className="min-w-0 wrap-anywhere">
                  <p>{risk.title}</p>
                  <p className="text-sm text-ink-3">{m.plans_reading_rated({ likelihood: levelWord(risk.likelihood), impact: levelWord(risk.impact) })}</p>
                  {risk.response !== "" && <p className="text-base text-ink-2">{m.plans_reading_answer({ text: risk.response })}</p>}
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {content.notes.length > 0 && (
        <Section heading={m.plans_field_notes()}>
          <ul className="flex flex-col gap-1 text-md">
            {content.notes.map((note, index) => (
              <li key={index}>
                <button type="button" onClick={() => onLink(note)} className="inline-flex min-h-8 items-center gap-2.5 text-start text-accent-ink underline-offset-2 wrap-anywhere hover:underline">
                  <FileText size={16} className="shrink-0" aria-hidden />
                  {note}
                </button>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </article>
  );
}

function Lines({ lines, icon: Glyph }: { lines: readonly string[]; icon: Icon }) {
  return (
    <ul className="flex flex-col gap-2 text-md">
      {lines.map((line, index) => (
        <li key={index} className="flex items-start gap-2.5">
          <Glyph size={16} className="mt-1.5 shrink-0 text-accent-ink" aria-hidden />
          <span className="wrap-anywhere">{line}</span>
        </li>
      ))}
    </ul>
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
