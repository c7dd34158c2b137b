/// Which path leads to which place. The path lives after the `#`, so that it works in the desktop window and on
/// loopback alike, and the last one is opened again at the next start.
import { createHashHistory, createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, Navigate } from "@tanstack/react-router";
import { isProjectView, type ProjectView } from "./features/projects/views";
import { lastPlace, rememberPlace } from "./features/shell/places";
import { PlaceError, PlaceLoading } from "./features/shell/PlaceStates";
import { Shell } from "./features/shell/Shell";
import TodayPlace from "./features/today/TodayPlace";

const root = createRootRoute({ component: Shell, notFoundComponent: () => <Navigate to="/today" replace /> });

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ href: lastPlace(), replace: true });
  },
});
const today = createRoute({ getParentRoute: () => root, path: "/today", component: TodayPlace });
const team = createRoute({
  getParentRoute: () => root,
  path: "/team",
  validateSearch: (search: Record<string, unknown>): { add?: true } => (search["add"] === true ? { add: true } : {}),
  component: lazyRouteComponent(() => import("./features/team/TeamPlace")),
});
const talk = createRoute({
  getParentRoute: () => root,
  path: "/talk",
  validateSearch: (search: Record<string, unknown>): { uid?: string; message?: string; new?: true; about?: string; id?: string } => ({
    ...(typeof search["uid"] === "string" && { uid: search["uid"] }),
    ...(typeof search["message"] === "string" && { message: search["message"] }),
    ...(search["new"] === true && { new: true }),
    ...(typeof search["about"] === "string" && { about: search["about"] }),
    ...(typeof search["id"] === "string" && { id: search["id"] }),
  }),
  component: lazyRouteComponent(() => import("./features/talk/TalkPlace")),
});
const discuss = createRoute({
  getParentRoute: () => root,
  path: "/discuss",
  validateSearch: (search: Record<string, unknown>): { new?: true } => (search["new"] === true ? { new: true } : {}),
  component: lazyRouteComponent(() => import("./features/discuss/DiscussPlace")),
});
const discussion = createRoute({ getParentRoute: () => root, path: "/discuss/$uid", component: lazyRouteComponent(() => import("./features/discuss/DiscussionDetail")) });
const plans = createRoute({ getParentRoute: () => root, path: "/plans", component: lazyRouteComponent(() => import("./features/plans/PlansPlace")) });
const plan = createRoute({ getParentRoute: () => root, path: "/plans/$uid", component: lazyRouteComponent(() => import("./features/plans/PlanDetail")) });
const projects = createRoute({ getParentRoute: () => root, path: "/projects", component: lazyRouteComponent(() => import("./features/projects/ProjectsPlace")) });
const project = createRoute({
  getParentRoute: () => root,
  path: "/projects/$uid",
  validateSearch: (search: Record<string, unknown>): { view?: ProjectView } => (isProjectView(search["view"]) ? { view: search["view"] } : {}),
  component: lazyRouteComponent(() => import("./features/projects/ProjectDetail")),
});
const vault = createRoute({
  getParentRoute: () => root,
  path: "/vault",
  validateSearch: (search: Record<string, unknown>): { path?: string; line?: number; query?: string } => ({
    ...(typeof search["path"] === "string" && { path: search["path"] }),
    ...(typeof search["line"] === "number" && { line: search["line"] }),
    ...(typeof search["query"] === "string" && { query: search["query"] }),
  }),
  component: lazyRouteComponent(() => import("./features/vault/VaultPlace")),
});
const graph = createRoute({ getParentRoute: () => root, path: "/vault/graph", component: lazyRouteComponent(() => import("./features/vault/graph/GraphPlace")) });
const looseLinks = createRoute({ getParentRoute: () => root, path: "/vault/links", component: lazyRouteComponent(() => import("./features/vault/reading/LooseLinksPlace")) });
const usage = createRoute({ getParentRoute: () => root, path: "/usage", component: lazyRouteComponent(() => import("./features/usage/UsagePlace")) });
const settings = createRoute({ getParentRoute: () => root, path: "/settings", component: lazyRouteComponent(() => import("./features/settings/SettingsPlace")) });
const trash = createRoute({ getParentRoute: () => root, path: "/trash", component: lazyRouteComponent(() => import("./features/trash/TrashPlace")) });

const routeTree = root.addChildren([start, today, team, talk, discuss, discussion, plans, plan, projects, project, vault, graph, looseLinks, usage, settings, trash]);

/** Makes the router of the page; there is one. */
export function makeRouter() {
  const router = createRouter({
    routeTree,
    history: createHashHistory(),
    defaultPreload: "intent",
    defaultPendingComponent: PlaceLoading,
    defaultPendingMs: 150,
    defaultErrorComponent: PlaceError,
    scrollRestoration: false,
  });
  router.subscribe("onResolved", ({ toLocation }) => rememberPlace(toLocation.href));
  return router;
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
