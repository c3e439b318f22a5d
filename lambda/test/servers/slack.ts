// A local Slack: `chat.postMessage`, `chat.update`, incoming webhooks and answers to interactions over HTTP, with Slack's limits and error codes. It
// records every message and call, and fails on request.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen } from './listen.ts';
import { refusalOf } from './slack-limits.ts';

export interface PostedMessage {
  readonly channel: string;
  readonly ts: string;
  /** The first message of its thread; null outside a thread. */
  readonly threadTs: string | null;
  /** Whether the channel shows it, although it is a reply. */
  readonly alsoInChannel: boolean;
  text: string;
  blocks: readonly unknown[];
  attachments: readonly unknown[];
  updates: number;
}

type Method = 'auth.test' | 'chat.postMessage' | 'chat.update' | 'webhook' | 'response_url';

interface Call {
  readonly method: Method | 'unknown';
  /** `ok`, Slack's error code, or the kind of fault. */
  readonly answer: string;
}

export type Fault =
  /** `header` replaces the seconds, for example with a date. */
  | { readonly kind: 'rate_limit'; readonly retryAfterSeconds: number; readonly header?: string }
  /** An HTTP status with any body, such as 503 from a proxy. */
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  /** One of Slack's error codes. */
  | { readonly kind: 'error'; readonly code: string }
  /** The same, after a time. */
  | { readonly kind: 'late_error'; readonly code: string; readonly ms: number }
  /** The connection breaks before the call is executed. */
  | { readonly kind: 'reset' }
  /** The message is accepted, but the connection breaks before the response. */
  | { readonly kind: 'lost_answer' }
  /** The message is accepted, and the response comes later. */
  | { readonly kind: 'late_answer'; readonly ms: number }
  /** No response. */
  | { readonly kind: 'silence' };

export type ChannelState = 'open' | 'archived' | 'not_invited';

export interface LocalSlack {
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  /** A webhook into a channel. */
  webhookUrl(channel?: string): string;
  /** The `response_url` of a press under a message. */
  responseUrl(message: Pick<PostedMessage, 'channel' | 'ts'>): string;
  /** What only the person who pressed something sees, oldest first. */
  readonly ephemerals: readonly string[];
  /** Every message in a channel, oldest first. */
  readonly messages: readonly PostedMessage[];
  readonly calls: readonly Call[];
  /** Makes the next `times` calls of one method, or of all methods, fail. */
  misbehave(fault: Fault, options?: { readonly times?: number; readonly method?: Method }): void;
  /** Forgets the faults that are left. */
  recover(): void;
  setChannel(channel: string, state: ChannelState): void;
  /** The tokens that are valid from now on. */
  setTokens(...tokens: string[]): void;
  remove(ts: string): void;
  /**
   * Whether a reply to a message that was deleted is shown in the channel. Otherwise it is refused. Slack is reported to do both:
   * https://github.com/slack-go/slack/issues/1571, https://github.com/slackapi/bolt-js/issues/2307
   */
  showRepliesToDeleted(isShown: boolean): void;
  /** Deletes messages, calls and faults, and restores the initial channels and tokens. */
  reset(): void;
  close(): Promise<void>;
}

export interface LocalSlackOptions {
  readonly tokens?: readonly string[];
  readonly channels?: readonly string[];
  /** How long each call takes. */
  readonly delayMs?: () => number;
}

interface World {
  readonly messages: PostedMessage[];
  readonly ephemerals: string[];
  readonly calls: Call[];
  readonly faults: { readonly fault: Fault; readonly method: Method | undefined }[];
  readonly channels: Map<string, ChannelState>;
  readonly tokens: Set<string>;
  showsRepliesToDeleted: boolean;
  serial: number;
}

type Fields = Readonly<Record<string, unknown>>;
type Answer =
  | { readonly ok: true; readonly channel: string; readonly ts: string; readonly message?: object }
  | { readonly ok: false; readonly error: string };

/** Starts a Slack with one workspace. */
export async function startSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  const { tokens = ['xoxb-test'], channels = ['C0123456789', 'C9876543210'] } = options;
  const lists = { messages: [], ephemerals: [], calls: [], faults: [] };
  const world: World = { ...lists, channels: new Map(), tokens: new Set(), showsRepliesToDeleted: false, serial: 0 };
  const reset = () => {
    for (const list of [world.messages, world.ephemerals, world.calls, world.faults]) list.length = 0;
    world.channels.clear();
    for (const channel of channels) world.channels.set(channel, 'open');
    setTokens(world, tokens);
  };
  reset();
  const server = await listen(async (request, response) => {
    if (options.delayMs) await new Promise((resolve) => setTimeout(resolve, options.delayMs?.()));
    await handle(world, request, response);
  });
  const { url, close } = server;
  return {
    apiUrl: `${url}/api/`,
    webhookUrl: (channel = channels[0] ?? '') => `${url}/services/T0TEST/${channel}/hook-secret`,
    responseUrl: ({ channel, ts }) => `${url}/actions/T0TEST/${channel}/${ts}/action-secret`,
    ephemerals: world.ephemerals,
    messages: world.messages,
    calls: world.calls,
    misbehave: (fault, { times = 1, method } = {}) =>
      void world.faults.push(...Array.from({ length: times }, () => ({ fault, method }))),
    recover: () => void world.faults.splice(0),
    setChannel: (channel, state) => void world.channels.set(channel, state),
    setTokens: (...list) => setTokens(world, list),
    remove: (ts) => {
      const index = world.messages.findIndex((message) => message.ts === ts);
      if (index < 0) throw new Error(`there is no message ${ts}`);
      world.messages.splice(index, 1);
    },
    showRepliesToDeleted: (isShown) => {
      world.showsRepliesToDeleted = isShown;
    },
    reset,
    close,
  };
}

function setTokens({ tokens }: World, list: readonly string[]): void {
  tokens.clear();
  for (const token of list) tokens.add(token);
}

async function handle(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const method = methodOf(path);
  const log = (answer: string) => world.calls.push({ method, answer });
  const fault = takeFault(world, method);
  if (fault && fault.kind !== 'lost_answer' && fault.kind !== 'late_answer') {
    log('code' in fault ? fault.code : fault.kind);
    if (fault.kind === 'late_error') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    return misbehave(fault, method, response);
  }
  const answer = answerOf(world, method, path, request.headers.authorization, body);
  log(fault ? fault.kind : answer.ok ? 'ok' : answer.error);
  if (fault?.kind === 'lost_answer') return void response.destroy();
  if (fault) await new Promise((resolve) => setTimeout(resolve, fault.ms));
  reply(method, answer, response);
}

function methodOf(path: string): Call['method'] {
  if (path.startsWith('/services/')) return 'webhook';
  if (path.startsWith('/actions/')) return 'response_url';
  const isKnown = ['/api/auth.test', '/api/chat.postMessage', '/api/chat.update'].includes(path);
  return isKnown ? (path.slice(5) as Method) : 'unknown';
}

function takeFault({ faults }: World, method: Call['method']): Fault | undefined {
  const index = faults.findIndex((entry) => entry.method === undefined || entry.method === method);
  return index < 0 ? undefined : faults.splice(index, 1)[0]?.fault;
}

function misbehave(
  fault: Exclude<Fault, { kind: 'lost_answer' | 'late_answer' }>,
  method: Call['method'],
  response: ServerResponse,
): void {
  if (fault.kind === 'silence') return;
  if (fault.kind === 'reset') response.destroy();
  else if (fault.kind === 'status') response.writeHead(fault.status).end(fault.body ?? '');
  else if ('code' in fault) reply(method, { ok: false, error: fault.code }, response);
  else {
    response.writeHead(429, { 'retry-after': fault.header ?? String(fault.retryAfterSeconds) });
    response.end(method === 'webhook' ? 'rate_limited' : '{"ok":false,"error":"ratelimited"}');
  }
}

// https://docs.slack.dev/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks
const WEBHOOK_STATUS: Readonly<Record<string, number>> = {
  action_prohibited: 403,
  channel_is_archived: 410,
  channel_not_found: 404,
  no_service: 404,
  rollup_error: 500,
};

// The Web API responds with status 200 and JSON; webhooks with a status and a word.
function reply(method: Call['method'], answer: Answer, response: ServerResponse): void {
  if (method === 'webhook' || method === 'response_url') {
    const status = answer.ok ? 200 : (WEBHOOK_STATUS[answer.error] ?? 400);
    response.writeHead(status, { 'content-type': 'text/plain' }).end(answer.ok ? 'ok' : answer.error);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

function answerOf(
  world: World,
  method: Call['method'],
  path: string,
  authorization: string | undefined,
  body: string,
): Answer {
  if (method === 'unknown') return refuse('unknown_method');
  if (method === 'webhook') return acceptWebhook(world, path, body);
  if (method === 'response_url') return acceptAnswer(world, path, body);
  if (authorization === undefined) return refuse('not_authed');
  if (!world.tokens.has(authorization.replace(/^Bearer /, ''))) return refuse('invalid_auth');
  if (method === 'auth.test') return { ok: true, channel: '', ts: '' };
  const fields = parseForm(body);
  const refusal = refusalOf(fields);
  if (refusal) return refuse(refusal);
  return method === 'chat.update' ? update(world, fields) : post(world, fields);
}

function refuse(error: string): Answer {
  return { ok: false, error };
}

// The client sends lists as JSON inside a form. A value that does not parse stays a string and is rejected.
function parseForm(body: string): Fields {
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) => [name, isJsonField(name) ? parse(value) : value]),
  );
}

function isJsonField(name: string): boolean {
  return name === 'blocks' || name === 'attachments';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function acceptWebhook(world: World, path: string, body: string): Answer {
  const [, , , channel = '', secret] = path.split('/');
  if (secret !== 'hook-secret') return refuse('no_service');
  const state = world.channels.get(channel);
  if (state === undefined) return refuse('channel_not_found');
  if (state === 'archived') return refuse('channel_is_archived');
  const fields = parse(body);
  if (typeof fields !== 'object' || fields === null) return refuse('invalid_payload');
  const refusal = refusalOf(fields as Fields);
  return refusal ? refuse(refusal) : add(world, { ...fields, channel });
}

// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
function acceptAnswer(world: World, path: string, body: string): Answer {
  const [, , , channel = '', ts = '', secret] = path.split('/');
  const fields = parse(body);
  if (secret !== 'action-secret' || typeof fields !== 'object' || fields === null) return refuse('invalid_payload');
  const { replace_original: isReplacement, response_type: type, ...content } = fields as Fields;
  const refusal = refusalOf(content);
  if (refusal) return refuse(refusal);
  if (isReplacement === true) return update(world, { ...content, channel, ts });
  if (type === 'in_channel') return add(world, { ...content, channel });
  world.ephemerals.push(String(content.text));
  return { ok: true, channel, ts };
}

function post(world: World, fields: Fields): Answer {
  const state = world.channels.get(String(fields.channel));
  if (state === undefined) return refuse('channel_not_found');
  if (state === 'archived') return refuse('is_archived');
  if (state === 'not_invited') return refuse('not_in_channel');
  if (fields.thread_ts === undefined || find(world, fields.channel, fields.thread_ts)) return add(world, fields);
  return world.showsRepliesToDeleted ? add(world, { ...fields, thread_ts: undefined }) : refuse('thread_not_found');
}

function update(world: World, fields: Fields): Answer {
  const state = world.channels.get(String(fields.channel));
  if (state === undefined) return refuse('channel_not_found');
  if (state === 'archived') return refuse('is_inactive');
  const message = find(world, fields.channel, fields.ts);
  if (!message) return refuse('message_not_found');
  Object.assign(message, contentOf(fields));
  message.updates += 1;
  return { ok: true, channel: message.channel, ts: message.ts };
}

function find({ messages }: World, channel: unknown, ts: unknown): PostedMessage | undefined {
  return messages.find((message) => message.channel === channel && message.ts === ts);
}

function add(world: World, fields: Fields): Answer {
  const ts = `1700000000.${String(++world.serial).padStart(6, '0')}`;
  const channel = String(fields.channel);
  const threadTs = fields.thread_ts === undefined ? null : String(fields.thread_ts);
  const alsoInChannel = threadTs !== null && fields.reply_broadcast === 'true';
  world.messages.push({ channel, ts, threadTs, alsoInChannel, ...contentOf(fields), updates: 0 });
  return { ok: true, channel, ts, message: { ts, ...(threadTs !== null && { thread_ts: threadTs }) } };
}

function contentOf({ text, blocks, attachments }: Fields): Pick<PostedMessage, 'text' | 'blocks' | 'attachments'> {
  return {
    text: String(text ?? ''),
    blocks: (blocks ?? []) as readonly unknown[],
    attachments: (attachments ?? []) as readonly unknown[],
  };
}
