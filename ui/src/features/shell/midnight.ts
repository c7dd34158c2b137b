/// At midnight "today" means another day. Nothing in the data changes then, so no event says so; this does.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { ReadName } from "@/platform";
import { localDay } from "@/i18n";

const OF_THE_DAY: readonly ReadName[] = ["app.state", "today.show"];
const LOOK_EVERY_MS = 30_000;

/** Reads anew what depends on the day when the day has changed, also after the machine slept through midnight. */
export function useMidnight(): void {
  const queries = useQueryClient();
  useEffect(() => {
    let day = localDay();
    const look = () => {
      if (localDay() === day) return;
      day = localDay();
      for (const name of OF_THE_DAY) void queries.invalidateQueries({ queryKey: [name] });
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [queries]);
}
