// What Slack's errors mean. In: an error code from the Web API's `error` or a webhook's response body. Out: the kind of fault.
// Never drops a code: a code that is not listed here is permanent and keeps its name.
// Codes: https://docs.slack.dev/reference/methods/chat.postMessage#errors and chat.update, and
// https://docs.slack.dev/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks

import { PortError } from '../../app/ports.ts';

const TRANSIENT = new Set([
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
  'restricted_action_thread_locked',
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

/** Whether Slack may accept the same alert as plain text. */
export function isAboutTheForm(error: unknown): error is PortError {
  return error instanceof PortError && ABOUT_THE_FORM.has(error.code);
}

/** Whether Slack rejected the token or webhook URL, so that a rotated one may be accepted. */
export function isAboutTheSecret(error: unknown): error is PortError {
  return error instanceof PortError && ABOUT_THE_SECRET.has(error.code);
}

/** Whether a string is an error code. A proxy's page or a truncated response is not, and must not appear in logs and metrics. */
export function isCode(text: string): boolean {
  return /^[a-z][a-z0-9_]{0,63}$/.test(text);
}

/** The fault for one of Slack's codes. `inThread`: the call referred to a message, which may be the one that is gone. */
export function slackFault(
  given: string,
  inThread: boolean,
  options: ErrorOptions & { retryAfterMs?: number } = {},
): PortError {
  const code = isCode(given) ? given : 'unexpected_answer';
  return new PortError(faultKind(code, inThread), code, `Slack returned ${code}`, options);
}

function faultKind(code: string, inThread: boolean): PortError['kind'] {
  if (TRANSIENT.has(code)) return 'transient';
  return inThread && ABOUT_THE_THREAD.has(code) ? 'thread_gone' : 'permanent';
}
