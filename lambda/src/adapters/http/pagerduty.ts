// PagerDuty's Events API v2. In: events without their key. Out: one POST per event, or two if the key is rejected. It returns no
// handles: PagerDuty itself adds an event to the open alert with the same `dedup_key`.
// https://developer.pagerduty.com/docs/events-api-v2-overview

import { MESSAGE_TIMEOUT_MS, type Notifier } from '../../app/ports.ts';
import type { PostRequest } from '../post-json.ts';
import { postWithSecrets } from './post.ts';

/** Where the accounts of each service region are: https://support.pagerduty.com/main/docs/service-regions */
export const PAGERDUTY_URLS = {
  us: 'https://events.pagerduty.com/v2/enqueue',
  eu: 'https://events.eu.pagerduty.com/v2/enqueue',
} as const;

export interface PagerDutyOptions {
  readonly url: string;
  /** Returns the integration key; called with `fresh` after the previous one was rejected. */
  readonly readRoutingKey: (options?: { readonly fresh?: boolean }) => Promise<string>;
}

// The response to an unknown key, and to an event that it does not accept.
const ABOUT_THE_KEY = new Set(['http_400', 'http_401', 'http_403', 'http_404']);

/** A notifier of one PagerDuty service. It has the faults of `postWithSecrets`. */
export function createPagerDuty({ url, readRoutingKey }: PagerDutyOptions): Notifier<object> {
  const requestFor = async (event: object, timeoutMs: number, fresh: boolean): Promise<PostRequest> => {
    const body = JSON.stringify({ ...event, routing_key: await readRoutingKey({ fresh }) });
    return { url, body, timeoutMs, receiver: 'PagerDuty' };
  };
  return {
    async post(event, _thread, timeoutMs = MESSAGE_TIMEOUT_MS) {
      await postWithSecrets((fresh) => requestFor(event, timeoutMs, fresh), ABOUT_THE_KEY);
      return null;
    },
  };
}
