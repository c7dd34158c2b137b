/// The parts of the margin beside a plan.
import { useId, type ReactNode } from "react";

/** A part of the margin beside a plan, under its own heading. */
export function Part({ heading, children }: { heading: string; children: ReactNode }) {
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
