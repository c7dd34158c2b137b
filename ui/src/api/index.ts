/// What features may use of the API.
export * from "./types";
export * from "./hooks";
export { errorText, type ErrorText } from "./errorText";
export { entityText } from "./entityText";
export { useChooseVault, useConfigureVault, useUpdateSettings } from "./settings";
export { useAppState, useToday } from "./state";
