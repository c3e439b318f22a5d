// One POST of JSON over HTTPS. In: a URL and a body. Out: the response, or a `PortError`. URLs are secrets here: an error never
// contains the URL or the server's response, not even as its cause. Redirects are not followed.

import { PortError } from '../app/ports.ts';

export interface PostRequest {
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Who receives it, in the message of a fault. */
  readonly receiver: string;
}

/**
 * Posts, and resolves with the response, whatever its status. Transient if there is none: timeouts and broken connections. Permanent for
 * a URL that is not https. Plain http is allowed only to localhost.
 */
export async function postJson(request: PostRequest, fetch = globalThis.fetch): Promise<Response> {
  const { url, body, headers, timeoutMs, receiver } = request;
  requireSafe(url);
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    const problem = isLate ? 'did not respond in time' : 'cannot be reached';
    throw new PortError('transient', 'request_failed', `${receiver} ${problem}`, {
      isUnconfirmed: mayHaveArrived(error),
    });
  }
}

// Errors of a request that was not sent, because there was no connection.
const NOT_CONNECTED = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const DEPTH_MAX = 5;

/**
 * Whether the receiver of a failed request may have done what it asked for. In: what `fetch`, or the client of Slack around it, rejects
 * with.
 */
export function mayHaveArrived(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth >= DEPTH_MAX) return true;
  const { code, cause, original } = error as Record<'code' | 'cause' | 'original', unknown>;
  if (NOT_CONNECTED.has(String(code))) return false;
  return [cause, original].every((inner) => mayHaveArrived(inner, depth + 1));
}

const LOCALHOST = new Set(['localhost', '127.0.0.1', '[::1]']);

// Anyone who can read the URL in transit can post to the webhook. Plain http to localhost is for tests.
function requireSafe(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOCALHOST.has(url.hostname));
  if (url !== null && isSafe && url.username === '' && url.password === '') return;
  const message = 'the secret of this webhook is not an https URL, or it contains a user name';
  throw new PortError('permanent', 'invalid_url', message);
}

/** The fault for a status. A transient one has the time that the response asks to wait. */
export function statusFault(kind: 'transient' | 'permanent', response: Response, receiver: string): PortError {
  const { status, headers } = response;
  const options = kind === 'transient' ? retryAfterOf(headers) : {};
  return new PortError(kind, `http_${status}`, `${receiver} returned HTTP status ${status}`, options);
}

/** How long a response asks to wait: seconds, or until a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
export function retryAfterOf(headers: Headers): { readonly retryAfterMs?: number } {
  const header = headers.get('retry-after') ?? '';
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? { retryAfterMs: Math.max(ms, 0) } : {};
}
