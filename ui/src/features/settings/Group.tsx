/// A titled group of settings, and the lines in it.
import { useId, type ReactNode } from "react";

export function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-2 font-title text-lg font-semibold">
        {title}
      </h2>
      <div className="divide-y divide-line rounded-lg border border-line bg-raised shadow-1">{children}</div>
    </section>
  );
}

/** One line: what it is about, and the control or value beside it. */
export function Line({ name, text, children }: { name: string; text?: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-5 py-3.5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="text-base font-medium">{name}</p>
        {text && <div className="text-sm wrap-anywhere text-ink-3">{text}</div>}
      </div>
      {children && <div className="flex max-w-full flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
