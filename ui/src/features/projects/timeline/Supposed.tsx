/// What would come of what is supposed, and whether to keep it.
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import type { Forecast } from "@/api";
import { Button } from "@/components";
import { formatDay, formatNumber, m } from "@/i18n";
import type { WhatIf } from "./useWhatIf";

export function Supposed({ whatIf, base, forecast }: { whatIf: WhatIf; base: Forecast; forecast: Forecast }) {
  const [busy, setBusy] = useState(false);
  const keep = async () => {
    setBusy(true);
    await whatIf.keep();
    setBusy(false);
  };
  const finish = formatDay(forecast.finish_on);
  return (
    <section aria-label={m.projects_whatif_label()} className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-amber-soft px-4 py-2">
      <FlaskConical size={16} className="shrink-0 text-amber" aria-hidden />
      <p className="min-w-0 flex-1 basis-64 text-base">
        <span className="font-medium">{m.projects_whatif_moved({ count: formatNumber(forecast.moved.length) })}</span>{" "}
        {forecast.finish_on === base.finish_on ? m.projects_whatif_same({ day: finish }) : m.projects_whatif_finish({ day: finish, before: formatDay(base.finish_on) })}
      </p>
      <Button size="sm" onClick={whatIf.discard} disabled={busy}>
        {m.projects_whatif_discard()}
      </Button>
      <Button size="sm" variant="primary" busy={busy} onClick={() => void keep()}>
        {m.projects_whatif_keep()}
      </Button>
    </section>
  );
}
