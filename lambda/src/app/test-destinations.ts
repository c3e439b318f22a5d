// Sends a test message to destinations, so that a user knows that they work before the first alert. In: which destinations. Out: what
// each answered. Routes, mutes, claims and budgets do not apply: nothing is read or stored.

import { randomUUID } from 'node:crypto';
import { FINDING_SOURCE, timeText } from '../core/digests/finding.ts';
import { FINDING_TYPE } from '../core/records/own-finding.ts';
import type { CloudTrailRecord } from '../core/records/record.ts';
import type { RuleDefinition } from '../core/rules/rule.ts';
import { noticeOfAlert } from '../core/threads/make-notice.ts';
import type { AlertNotice } from '../core/threads/notice.ts';
import type { Pipeline } from './pipeline.ts';
import type { Destination } from './ports.ts';
import { callWithRetries } from './wait.ts';

/** The ids of the destinations that accepted the message, and of the others with the reason. */
export interface DestinationsTest {
  readonly delivered: readonly string[];
  readonly failed: Readonly<Record<string, string>>;
}

const RULE: RuleDefinition = {
  name: 'destination-test',
  expression: '',
  severity: 'info',
  description: 'Someone invoked the function to test its destinations. No event matched a rule.',
  pack: null,
  runbookUrl: null,
};

/**
 * Sends the message, which names the account and the region of `functionArn`. `tested` is true for every destination, or a list of ids of
 * some, as the log names them. Throws if it is anything else, or an id is unknown, before anything is sent.
 */
export async function testDestinations(
  tested: unknown,
  { destinations, clock, log }: Pick<Pipeline, 'destinations' | 'clock' | 'log'>,
  functionArn: string,
  endMs: number,
): Promise<DestinationsTest> {
  const chosen = choose(tested, destinations);
  const notice = testNotice(functionArn, clock.nowMs());
  const send = async ({ renderer, notifier }: Destination) => {
    const message = await renderer.message(notice, 1);
    await callWithRetries(() => notifier.post(message, null), clock, endMs);
  };
  const reasons = await Promise.all(chosen.map((destination) => send(destination).then(() => null, reasonOf)));
  const outcomes = chosen.map(({ id }, index) => ({ id, reason: reasons[index] ?? null }));
  const report = {
    delivered: outcomes.flatMap(({ id, reason }) => (reason === null ? id : [])),
    failed: Object.fromEntries(outcomes.flatMap(({ id, reason }) => (reason === null ? [] : [[id, reason]]))),
  };
  log.info('destinations_tested', report);
  return report;
}

function choose(tested: unknown, destinations: Pipeline['destinations']): readonly Destination[] {
  if (tested === true) return [...destinations.values()];
  const unknown = Array.isArray(tested) ? tested.filter((id) => !destinations.has(id)) : [tested];
  if (unknown.length === 0) return [...destinations.values()].filter(({ id }) => (tested as unknown[]).includes(id));
  const known = [...destinations.keys()].join(', ') || 'none';
  throw new Error(
    `testDestinations must be true or a list of ids of destinations, not ${JSON.stringify(unknown)}. Ids: ${known}`,
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function testNotice(functionArn: string, atMs: number): AlertNotice {
  const [, , , region = '', accountId = ''] = functionArn.split(':');
  const record: CloudTrailRecord = {
    eventID: `test-${randomUUID()}`,
    eventTime: timeText(atMs),
    eventSource: FINDING_SOURCE,
    eventName: 'DestinationsTested',
    eventType: FINDING_TYPE,
    awsRegion: region,
    recipientAccountId: accountId,
    userIdentity: { type: 'AWSService', invokedBy: FINDING_SOURCE },
  };
  return noticeOfAlert({ record, rule: RULE, rules: [RULE], origin: null });
}
