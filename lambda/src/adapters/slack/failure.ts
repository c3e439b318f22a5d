// What Slack's refusals mean. In: an error code, as the Web API's `error` or a webhook's body gives it. Out: what to do
// about it. Never throws away a code: what is not listed here is permanent and keeps its name.
// Codes: https://docs.slack.dev/reference/methods/chat.postMessage#errors and chat.update, and
// https://docs.slack.dev/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks

import { PortError } from '../../app/ports.ts';

const PASSING = new Set([
  'accesslimited',
  'external_channel_migrating',
  'fatal_error',
  'internal_error',
  'message_limit_exceeded',
  'org_login_required',
  'rate_limited',
  'ratelimited',
  'request_timeout',
  'rollup_error',
  'service_unavailable',
  'team_added_to_org',
  'timeout',
  'unexpected_answer',
  'update_failed',
]);

const ABOUT_THE_FORM = new Set([
  'attachment_payload_limit_exceeded',
  'block_mismatch',
  'invalid_arguments',
  'invalid_attachments',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_payload',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'too_many_attachments',
]);

const ABOUT_THE_THREAD = new Set([
  'cannot_reply_to_message',
  'cant_reply_to_message',
  'invalid_thread_ts',
  'message_not_found',
  'restricted_action_non_threadable_channel',
  'thread_not_found',
]);

const ABOUT_THE_SECRET = new Set([
  'account_inactive',
  'invalid_auth',
  'invalid_token',
  'no_active_hooks',
  'no_service',
  'no_team',
  'not_authed',
  'team_disabled',
  'token_expired',
  'token_revoked',
]);

/** Whether the same alert as plain text may be accepted. */
export function isAboutTheForm(error: unknown): error is PortError {
  return error instanceof PortError && ABOUT_THE_FORM.has(error.code);
}

/** Whether the token or the webhook URL was refused, so that one just rotated may be accepted. */
export function isAboutTheSecret(error: unknown): error is PortError {
  return error instanceof PortError && ABOUT_THE_SECRET.has(error.code);
}

/** Whether a text is a code. A proxy's page or a truncated answer is none, and must not become one in logs and metrics. */
export function isCode(text: string): boolean {
  return /^[a-z][a-z0-9_]{0,63}$/.test(text);
}

/** The fault of one of Slack's codes. `inThread`: the call named a message, so that may be what is gone. */
export function slackFault(
  given: string,
  inThread: boolean,
  options: ErrorOptions & { retryAfterMs?: number } = {},
): PortError {
  const code = isCode(given) ? given : 'unexpected_answer';
  return new PortError(faultKind(code, inThread), code, `Slack answered ${code}`, options);
}

function faultKind(code: string, inThread: boolean): PortError['kind'] {
  if (PASSING.has(code)) return 'transient';
  return inThread && ABOUT_THE_THREAD.has(code) ? 'thread_gone' : 'permanent';
}
