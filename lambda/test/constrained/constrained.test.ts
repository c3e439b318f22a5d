// The built package with the memory and the share of a processor that it has as deployed, Slack answering in 150 ms. A simulation
// without these cannot see that work does not fit into an invocation.
// CONSTRAINED=full runs the whole table, which takes some minutes.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/records/record.ts';
import { aRecord } from '../pipeline/payloads.ts';
import { runConstrained, type Services, type Step, startServices } from './constrained-run.ts';

const isFull = process.env.CONSTRAINED === 'full';
const TRAIL_STOPPED = /stopped logging|StopLogging/i;

const denied = (count: number, user = (_: number) => 'jane'): JsonObject[] =>
  Array.from({ length: count }, (_, index) =>
    aRecord(
      { eventName: 'DescribeInstances', eventSource: 'ec2.amazonaws.com', errorCode: 'AccessDenied' },
      user(index),
    ),
  );
const stopLogging = () => aRecord({ eventName: 'StopLogging', requestParameters: { name: 'main-trail' } }, 'mallory');
const neighbor = () => aRecord({ eventName: 'DeleteTrail', requestParameters: { name: 'other-trail' } }, 'eve');

// Three events of each of a thousand groups, for a correlation of `gte` events of a group.
const groups = Array.from({ length: 3_000 }, (_, index) =>
  aRecord({ eventName: 'GetObject', eventSource: 's3.amazonaws.com' }, `user-${index % 1_000}`),
);
const correlating = (gte: number) => {
  const correlation = { type: 'event_count', group_by: ['userIdentity.arn'], timespan: '10m', gte };
  return { rules: [{ name: 'many-reads', expression: "eventName == 'GetObject'", correlation }] };
};

interface Scenario {
  readonly name: string;
  readonly records: readonly JsonObject[];
  readonly attempts: number;
  readonly dynamoCalls: number;
  readonly dynamoMs?: number;
  readonly settings?: object;
}

const SCENARIOS: readonly Scenario[] = [
  { name: '1000-of-one', records: denied(1_000), attempts: 2, dynamoCalls: 100 },
  ...(isFull
    ? [
        { name: '10000-of-one', records: denied(10_000), attempts: 3, dynamoCalls: 600 },
        { name: '10000-of-one-slow-table', records: denied(10_000), attempts: 3, dynamoCalls: 600, dynamoMs: 20 },
        { name: '10000-of-many', records: denied(10_000, (index) => `user-${index}`), attempts: 3, dynamoCalls: 600 },
        {
          name: '8-slow-table',
          records: denied(8, (index) => `user-${index}`),
          attempts: 3,
          dynamoCalls: 200,
          dynamoMs: 1_500,
        },
        { name: '1000-groups', records: groups, attempts: 2, dynamoCalls: 150, settings: correlating(10) },
        { name: '1000-groups-alert', records: groups, attempts: 3, dynamoCalls: 300, settings: correlating(3) },
      ]
    : []),
];

describe('the function as deployed', () => {
  let services: Services;
  beforeAll(async () => {
    services = await startServices();
  });
  afterAll(() => services?.close());

  it.each(SCENARIOS)(
    'delivers what matters first, and everything in time: $name',
    { timeout: 400_000 },
    async (scenario) => {
      const { name, records, attempts, dynamoCalls, dynamoMs = 5, settings = {} } = scenario;
      services.latency.dynamoMs = dynamoMs;
      const files = { [`${name}-storm`]: [...records, stopLogging()], [`${name}-neighbor`]: [neighbor()] };
      const steps = await runConstrained(services, name, files, attempts, { settings });
      report(name, steps);
      const [first] = steps;
      expect(steps.map(({ timedOut }) => timedOut)).toEqual(steps.map(() => false));
      expect(first?.texts.some((text) => TRAIL_STOPPED.test(text))).toBe(true);
      expect(first?.texts.some((text) => text.includes('other-trail'))).toBe(true);
      expect(steps.at(-1)?.retries).toBe(0);
      expect(steps.reduce((sum, step) => sum + step.dynamoCalls, 0)).toBeLessThanOrEqual(dynamoCalls);
    },
  );
});

function report(name: string, steps: readonly Step[]): void {
  for (const [index, { seconds, retries, texts, dynamoCalls, dynamoWrites }] of steps.entries()) {
    const figures = `${seconds.toFixed(1)} s, ${texts.length} messages, ${dynamoCalls} calls (${dynamoWrites} writes)`;
    console.log(`${name}, invocation ${index + 1}: ${figures} of DynamoDB, ${retries} to retry`);
  }
}
