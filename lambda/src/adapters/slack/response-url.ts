// Answers through the `response_url` of an interaction. In: a URL from a request, and an answer. Out: nothing, or a `PortError`. The URL
// is untrusted: only Slack's hosts are called, over HTTPS, and redirects are not followed. No error contains the URL or the response.
// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses

import type { Responder } from '../../app/interactions/responder-port.ts';
import { PortError } from '../../app/ports.ts';

/** Slack's hosts for answers: https://docs.slack.dev/govslack describes the second. */
const HOSTS: ReadonlySet<string> = new Set(['hooks.slack.com', 'hooks.slack-gov.com']);

export interface ResponseUrlOptions {
  readonly timeoutMs: number;
  /** The origin of a Slack on this machine, in tests; ignored if it is not a loopback address. */
  readonly localOrigin?: string | undefined;
}

/** A `Responder`. Transient: 5xx, 429, timeouts and broken connections. Permanent: other statuses, and URLs that are not Slack's. */
export function createResponder({ timeoutMs, localOrigin }: ResponseUrlOptions): Responder {
  return {
    async respond(responseUrl, answer, signal) {
      if (!isSlackUrl(responseUrl, localOrigin))
        throw new PortError('permanent', 'response_url_refused', 'the response_url is not an address of Slack');
      const signals = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])];
      const { status } = await post(new URL(responseUrl).href, JSON.stringify(answer), AbortSignal.any(signals));
      if (status >= 200 && status < 300) return;
      const kind = status >= 500 || status === 429 ? 'transient' : 'permanent';
      throw new PortError(kind, `http_${status}`, `Slack returned HTTP status ${status} for an answer`);
    },
  };
}

function isSlackUrl(text: string, localOrigin: string | undefined): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, port, username, password, origin } = new URL(text);
  if (username !== '' || password !== '') return false;
  if (protocol === 'https:' && port === '' && HOSTS.has(hostname)) return true;
  return hostname === '127.0.0.1' && localOrigin !== undefined && origin === localOrigin;
}

// A connection that is kept would be used after a pause, in which the function was frozen and the connection ended unnoticed.
async function post(url: string, body: string, signal: AbortSignal): Promise<Response> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', connection: 'close' },
      body,
      redirect: 'manual',
      signal,
    });
    await response.body?.cancel().catch(() => {}); // The status is known; a broken body changes nothing.
    return response;
  } catch {
    throw new PortError('transient', 'request_failed', 'Slack cannot be reached, or did not respond in time');
  }
}
