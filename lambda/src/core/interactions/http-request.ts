// The request that a function URL passes to its function. In: the event. Out: the raw body and the headers, or why not. Pure. Parses
// nothing of the body. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads

import type { SignedRequest } from './signature.ts';

/** A press sends the whole message, which has about 60 KB as a form. */
export const BODY_BYTES_MAX = 512 * 1024;

/** The request of an event; a status if it is too large (413) or not a request of a function URL (400). */
export function requestOf(event: unknown): SignedRequest | 400 | 413 {
  const { body, headers, isBase64Encoded } = Object(event) as Record<string, unknown>;
  if (typeof headers !== 'object' || headers === null || (body !== undefined && typeof body !== 'string')) return 400;
  const bytes = Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8');
  return bytes.length > BODY_BYTES_MAX ? 413 : { body: bytes, headers: lowerCase(headers) };
}

/**
 * When Lambda received the request of an event, in milliseconds since the epoch: before the function started, if it had to. `nowMs` if the
 * event does not say so.
 */
export function receivedMsOf(event: unknown, nowMs: number): number {
  const { timeEpoch } = Object(Object(event).requestContext) as Record<string, unknown>;
  return typeof timeEpoch === 'number' && timeEpoch < nowMs ? timeEpoch : nowMs;
}

function lowerCase(headers: object): SignedRequest['headers'] {
  const entries = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}
