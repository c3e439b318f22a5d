// Slack with a bot token. In: messages for one channel. Out: posts, replies and updates, with handles. One call is one
// request, or up to four within its time if Slack rejects the form or the token; the pipeline decides about waiting. Never logs the token.

import type { WebClient } from '@slack/web-api';
import { MESSAGE_TIMEOUT_MS, type MessageHandle, type Notifier, PortError, type ReplyTo } from '../../app/ports.ts';
import { mayHaveArrived } from '../post-json.ts';
import { slackFault } from './failure.ts';
import { fetchLimited } from './fetch-limited.ts';
import type { OnFallback, SlackMessage } from './message.ts';
import { sendWithFallbacks } from './send.ts';

export interface SlackAppOptions {
  /** A channel id. A name works too, but Slack then resolves it on every call. */
  readonly channel: string;
  /** Returns the bot token; called with `fresh` after Slack rejected the previous one. */
  readonly readToken: (options?: { readonly fresh?: boolean }) => Promise<string>;
  /** The URL of Slack's Web API; different for GovSlack (`https://slack-gov.com/api/`) and in tests. */
  readonly apiUrl?: string | undefined;
  readonly onFallback?: OnFallback;
}

type Send = (client: WebClient, message: SlackMessage) => Promise<MessageHandle>;

/**
 * A notifier of one channel. Rejects with a transient fault for rate limits (`retryAfterMs` from Slack), 5xx,
 * timeouts and broken connections; `thread_gone` if the message to reply to or to update is gone; otherwise permanent.
 */
export function createSlackApp(options: SlackAppOptions): Required<Notifier<SlackMessage>> {
  const { channel, onFallback } = options;
  const client = createClientSource(options);

  const send = async (
    message: SlackMessage,
    known: MessageHandle | null,
    timeoutMs: number,
    call: Send,
  ): Promise<MessageHandle> => {
    if (known && isId(channel) && known.channel !== channel) {
      throw new PortError('thread_gone', 'other_channel', `the thread is in ${known.channel}, not in ${channel}`);
    }
    return sendWithFallbacks(
      message,
      async (form, fresh, timeLeft) =>
        call(await client(fresh, timeLeft), form).catch((error) => Promise.reject(toPortError(error, known !== null))),
      { timeoutMs, onFallback },
    );
  };

  return {
    async answers(timeoutMs) {
      const { auth } = await client(false, () => timeoutMs);
      await auth.test().catch((error) => requireCode(toPortError(error, false)));
    },
    post: (message, thread, timeoutMs = MESSAGE_TIMEOUT_MS) =>
      send(message, thread, timeoutMs, async ({ chat }, form) => {
        const place = thread === null ? { channel } : replyTo(thread);
        const content = { ...toArguments(form), unfurl_links: false, unfurl_media: false };
        const answer = await chat.postMessage({ ...content, ...place });
        const handle = toHandle(answer);
        return thread === null || isAlone(answer) ? handle : { ...handle, ts: thread.ts };
      }),
    async update(handle, message, timeoutMs = MESSAGE_TIMEOUT_MS) {
      await send(message, handle, timeoutMs, async ({ chat }, form) => {
        await chat.update({ ...toArguments(form), channel: handle.channel, ts: handle.ts });
        return handle;
      });
    },
  };
}

// https://docs.slack.dev/reference/methods/chat.postMessage
function replyTo({ channel, ts, alsoInChannel }: ReplyTo) {
  return { channel, thread_ts: ts, reply_broadcast: alsoInChannel === true };
}

// https://docs.slack.dev/reference/objects/conversation-object: C for channels, G for private ones, D for direct messages.
function isId(channel: string): boolean {
  return /^[CGD][A-Z0-9]{7,}$/.test(channel);
}

// The client library must not wait or retry: it does not know how much time the invocation has left.
function createClientSource({ readToken, apiUrl }: SlackAppOptions) {
  let current: { readonly token: string; readonly timeout: number; readonly client: WebClient } | null = null;
  return async (fresh: boolean, timeLeft: () => number): Promise<WebClient> => {
    const token = await readToken({ fresh });
    const timeout = timeLeft();
    if (current?.token === token && current.timeout === timeout) return current.client;
    const { WebClient } = await import('./web-client.ts');
    const client = new WebClient(token, {
      ...(apiUrl && { slackApiUrl: apiUrl }),
      timeout,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      fetch: fetchLimited,
      logger: SILENT,
    });
    current = { token, timeout, client };
    return client;
  };
}

const ignore = () => {};
const SILENT: NonNullable<NonNullable<ConstructorParameters<typeof WebClient>[1]>['logger']> = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  setLevel: ignore,
  getLevel: () => 'error' as never,
  setName: ignore,
};

// `parse: none` is also needed in updates: Slack's default there turns @names and #channels in plain text into links.
function toArguments({ text, blocks = [], attachments = [] }: SlackMessage) {
  return { text, blocks: blocks as never[], attachments: attachments as never[], parse: 'none' as const };
}

// A reply to a message that was deleted is shown in the channel, and its answer lacks the thread:
// https://github.com/slack-go/slack/issues/1571
function isAlone({ message }: { message?: { thread_ts?: string } }): boolean {
  return message !== undefined && message.thread_ts === undefined;
}

function toHandle({ channel, ts }: { channel?: string; ts?: string }): MessageHandle {
  if (channel && ts) return { channel, ts };
  throw new PortError(
    'transient',
    'unexpected_answer',
    'Slack accepted a message but did not return its channel and timestamp',
  );
}

interface SlackClientError {
  readonly code?: string;
  readonly statusCode?: number;
  readonly retryAfter?: number;
  readonly data?: { readonly error?: unknown; readonly response_metadata?: { readonly retryAfter?: number } };
}

function toPortError(error: unknown, inThread: boolean): PortError {
  if (error instanceof PortError) return error;
  const { code, statusCode, retryAfter, data } = error as SlackClientError;
  const seconds = retryAfter ?? data?.response_metadata?.retryAfter;
  const options = { cause: error, ...(seconds !== undefined && { retryAfterMs: seconds * 1_000 }) };
  if (code === 'slack_webapi_rate_limited_error') return slackFault('ratelimited', inThread, options);
  if (code === 'slack_webapi_platform_error') return slackFault(String(data?.error), inThread, options);
  if (code === 'slack_webapi_http_error') {
    const kind = statusCode !== undefined && statusCode < 500 && statusCode !== 408 ? 'permanent' : 'transient';
    return new PortError(kind, `http_${statusCode}`, `Slack returned HTTP status ${statusCode}`, options);
  }
  const isUnconfirmed = mayHaveArrived(error);
  const message = 'Slack could not be reached or did not respond in time';
  return new PortError('transient', 'request_failed', message, { ...options, isUnconfirmed });
}

// A refusal is an answer, too.
function requireCode(fault: PortError): void {
  if (fault.kind === 'transient') throw fault;
}
