/// Words for a call to a model service that came to no whole answer, by the code of its failure.
/// Must not know what was asked, nor the other failures.
import { formatNumber, m } from "@/i18n";
import type { ErrorText } from "./errorText";

type Words = [what: () => string, advice: (detail: { detail: string }) => string];

const FAILURE: Record<string, Words> = {
  bad_address: [m.model_bad_address, m.model_bad_address_advice],
  unreachable: [m.model_unreachable, m.model_unreachable_advice],
  tls: [m.model_tls, m.model_tls_advice],
  proxy: [m.model_proxy, m.model_proxy_advice],
  broken: [m.model_broken, m.model_broken_advice],
  silent: [m.model_silent, m.model_silent_advice],
  redirected: [m.model_redirected, m.model_redirected_advice],
  unauthorized: [m.model_unauthorized, m.model_unauthorized_advice],
  forbidden: [m.model_forbidden, m.model_forbidden_advice],
  not_found: [m.model_not_found, m.model_not_found_advice],
  rate_limited: [m.model_rate_limited, m.model_rate_limited_advice],
  quota_spent: [m.model_quota_spent, m.model_quota_spent_advice],
  overloaded: [m.model_overloaded, m.model_overloaded_advice],
  service_failed: [m.model_service_failed, m.model_service_failed_advice],
  context_overflow: [m.model_context_overflow, m.model_context_overflow_advice],
  blocked: [m.model_blocked, m.model_blocked_advice],
  bad_request: [m.model_bad_request, m.model_bad_request_advice],
  garbage: [m.model_garbage, m.model_garbage_advice],
  too_large: [m.model_too_large, m.model_too_large_advice],
  incomplete: [m.model_incomplete, m.model_incomplete_advice],
  unsupported: [m.model_unsupported, m.model_unsupported_advice],
  stopped: [m.model_stopped, m.model_stopped_advice],
};

/** Words the failure that a host sends with `unanswered`; one of tomorrow is worded in general, with the service's own message. */
export function modelText(failure: unknown): ErrorText {
  const { code, message, retry_after_ms: wait } = typeof failure === "object" && failure !== null ? (failure as Record<string, unknown>) : {};
  const detail = typeof message === "string" ? message : "";
  const [what, advice] = (typeof code === "string" && Object.hasOwn(FAILURE, code) && FAILURE[code]) || ([m.model_other, m.model_other_advice] satisfies Words);
  const seconds = code === "rate_limited" && typeof wait === "number" ? formatNumber(Math.ceil(wait / 1000)) : undefined;
  return { what: what(), kept: m.kept_typed(), advice: seconds === undefined ? advice({ detail }) : m.model_rate_limited_wait({ seconds }) };
}
