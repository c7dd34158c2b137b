/// Passes the nonce that the host gave this page on to the libraries that add style elements.
import { setNonce } from "get-nonce";

/** The page's nonce, empty where the host gives none. */
export function pageNonce(): string {
  return document.querySelector<HTMLStyleElement>("style#nonce")?.nonce ?? "";
}

/** Lets the dialogs' scroll lock add its style element under the CSP. Called once, before the first render. */
export function passNonce(): void {
  const nonce = pageNonce();
  if (nonce) setNonce(nonce);
}
