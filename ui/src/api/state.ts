/// The state of the app, for components below the shell, which shows nothing before it is known.
import { createContext, use } from "react";
import type { AppState, Day } from "./types";

const AppStateContext = createContext<AppState | null>(null);
export const AppStateProvider = AppStateContext.Provider;

/** The state of the app: settings, vault, today. */
export function useAppState(): AppState {
  const state = use(AppStateContext);
  if (!state) throw new Error("no app state above this component");
  return state;
}

/** Today's local day, as the host sees it. */
export function useToday(): Day {
  return useAppState().today;
}
