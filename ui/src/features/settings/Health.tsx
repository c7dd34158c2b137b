/// How the data is doing: checked when it is asked for, since a check reads all of the database; and looking after it.
import { ListOrdered, ScrollText, Stethoscope } from "lucide-react";
import { useState } from "react";
import { useRead } from "@/api";
import { Button, ErrorNotice, Loading } from "@/components";
import { m } from "@/i18n";
import { Group, Line } from "./Group";
import { HealthReport } from "./HealthReport";
import { LogDialog } from "./LogDialog";
import { Maintenance } from "./Maintenance";
import { StepsDialog } from "./StepsDialog";

export function Health() {
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState<"log" | "steps" | null>(null);
  const health = useRead("health.check", {}, { enabled: asked });
  const check = () => {
    if (asked) void health.refetch();
    else setAsked(true);
  };
  // What was measured before is no longer so.
  const again = () => {
    if (asked) void health.refetch();
  };
  return (
    <Group title={m.settings_health()}>
      <Line name={m.settings_health_check()} text={m.settings_health_text()}>
        <Button icon={Stethoscope} busy={health.isFetching} onClick={check}>
          {m.settings_health_button()}
        </Button>
      </Line>
      {asked && health.isPending && <Loading label={m.settings_health_checking()} />}
      {health.isError && (
        <div className="p-4">
          <ErrorNotice error={health.error} />
        </div>
      )}
      {health.data && <HealthReport report={health.data} onLookedAgain={again} />}
      <Maintenance onDone={again} />
      <Line name={m.settings_steps()} text={m.settings_steps_text()}>
        <Button icon={ListOrdered} onClick={() => setOpen("steps")}>
          {m.settings_steps_show()}
        </Button>
      </Line>
      <Line name={m.settings_log()} text={m.settings_log_text()}>
        <Button icon={ScrollText} onClick={() => setOpen("log")}>
          {m.settings_log_show()}
        </Button>
      </Line>
      <StepsDialog open={open === "steps"} onOpenChange={(next) => setOpen(next ? "steps" : null)} />
      <LogDialog open={open === "log"} onOpenChange={(next) => setOpen(next ? "log" : null)} />
    </Group>
  );
}
