/// What is shown while a place is being fetched, and when drawing one failed.
import type { ErrorComponentProps } from "@tanstack/react-router";
import { ErrorNotice, Loading } from "@/components";
import { m } from "@/i18n";

export function PlaceLoading() {
  return <Loading label={m.place_opening()} />;
}

export function PlaceError({ error, reset }: ErrorComponentProps) {
  return (
    <div className="mx-auto max-w-xl px-6 py-12">
      <ErrorNotice error={error} retry={reset} />
    </div>
  );
}
