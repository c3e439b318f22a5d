// Whether a request comes from Slack. In: the raw bytes of its body, its headers and the signing secret. Out: the time of the request, or
// why it is refused. Pure, and reads nothing of the body: https://docs.slack.dev/authentication/verifying-requests-from-slack

import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  readonly body: Uint8Array;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export type Verification =
  | { readonly kind: 'valid'; readonly atSeconds: number }
  | { readonly kind: 'refused'; readonly reason: 'unsigned' | 'too_old' | 'wrong_signature' };

/** How far the time of a request may be from now, on each side. */
const CLOCK_TOLERANCE_SECONDS = 5 * 60;

const refused = (reason: 'unsigned' | 'too_old' | 'wrong_signature'): Verification => ({ kind: 'refused', reason });

/** Verifies the signature `v0` of a request. */
export function verifySignature({ body, headers }: SignedRequest, secret: string, nowMs: number): Verification {
  const timestamp = headers['x-slack-request-timestamp'] ?? '';
  const signature = headers['x-slack-signature'] ?? '';
  if (!/^\d{1,12}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) return refused('unsigned');
  const atSeconds = Number(timestamp);
  if (Math.abs(nowMs / 1000 - atSeconds) > CLOCK_TOLERANCE_SECONDS) return refused('too_old');
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const given = signature.slice('v0='.length);
  return timingSafeEqual(Buffer.from(expected), Buffer.from(given))
    ? { kind: 'valid', atSeconds }
    : refused('wrong_signature');
}
