/// Light or dark: what the settings say, or what the system says when they leave it to the system.
import { useEffect } from "react";
import type { Theme } from "@/api/types";

const KEY = "hisho.theme";
const systemIsDark = () => matchMedia("(prefers-color-scheme: dark)");

function show(theme: Theme): void {
  const dark = theme === "dark" || (theme === "system" && systemIsDark().matches);
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
}

/** Shows the theme of the last time at once, before the settings have been read. */
export function showRememberedTheme(): void {
  const kept = localStorage.getItem(KEY);
  show(kept === "light" || kept === "dark" ? kept : "system");
}

/** Shows a theme and follows the system while it is `system`. Undefined leaves what is shown. */
export function useTheme(theme: Theme | undefined): void {
  useEffect(() => {
    if (theme === undefined) return undefined;
    localStorage.setItem(KEY, theme);
    show(theme);
    const system = systemIsDark();
    const follow = () => show(theme);
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, [theme]);
}
