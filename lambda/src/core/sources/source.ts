// The interface of a source: it recognises and decodes one kind of payload.

import type { EnvelopeItem, Trigger } from './envelope.ts';

export interface Source {
  /** Appears in log lines and names the source's fixtures: `s3`, `sqs`. */
  readonly name: string;
  /** Whether the payload is of this kind, judged by its outer shape only. */
  recognises(payload: unknown): boolean;
  /** Decodes a recognised payload. Never throws: what it cannot decode becomes an invalid item. */
  decode(payload: unknown, inside: (payload: unknown) => Trigger): Trigger;
}

/** A trigger that can be acknowledged or retried only as a whole. */
export function wholeCall(source: string, items: readonly EnvelopeItem[]): Trigger {
  return { source, partialFailures: false, envelopes: [{ id: null, items }] };
}

/** All items of a trigger, from all of its envelopes. */
export function itemsOf(trigger: Trigger): readonly EnvelopeItem[] {
  return trigger.envelopes.flatMap((envelope) => envelope.items);
}

export function invalid(reason: string): EnvelopeItem {
  return { kind: 'invalid', reason };
}
