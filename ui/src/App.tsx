/// The whole app: what must be known before anything is shown, and which of first run or shell is shown then.
import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useState, type ReactNode } from "react";
import { useRead } from "./api";
import { AppStateProvider } from "./api/state";
import type { Language } from "./api/types";
import { ErrorNotice, Loading } from "./components";
import { ToastProvider } from "./components/Toast";
import { TooltipProvider } from "./components/Tooltip";
import { FirstRun } from "./features/first-run/FirstRun";
import { useMidnight } from "./features/shell/midnight";
import { useTheme } from "./features/shell/theme";
import { m, speak, systemLanguage } from "./i18n";
import { HostProvider, type Host } from "./platform";
import { makeRouter } from "./router";

export function App({ host, queries }: { host: Host; queries: QueryClient }) {
  return (
    <HostProvider value={host}>
      <QueryClientProvider client={queries}>
        <Ready />
      </QueryClientProvider>
    </HostProvider>
  );
}

function Ready() {
  const state = useRead("app.state", {});
  const [router] = useState(makeRouter);
  const [tried, setTried] = useState<Language | null>(null);
  useTheme(state.data?.settings.theme);
  useMidnight();

  if (!state.data) {
    return (
      <main className="grid h-full place-items-center px-6">
        {state.isError ? (
          <div className="w-full max-w-lg">
            <ErrorNotice error={state.error} retry={() => void state.refetch()} />
          </div>
        ) : (
          <Loading label={m.app_opening()} />
        )}
      </main>
    );
  }
  const { settings, vault } = state.data;
  const spoken = settings.language ?? tried ?? systemLanguage();
  return (
    <AppStateProvider value={state.data}>
      <Spoken key={spoken} language={spoken}>
        <TooltipProvider>
          <ToastProvider>
            {settings.language === null || vault === null ? <FirstRun language={spoken} onTry={setTried} /> : <RouterProvider router={router} />}
          </ToastProvider>
        </TooltipProvider>
      </Spoken>
    </AppStateProvider>
  );
}

/** Speaks a language before anything below is drawn. Its key makes another language draw everything anew. */
function Spoken({ language, children }: { language: Language; children: ReactNode }) {
  useState(() => speak(language));
  useEffect(() => speak(language), [language]);
  return children;
}
