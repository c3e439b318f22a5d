// What every kind of trigger payload is to the registry: something to recognise and to decode.

import type { EnvelopeItem, Trigger } from './envelope.ts';

export interface Source {
  /** Stands in log lines and names the source's fixtures: `s3`, `sqs`. */
  readonly name: string;
  /** Whether the payload is of this kind. Decides by its outer shape alone. */
  recognises(payload: unknown): boolean;
  /** Decodes a payload that was recognised. Total: what it cannot make sense of becomes an invalid item. */
  decode(payload: unknown, inside: (payload: unknown) => Trigger): Trigger;
}

/** A trigger that can be acknowledged or retried only as a whole. */
export function wholeCall(source: string, items: readonly EnvelopeItem[]): Trigger {
  return { source, partialFailures: false, envelopes: [{ id: null, items }] };
}

/** All items of a trigger, whichever envelope they came with. */
export function itemsOf(trigger: Trigger): readonly EnvelopeItem[] {
  return trigger.envelopes.flatMap((envelope) => envelope.items);
}

export function invalid(reason: string): EnvelopeItem {
  return { kind: 'invalid', reason };
}
