// One POST to a receiver that answers with a status. In: a URL, headers and a body. Out: nothing, or a `PortError`.

import { PortError } from '../../app/ports.ts';
import { type PostRequest, postJson, statusFault } from '../post-json.ts';
import { timeOfMessage } from '../time-left.ts';

/**
 * Posts, and resolves if the status is 2xx. Transient: 408, 425, 429 and 5xx (`retryAfterMs` from the response), timeouts
 * and broken connections. Everything else is permanent: redirects, other 4xx, and a URL that is not https.
 */
async function post(request: PostRequest): Promise<void> {
  const response = await postJson({ ...request, headers: { 'user-agent': 'cloudtrail-to-slack', ...request.headers } });
  await response.body?.cancel().catch(() => {}); // The status is known; a broken body changes nothing.
  if (response.ok) return;
  const isTransient = response.status >= 500 || [408, 425, 429].includes(response.status);
  throw statusFault(isTransient ? 'transient' : 'permanent', response, request.receiver);
}

/**
 * Posts what `prepare` returns. If the response has one of `codes`, which may mean that a secret was replaced, once more what it
 * returns with fresh secrets, within the same time. Rejects like `post`.
 */
export async function postWithSecrets(
  prepare: (fresh: boolean) => Promise<PostRequest>,
  codes: ReadonlySet<string>,
): Promise<void> {
  const request = await prepare(false);
  const timeLeft = timeOfMessage(request.timeoutMs, request.receiver);
  await post({ ...request, timeoutMs: timeLeft() }).catch(async (error) => {
    if (!(error instanceof PortError && codes.has(error.code))) throw error;
    const again = await prepare(true);
    await post({ ...again, timeoutMs: timeLeft() });
  });
}
