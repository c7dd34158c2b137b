// What runs inside the page: finding things as a person with a screen reader would, by role and name.
// Owns: roles, accessible names, visibility, and waiting for the page to change. Must not know: the app or its texts.
// Everything lives in one function without outside references, because its source is sent to the page.

/**
 * Waits in the page until `query` is met, then calls back with `{ elements }`; after `query.within_ms`
 * with `{ missing }`, a line on what was there instead.
 *
 * @param {{ role: string, name?: { is?: string, pattern?: string, flags?: string }, enabled?: boolean,
 *   checked?: boolean, none?: boolean, at_least?: number, within_ms: number, href?: string }} query
 * @param {Element | null} scope only below this element
 * @param {(answer: { elements?: Element[], missing?: string }) => void} done
 */
export function waitInPage(query, scope, done) {
  const byTag = {
    A: (e) => (e.hasAttribute("href") ? "link" : null),
    ARTICLE: "article", ASIDE: "complementary", BUTTON: "button", DIALOG: "dialog", FIELDSET: "group",
    FOOTER: "contentinfo", FORM: "form", H1: "heading", H2: "heading", H3: "heading", H4: "heading",
    H5: "heading", H6: "heading", IMG: "img", LI: "listitem", MAIN: "main", NAV: "navigation", OL: "list",
    OPTION: "option", PROGRESS: "progressbar", SELECT: "combobox", TABLE: "table", TD: "cell", TH: "columnheader",
    TEXTAREA: "textbox", TR: "row", UL: "list",
    INPUT: (e) =>
      ({ button: "button", checkbox: "checkbox", date: "date", image: "button", number: "spinbutton", radio: "radio",
        range: "slider", reset: "button", search: "searchbox", submit: "button" })[e.type] ?? "textbox",
    SECTION: (e) => (e.hasAttribute("aria-label") || e.hasAttribute("aria-labelledby") ? "region" : null),
  };
  const roleOf = (element) => {
    const given = element.getAttribute("role");
    if (given) return given.split(" ")[0];
    const known = byTag[element.tagName.toUpperCase()];
    return typeof known === "function" ? known(element) : (known ?? null);
  };
  const tidy = (text) => text.replace(/\s+/g, " ").trim();
  const contents = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    if (node.getAttribute("aria-hidden") === "true" || node.hidden) return "";
    const label = node.getAttribute("aria-label") ?? (node.tagName === "IMG" ? node.alt : null);
    if (label) return ` ${label} `;
    const inline = getComputedStyle(node).display.startsWith("inline");
    const inner = [...node.childNodes].map(contents).join("");
    return inline ? inner : ` ${inner} `;
  };
  const named = new Set(["button", "link", "heading", "option", "tab", "menuitem", "menuitemradio", "menuitemcheckbox",
    "listitem", "row", "cell", "columnheader", "treeitem", "radio", "checkbox", "switch", "tooltip", "alert", "status"]);
  const nameOf = (element, role) => {
    const by = element.getAttribute("aria-labelledby");
    if (by) {
      const parts = by.split(/\s+/).map((id) => document.getElementById(id)).filter(Boolean);
      if (parts.length > 0) return tidy(parts.map((part) => contents(part)).join(" "));
    }
    const label = element.getAttribute("aria-label");
    if (label) return tidy(label);
    if (element.labels?.length) return tidy([...element.labels].map(contents).join(" "));
    if (element.tagName === "IMG" && element.alt) return tidy(element.alt);
    if (named.has(role)) {
      const text = tidy([...element.childNodes].map(contents).join(""));
      if (text) return text;
    }
    return tidy(element.getAttribute("title") ?? element.getAttribute("placeholder") ?? "");
  };
  const shown = (element) =>
    !element.closest('[aria-hidden="true"], [inert]') &&
    (element.checkVisibility ? element.checkVisibility({ visibilityProperty: true }) : element.getClientRects().length > 0);
  const enabled = (element) => !element.disabled && element.getAttribute("aria-disabled") !== "true";
  const checked = (element) => (element.getAttribute("aria-checked") ?? String(element.checked)) === "true";

  const pattern = query.name?.pattern === undefined ? null : new RegExp(query.name.pattern, query.name.flags);
  const fits = (name) => {
    if (query.name === undefined) return true;
    return pattern ? pattern.test(name) : name === tidy(query.name.is);
  };
  const look = () => {
    const elements = [];
    const others = [];
    for (const element of (scope ?? document).querySelectorAll("*")) {
      const role = roleOf(element);
      if (role !== query.role || !shown(element)) continue;
      const name = nameOf(element, role);
      const right =
        fits(name) &&
        (query.href === undefined || (element.getAttribute("href") ?? "").endsWith(query.href)) &&
        (query.enabled !== true || enabled(element)) &&
        (query.checked === undefined || checked(element) === query.checked);
      if (right) elements.push(element);
      else others.push(name + (enabled(element) ? "" : " (disabled)"));
    }
    return { elements, others };
  };
  const met = ({ elements }) => (query.none ? elements.length === 0 : elements.length >= (query.at_least ?? 1));

  const end = Date.now() + query.within_ms;
  let timer;
  let observer;
  const check = () => {
    const found = look();
    const late = Date.now() > end;
    if (!met(found) && !late) return;
    observer?.disconnect();
    clearInterval(timer);
    if (met(found)) done({ elements: found.elements });
    else done({ missing: query.none ? `it is still there` : `there are: ${found.others.map((n) => `“${n.slice(0, 80)}”`).join(", ") || "none"}` });
  };
  // Some states (visibility by a media query, a checked property) change without a mutation.
  timer = setInterval(check, 100);
  observer = new MutationObserver(check);
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  check();
}

/** Waits in the page until its text contains `text` (or, with `none`, does not), and calls back with whether it did. */
export function waitForText(text, none, withinMs, done) {
  const end = Date.now() + withinMs;
  const flat = (words) => words.replace(/\s+/g, " ");
  let timer;
  const check = () => {
    const there = flat(document.body.innerText).includes(flat(text));
    if (there === none && Date.now() < end) return;
    clearInterval(timer);
    done(there !== none);
  };
  timer = setInterval(check, 50);
  check();
}

/** Brings an element into view and calls back once neither it nor anything it lies in moves any more. */
export function steady(element, done) {
  element.scrollIntoView({ block: "nearest", behavior: "instant" });
  const moving = () =>
    document.getAnimations().some(({ playState, effect }) =>
      playState === "running" && effect?.getComputedTiming().endTime !== Infinity && effect?.target?.contains(element));
  const place = () => Object.values(element.getBoundingClientRect().toJSON()).join();
  const end = Date.now() + 5_000;
  let before = "";
  const look = () => {
    const now = place();
    // A page that never comes to rest is clicked all the same: then the click says what is wrong.
    if ((now === before && !moving()) || Date.now() > end) return done();
    before = now;
    requestAnimationFrame(look);
  };
  look();
}

/** From now on the page remembers everything that goes wrong in it; says whether it had done so already. */
export function remember() {
  if (window.__wrongs) return true;
  window.__wrongs = [];
  const keep = (kind, text) => window.__wrongs.push(`${kind}: ${text}`);
  addEventListener("error", (event) => keep("error", event.message));
  addEventListener("unhandledrejection", (event) => keep("rejection", String(event.reason?.message ?? event.reason)));
  addEventListener("securitypolicyviolation", (event) =>
    keep("content security policy", `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
  const say = console.error;
  console.error = (...words) => {
    keep("console", words.map(String).join(" "));
    say.apply(console, words);
  };
  return false;
}
