// Slack by incoming webhook. In: messages. Out: posts, without handles, so without threads and updates. One call is one
// request, two where Slack refused the form or the URL. The URL is a secret: never in an error, not even as its cause.

import { type Notifier, PortError } from '../../app/ports.ts';
import { isCode, slackFault } from './failure.ts';
import type { OnFallback, SlackMessage } from './message.ts';
import { sendWithFallbacks } from './send.ts';

export interface SlackWebhookOptions {
  /** Gives the webhook's URL; asked for a fresh one when Slack no longer knows the last. */
  readonly readUrl: (options?: { readonly fresh?: boolean }) => Promise<string>;
  readonly timeoutMs?: number;
  readonly onFallback?: OnFallback;
}

/**
 * A notifier of one webhook; it has no threads, so `post` gives null. Rejects with a transient fault for rate limits
 * (`retryAfterMs` as Slack asked), 5xx, time-outs and broken connections, else with a permanent one.
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
  // A page that something between here and Slack shows with 200 (a proxy's log-in, maintenance) is no acceptance.
  if (response.status === 200 && code.startsWith('<')) throw slackFault('unexpected_answer', false);
  if (response.status === 200) return;
  const options = retryAfterOf(response.headers.get('retry-after'));
  if (response.status === 429) throw slackFault('rate_limited', false, options);
  if (response.status >= 500 || response.status === 408) throw httpFault('transient', response.status, options);
  // Some refusals have a page for a body, not a code.
  throw isCode(code) ? slackFault(code, false) : httpFault('permanent', response.status);
}

// Slack gives seconds; a proxy in between may give a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
function retryAfterOf(header: string | null): { retryAfterMs?: number } {
  const ms = /^\d+$/.test(header ?? '') ? Number(header) * 1_000 : Date.parse(header ?? '') - Date.now();
  return Number.isFinite(ms) ? { retryAfterMs: Math.max(ms, 0) } : {};
}

function httpFault(kind: PortError['kind'], status: number, options: { retryAfterMs?: number } = {}): PortError {
  return new PortError(kind, `http_${status}`, `the webhook answered with HTTP status ${status}`, options);
}

// Whoever reads the URL on its way can post as this webhook. What stays on this machine is for tests.
function isPrivate({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

async function request(url: string, message: SlackMessage, timeoutMs: number): Promise<Response> {
  if (!URL.canParse(url) || !isPrivate(new URL(url))) {
    throw new PortError('permanent', 'invalid_url', 'the secret of this webhook is no https URL');
  }
  const { text, blocks = [], attachments = [] } = message;
  const body = JSON.stringify({ text, blocks, attachments, unfurl_links: false, unfurl_media: false });
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      redirect: 'manual', // Not followed, and so refused by its status.
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    const reason =
      error instanceof Error && error.name === 'TimeoutError' ? 'did not answer in time' : 'cannot be reached';
    throw new PortError('transient', 'request_failed', `the webhook ${reason}`);
  }
}
