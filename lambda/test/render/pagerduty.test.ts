import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CorrelationFacts } from '../../src/core/correlation/finding.ts';
import type { JsonObject } from '../../src/core/records/record.ts';
import { createPagerDutyRenderer } from '../../src/core/render/pagerduty.ts';
import type { Severity } from '../../src/core/rules/rule.ts';
import { noticeOfFinding } from '../../src/core/threads/make-notice.ts';
import { anyNotice } from './any-notice.ts';
import { aFinding, FACTS } from './findings.ts';
import { anAlert, aRemovedObject, aRuleError, aSummary, CONTEXT, RECORDS, RULE } from './notices.ts';

const { message } = createPagerDutyRenderer(CONTEXT);
const ROOT_SIGN_IN = Object.values(RECORDS).find(({ eventName }) => eventName === 'ConsoleLogin') as JsonObject;

describe('a PagerDuty event', () => {
  it('opens an alert with what happened, where, when and why', () => {
    const { payload, ...event } = message(anAlert(ROOT_SIGN_IN));
    expect(event).toMatchObject({ event_action: 'trigger', client: 'cloudtrail-to-slack' });
    expect(event.links).toContainEqual({ href: RULE.runbookUrl, text: 'runbook' });
    expect(payload).toMatchObject({
      summary: expect.stringContaining('signed in to the console'),
      source: ROOT_SIGN_IN.recipientAccountId,
      severity: 'error',
      timestamp: new Date(String(ROOT_SIGN_IN.eventTime)).toISOString(),
      component: 'signin.amazonaws.com',
      class: 'something-that-matters',
      custom_details: { version: 1, rule: 'something-that-matters', event: ROOT_SIGN_IN },
    });
  });

  it.each<[Severity, string]>([
    ['critical', 'critical'],
    ['high', 'error'],
    ['medium', 'warning'],
    ['low', 'info'],
    ['info', 'info'],
  ])('of severity %s is %s', (severity, expected) => {
    expect(message(anAlert(ROOT_SIGN_IN, { severity })).payload.severity).toBe(expected);
  });

  it('has the key of similar alerts in its thread, so that they notify once until it is resolved', () => {
    const similar = anAlert({ ...ROOT_SIGN_IN, eventID: 'another' });
    expect(message(similar).dedup_key).toBe(message(anAlert(ROOT_SIGN_IN)).dedup_key);
  });

  it.each([
    ['is more severe', anAlert(ROOT_SIGN_IN, { severity: 'critical' })],
    ['is of another rule', anAlert(ROOT_SIGN_IN, { name: 'something-else' })],
    ['was refused', anAlert({ ...ROOT_SIGN_IN, errorCode: 'AccessDenied' })],
    ['is of another identity', anAlert({ ...ROOT_SIGN_IN, userIdentity: { type: 'IAMUser', arn: 'x' } })],
  ])('has another key than an alert of its event name that %s, so that both notify', (_, other) => {
    expect(message(other).dedup_key).not.toBe(message(anAlert(ROOT_SIGN_IN)).dedup_key);
  });

  it('has the same key as the alert of another interval of its correlation and group, so that a long attack notifies once', () => {
    const { record, rule, origin } = anAlert(ROOT_SIGN_IN).alert;
    const keyOf = (facts: Partial<CorrelationFacts>) =>
      message(noticeOfFinding(aFinding({ facts }), record, origin, rule)).dedup_key;
    expect(keyOf({ startMs: FACTS.endMs, endMs: FACTS.endMs + FACTS.timespanMs })).toBe(keyOf({}));
    expect(keyOf({ group: ['another'] })).not.toBe(keyOf({}));
  });

  it.each([
    ['a rule that fails', aRuleError('my rule')],
    ['a removed log file', aRemovedObject('x')],
    ['a summary', aSummary(['a'])],
  ])('reports %s with its own key', (_, notice) => {
    const { dedup_key, payload } = message(notice);
    expect(message({ ...notice, threadKey: null, id: `${notice.id}2` }).dedup_key).not.toBe(dedup_key);
    expect(payload).toMatchObject({ source: 'cloudtrail-to-slack', custom_details: { kind: notice.kind } });
  });

  it.each([null, '', 'yesterday', '+012345-01-01T00:00:00Z', 7])(
    'has no time if the event has none (%s)',
    (eventTime) => {
      expect(message(anAlert({ ...ROOT_SIGN_IN, eventTime } as JsonObject)).payload).not.toHaveProperty('timestamp');
    },
  );
});

describe('any PagerDuty event', () => {
  it('links no page whose address is too long, which would make it too large to be accepted', () => {
    const userName = '\u6771'.repeat(30_000);
    const { links, ...event } = message(
      anAlert({ ...ROOT_SIGN_IN, eventSource: 'iam.amazonaws.com', requestParameters: { userName } }),
    );
    expect(event.payload.custom_details).toMatchObject({ event: { requestParameters: { userName } } });
    expect(JSON.stringify(links).length).toBeLessThan(10_000);
    expect(links).toContainEqual({ href: RULE.runbookUrl, text: 'runbook' });
  });

  // https://developer.pagerduty.com/docs/events-api-v2-overview
  it('is within the limits, and only links to https pages', () => {
    fc.assert(
      fc.property(anyNotice, (notice) => {
        const event = message(notice);
        const { summary, source } = event.payload;
        expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(512_000 - 100);
        expect(event.dedup_key.length).toBeLessThanOrEqual(255);
        expect(summary.length).toBeLessThanOrEqual(1_024);
        expect([summary, source, event.dedup_key].every((text) => text !== '')).toBe(true);
        for (const { href } of event.links) expect(href).toMatch(/^https:/);
      }),
      { numRuns: 200 },
    );
  });
});
