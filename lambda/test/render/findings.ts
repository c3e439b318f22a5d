// Findings of correlations for tests: one builder, with the facts of a burst of denied calls unless stated otherwise.

import type { CorrelationFacts, Finding } from '../../src/core/correlation/finding.ts';

const START_MS = Date.parse('2026-03-01T14:03:10Z');
const MINUTE_MS = 60_000;

export const ARN = 'arn:aws:iam::123456789012:user/alice';

/** Twenty denied calls by one user in eight minutes. */
export const FACTS: CorrelationFacts = {
  type: 'event_count',
  groupBy: ['userIdentity.arn'],
  group: [ARN],
  gte: 20,
  timespanMs: 10 * MINUTE_MS,
  count: 20,
  firstMs: START_MS,
  lastMs: START_MS + 8 * MINUTE_MS,
  startMs: START_MS,
  endMs: START_MS + 10 * MINUTE_MS,
  events: Array.from({ length: 10 }, (_, index) => ({
    eventId: `3038ebd2-c98a-4c65-9b6e-e22506292a${index}0`,
    eventName: index % 2 === 0 ? 'GetObject' : 'ListBuckets',
    region: 'eu-west-1',
    account: '123456789012',
    timeMs: START_MS + index * 20_000,
    feeder: 'denied-burst',
  })),
  top: [
    { kind: 'event', text: 'GetObject', count: 12 },
    { kind: 'event', text: 'ListBuckets', count: 8 },
    { kind: 'error', text: 'AccessDenied', count: 20 },
    { kind: 'resource', text: 'arn:aws:s3:::payroll', count: 12 },
  ],
  recordedSinceMs: null,
};

interface Changes {
  readonly kind?: Finding['kind'];
  readonly eventId?: string;
  readonly timeMs?: number;
  readonly facts?: Partial<CorrelationFacts>;
}

/** A finding about an event of that group. */
export function aFinding({
  kind = 'opened',
  eventId = 'event-1',
  timeMs = START_MS,
  facts = {},
}: Changes = {}): Finding {
  const merged = { ...FACTS, ...facts };
  return {
    kind,
    facts: merged,
    observation: {
      correlation: 'denied-burst',
      definition: 'definition-1',
      feeder: 'denied-burst',
      group: merged.group,
      value: null,
      timeMs,
      eventId,
      detail: {
        eventName: 'GetObject',
        error: 'AccessDenied',
        resource: '',
        region: 'eu-west-1',
        account: '123456789012',
      },
    },
  };
}
