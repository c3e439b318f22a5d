// Webhooks that accept JSON: generic ones with a signature, and those of Teams workflows. In: messages as JSON. Out: one
// POST per message, or two if the URL or the signature is rejected. A webhook returns no handles, so it has no threads and
// no updates.

import { createHmac } from 'node:crypto';
import { MESSAGE_TIMEOUT_MS, type Notifier } from '../../app/ports.ts';
import type { PostRequest } from '../post-json.ts';
import { postWithSecrets } from './post.ts';

type ReadSecret = (options?: { readonly fresh?: boolean }) => Promise<string>;

export interface WebhookOptions {
  /** Returns the webhook's URL; called with `fresh` after the previous one was rejected. */
  readonly readUrl: ReadSecret;
  /** Returns the key that signs messages; without it they are not signed. */
  readonly readKey?: ReadSecret;
}

// The response to a rotated key or a moved webhook.
const ABOUT_THE_SECRET = new Set(['http_401', 'http_403', 'http_404', 'http_410']);

/** A notifier of one webhook. It has the faults of `postWithSecrets`. */
export function createWebhook({ readUrl, readKey }: WebhookOptions): Notifier<object> {
  const requestFor = async (body: string, timeoutMs: number, fresh: boolean): Promise<PostRequest> => {
    const [url, key] = await Promise.all([readUrl({ fresh }), readKey?.({ fresh })]);
    const headers = key === undefined ? {} : signatureHeaders(key, body, Date.now());
    return { url, body, headers, timeoutMs, receiver: 'the webhook' };
  };
  return {
    async post(message, _thread, timeoutMs = MESSAGE_TIMEOUT_MS) {
      const body = JSON.stringify(message);
      await postWithSecrets((fresh) => requestFor(body, timeoutMs, fresh), ABOUT_THE_SECRET);
      return null;
    },
  };
}

/**
 * The headers that a receiver verifies: the time in seconds since the epoch, and `v1=` with the HMAC-SHA256, in hex, of
 * `v1:<time>:<body>`. To prevent replays, a receiver should reject times that differ by more than five minutes.
 */
export function signatureHeaders(key: string, body: string, nowMs: number): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const signature = createHmac('sha256', key).update(`v1:${timestamp}:${body}`).digest('hex');
  return {
    'X-CloudTrail-To-Slack-Timestamp': timestamp,
    'X-CloudTrail-To-Slack-Signature': `v1=${signature}`,
  };
}
