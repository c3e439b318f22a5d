// One POST over HTTPS. In: a URL, headers and a body. Out: nothing, or a `PortError`. URLs are secrets here: an error never
// contains the URL or the server's response, not even as its cause. Redirects are not followed.

import { PortError } from '../../app/ports.ts';

export interface PostRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Who receives it, in the message of a fault. */
  readonly receiver: string;
}

/**
 * Posts, and resolves if the status is 2xx. Transient: 408, 425, 429 and 5xx (`retryAfterMs` from the response), timeouts
 * and broken connections. Everything else is permanent: redirects, other 4xx, and a URL that is not https. Plain http is
 * allowed only to localhost.
 */
export async function post(request: PostRequest): Promise<void> {
  const response = await send(requireSafeUrl(request.url), request);
  await response.body?.cancel().catch(() => {}); // The status is known; a broken body changes nothing.
  if (response.ok) return;
  const { status } = response;
  const transient = status >= 500 || [408, 425, 429].includes(status);
  const retryAfterMs = transient ? retryAfterOf(response.headers.get('retry-after')) : undefined;
  throw new PortError(
    transient ? 'transient' : 'permanent',
    `http_${status}`,
    `${request.receiver} returned HTTP status ${status}`,
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
}

/**
 * Posts what `prepare` returns. If the response has one of `codes`, which may mean that a secret was replaced, once more what it
 * returns with fresh secrets. Rejects like `post`.
 */
export async function postWithSecrets(
  prepare: (fresh: boolean) => Promise<PostRequest>,
  codes: ReadonlySet<string>,
): Promise<void> {
  const request = await prepare(false);
  await post(request).catch(async (error) => {
    if (!(error instanceof PortError && codes.has(error.code))) throw error;
    await post(await prepare(true));
  });
}

async function send(url: URL, { body, headers, timeoutMs, receiver }: PostRequest): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'cloudtrail-to-slack', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    throw new PortError(
      'transient',
      'request_failed',
      `${receiver} ${late ? 'did not respond in time' : 'cannot be reached'}`,
    );
  }
}

const LOCALHOST = new Set(['localhost', '127.0.0.1', '[::1]']);

function requireSafeUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOCALHOST.has(url.hostname));
  if (url === null || !safe || url.username !== '' || url.password !== '') {
    throw new PortError(
      'permanent',
      'invalid_url',
      'the secret of this webhook is not an https URL, or it contains a user name',
    );
  }
  return url;
}

// Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
function retryAfterOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}
