/// Where the window's page begins: finds the host, then draws the app.
import "./styles/app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { followEvents, makeQueries } from "./api/events";
import { App } from "./App";
import { showRememberedTheme } from "./features/shell/theme";
import { speak, systemLanguage } from "./i18n";
import { findHost } from "./platform";
import { passNonce } from "./platform/nonce";

passNonce();
showRememberedTheme();
speak(systemLanguage());

const host = await findHost();
const queries = makeQueries();
followEvents(host, queries);

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
createRoot(root).render(
  <StrictMode>
    <App host={host} queries={queries} />
  </StrictMode>,
);
