// Slack with an incoming webhook. In: messages. Out: posts, without handles, so without threads and updates. One call is one
// request, or up to four within its time if Slack rejects the form or the URL. The URL is a secret: never in an error, not even as its cause.

import { MESSAGE_TIMEOUT_MS, type Notifier } from '../../app/ports.ts';
import { postJson, retryAfterOf, statusFault } from '../post-json.ts';
import { isCode, slackFault } from './failure.ts';
import { fetchLimited } from './fetch-limited.ts';
import type { OnFallback, SlackMessage } from './message.ts';
import { sendWithFallbacks } from './send.ts';

export interface SlackWebhookOptions {
  /** Returns the webhook's URL; called with `fresh` after Slack rejected the previous one. */
  readonly readUrl: (options?: { readonly fresh?: boolean }) => Promise<string>;
  readonly onFallback?: OnFallback;
}

/**
 * A notifier of one webhook. It has no threads, so `post` returns null. Rejects with a transient fault for rate limits
 * (`retryAfterMs` from Slack), 5xx, timeouts and broken connections, otherwise with a permanent one.
 */
export function createSlackWebhook({ readUrl, onFallback }: SlackWebhookOptions): Notifier<SlackMessage> {
  return {
    // A message without content, which Slack refuses.
    async answers(timeoutMs) {
      const response = await postJson(
        { url: await readUrl(), body: '{}', timeoutMs, receiver: RECEIVER },
        fetchLimited,
      );
      await response.body?.cancel().catch(() => {});
      if (response.status >= 500) throw statusFault('transient', response, RECEIVER);
    },
    async post(message, _thread, timeoutMs = MESSAGE_TIMEOUT_MS) {
      await sendWithFallbacks(
        message,
        async (form, fresh, timeLeft) => send(await readUrl({ fresh }), form, timeLeft()),
        { timeoutMs, onFallback },
      );
      return null;
    },
  };
}

const RECEIVER = 'the webhook';

async function send(url: string, message: SlackMessage, timeoutMs: number): Promise<void> {
  const { text, blocks = [], attachments = [] } = message;
  const body = JSON.stringify({ text, blocks, attachments, unfurl_links: false, unfurl_media: false });
  const response = await postJson({ url, body, timeoutMs, receiver: RECEIVER }, fetchLimited);
  const { status, headers } = response;
  const code = (await response.text().catch(() => '')).trim();
  // A page with status 200 from a system in between (a proxy's sign-in, maintenance) does not mean that Slack accepted.
  if (status === 200 && code.startsWith('<')) throw slackFault('unexpected_answer', false);
  if (status === 200) return;
  if (status === 429) throw slackFault('rate_limited', false, retryAfterOf(headers));
  if (status >= 500 || status === 408) throw statusFault('transient', response, RECEIVER);
  // Some errors have a page as their body, not a code.
  throw isCode(code) ? slackFault(code, false) : statusFault('permanent', response, RECEIVER);
}
