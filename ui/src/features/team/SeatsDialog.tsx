/// Who sits in a team, and who leads it. Each change is made at once.
import { Crown } from "lucide-react";
import { useRemember, useRun, type People, type Team, type Uid } from "@/api";
import { Button, Checkbox, cx, Dialog, ErrorNotice, faceOf, PersonaIcon, personaOf } from "@/components";
import { formatNumber, m } from "@/i18n";

export function SeatsDialog({ team, people, onClose }: { team: Team; people: People; onClose: () => void }) {
  const remember = useRemember();
  // The answer is shown at once: the next change has to name the revision it gave.
  const take = (next: Team) => remember("people.list", {}, { ...people, teams: people.teams.map((one) => (one.uid === next.uid ? next : one)) });
  const seat = useRun("people.seat", { onDone: take, onFail: () => undefined });
  const unseat = useRun("people.unseat", { onDone: take, onFail: () => undefined });
  const busy = seat.busy || unseat.busy;
  const full = team.members.length >= team.max_members;
  const at = (secretary_uid: Uid) => ({ uid: team.uid, rev: team.rev, secretary_uid });
  const error = seat.error ?? unseat.error;
  const sit = (uid: Uid, on: boolean) => {
    seat.reset();
    unseat.reset();
    if (on) seat.run(at(uid));
    else unseat.run(at(uid));
  };
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={m.people_team_seats_of({ name: team.name })}
      description={m.people_members({ count: formatNumber(team.members.length), limit: formatNumber(team.max_members) })}
      footer={
        <Button variant="primary" onClick={onClose}>
          {m.action_close()}
        </Button>
      }
    >
      <ul aria-label={m.people_team_seats()} className="flex flex-col">
        {people.secretaries.map((secretary) => {
          const role = team.seats.find(({ secretary_uid }) => secretary_uid === secretary.uid)?.role;
          const leads = role === "leader";
          return (
            <li key={secretary.uid} className="flex min-h-11 items-center gap-3 rounded-md px-1 hover:bg-hover">
              <Checkbox label={secretary.name} checked={role !== undefined} disabled={busy || (full && role === undefined)} onChange={(on) => sit(secretary.uid, on)} className="flex-1">
                <span className="flex items-center gap-2.5">
                  <PersonaIcon size="sm" {...faceOf(personaOf(people, secretary), secretary.name)} />
                  <span className="wrap-anywhere">{secretary.name}</span>
                </span>
              </Checkbox>
              {role !== undefined && (
                <button
                  type="button"
                  aria-pressed={leads}
                  aria-label={m.people_team_lead_named({ name: secretary.name })}
                  disabled={busy}
                  onClick={() => seat.run({ ...at(secretary.uid), role: leads ? "member" : "leader" })}
                  className={cx("chrome inline-flex min-h-8 items-center gap-1.5 rounded-md px-2.5 text-sm", leads ? "bg-amber-soft text-amber" : "text-ink-3 hover:bg-hover hover:text-ink")}
                >
                  <Crown size={14} aria-hidden />
                  {m.people_team_leader()}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {full && <p className="mt-2 text-sm text-ink-3">{m.people_team_full()}</p>}
      {error && (
        <div className="mt-3">
          <ErrorNotice error={error} />
        </div>
      )}
    </Dialog>
  );
}
