/// How a component asks for the palette without knowing it.
import { createContext, use } from "react";

export const PaletteContext = createContext<() => void>(() => undefined);

/** Gives the function that opens the palette. */
export function useOpenPalette(): () => void {
  return use(PaletteContext);
}
