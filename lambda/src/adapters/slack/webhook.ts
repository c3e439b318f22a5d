// Slack with an incoming webhook. In: messages. Out: posts, without handles, so without threads and updates. One call is one
// request, or two if Slack rejects the form or the URL. The URL is a secret: never in an error, not even as its cause.

import { type Notifier, PortError } from '../../app/ports.ts';
import { isCode, slackFault } from './failure.ts';
import { fetchLimited } from './fetch-limited.ts';
import type { OnFallback, SlackMessage } from './message.ts';
import { sendWithFallbacks } from './send.ts';

export interface SlackWebhookOptions {
  /** Returns the webhook's URL; called with `fresh` after Slack rejected the previous one. */
  readonly readUrl: (options?: { readonly fresh?: boolean }) => Promise<string>;
  readonly timeoutMs?: number;
  readonly onFallback?: OnFallback;
}

/**
 * A notifier of one webhook. It has no threads, so `post` returns null. Rejects with a transient fault for rate limits
 * (`retryAfterMs` from Slack), 5xx, timeouts and broken connections, otherwise with a permanent one.
 */
export function createSlackWebhook(options: SlackWebhookOptions): Notifier<SlackMessage> {
  const { readUrl, timeoutMs = 3_500, onFallback } = options;
  const attempt = async (form: SlackMessage, fresh: boolean) => send(await readUrl({ fresh }), form, timeoutMs);
  return {
    async post(message) {
      await sendWithFallbacks(message, attempt, onFallback);
      return null;
    },
  };
}

async function send(url: string, message: SlackMessage, timeoutMs: number): Promise<void> {
  const response = await request(url, message, timeoutMs);
  const code = (await response.text().catch(() => '')).trim();
  // A page with status 200 from a system in between (a proxy's sign-in, maintenance) does not mean that Slack accepted.
  if (response.status === 200 && code.startsWith('<')) throw slackFault('unexpected_answer', false);
  if (response.status === 200) return;
  const options = retryAfterOf(response.headers.get('retry-after'));
  if (response.status === 429) throw slackFault('rate_limited', false, options);
  if (response.status >= 500 || response.status === 408) throw httpFault('transient', response.status, options);
  // Some errors have a page as their body, not a code.
  throw isCode(code) ? slackFault(code, false) : httpFault('permanent', response.status);
}

// Slack sends seconds; a proxy in between may send a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
function retryAfterOf(header: string | null): { retryAfterMs?: number } {
  const ms = /^\d+$/.test(header ?? '') ? Number(header) * 1_000 : Date.parse(header ?? '') - Date.now();
  return Number.isFinite(ms) ? { retryAfterMs: Math.max(ms, 0) } : {};
}

function httpFault(kind: PortError['kind'], status: number, options: { retryAfterMs?: number } = {}): PortError {
  return new PortError(kind, `http_${status}`, `the webhook returned HTTP status ${status}`, options);
}

// Anyone who can read the URL in transit can post to this webhook. Plain http to localhost is for tests.
function isPrivate({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

async function request(url: string, message: SlackMessage, timeoutMs: number): Promise<Response> {
  if (!URL.canParse(url) || !isPrivate(new URL(url))) {
    throw new PortError('permanent', 'invalid_url', 'the secret of this webhook is not an https URL');
  }
  const { text, blocks = [], attachments = [] } = message;
  const body = JSON.stringify({ text, blocks, attachments, unfurl_links: false, unfurl_media: false });
  try {
    return await fetchLimited(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      redirect: 'manual', // Not followed; the redirect status is an error.
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    const reason =
      error instanceof Error && error.name === 'TimeoutError' ? 'did not respond in time' : 'cannot be reached';
    throw new PortError('transient', 'request_failed', `the webhook ${reason}`);
  }
}
