import { describe, expect, it } from 'vitest';
import { createJsonEventRenderer, createStreamRecordRenderer } from '../../src/core/render/json-event.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import { createSnsRenderer } from '../../src/core/render/sns.ts';
import { createTeamsRenderer } from '../../src/core/render/teams.ts';
import { renderTerminal } from '../../src/core/render/terminal.ts';
import { titleOf } from '../../src/core/render/title.ts';
import { aCorrelation, CORRELATION_CASES } from './correlation-cases.ts';
import { FACTS } from './findings.ts';
import { CONTEXT } from './notices.ts';

const slack = createSlackRenderer(CONTEXT);
const webhook = createSlackRenderer(CONTEXT, { extent: 'whole-event' });
const onTerminal = (name: string, count = 1, kind?: 'continued') =>
  renderTerminal(slack.message(aCorrelation(name, kind), count), { color: false, width: 100 });

describe('the alert of a correlation', () => {
  it.each(Object.entries(CORRELATION_CASES))('begins with a sentence: %s', (name, { sentence }) => {
    expect(titleOf(aCorrelation(name), CONTEXT)).toBe(sentence);
  });

  it.each(['calls-denied', 'secrets-read', 'region-first-used', 'key-made-and-used', 'key-made-then-used-elsewhere'])(
    'looks in Slack as recorded: %s',
    async (name) => {
      const message = `${JSON.stringify(slack.message(aCorrelation(name), 8), null, 2)}\n`;
      await expect(message).toMatchFileSnapshot(`correlations/${name}.json`);
    },
  );

  it('shows on a terminal what happened, why it fired, what made up the count and which events', () => {
    expect(onTerminal('calls-denied')).toMatchInlineSnapshot(`
      "🟠 alice was denied 20 calls in 8 minutes in prod
      2026-03-01 14:03:10 UTC  ·  until 2026-03-01 14:11:10 UTC  ·  fires at 20 events in 10 minutes  ·
      interval 2026-03-01 14:03:10 – 14:13:10 UTC
      Events GetObject 12×, ListBuckets 8×
      Errors AccessDenied 20×
      Resources arn:aws:s3:::payroll 12×
      14:03:10 GetObject
      <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a00>
      ·  14:03:30 ListBuckets
      <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a10>
      ·  14:03:50 GetObject
      <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a20>
      ·  14:04:10 ListBuckets
      <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a30>
      ·  14:04:30 GetObject
      <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a40>
      ·  14:04:50 ListBuckets
      <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a50>
      ·  14:05:10 GetObject
      <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a60>
      ·  14:05:30 ListBuckets
      <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a70>
      ·  14:05:50 GetObject
      <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a80>
      ·  14:06:10 ListBuckets
      <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a90>
      ▌ Rule something-that-matters (high) – Something that matters happened.
      ▌ Group identity arn:aws:iam::123456789012:user/alice
      ▌ One of the events 3038ebd2-c98a-4c65-9b6e-e22506292a00  ·  open in CloudTrail
      ▌ <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a00>
      ▌ Its log file
      ▌ s3://example-trail/AWSLogs/123456789012/CloudTrail/eu-west-1/2024/08/01/123456789012_CloudTrail_eu-west-1_20240801T1223Z_f6a3b720d8370a8d.json.gz"
    `);
  });

  it('shows the request of its event if it cites only one', () => {
    const text = onTerminal('one-call');
    expect(text).toContain('{ "secretId": "prod/db" }');
    expect(text).not.toContain('Events GetSecretValue');
    expect(text).toContain('\n▌ Event 3038ebd2');
    expect(text.match(/2026-03-01 14:03:10 UTC/g)).toHaveLength(1);
  });

  it('lists a resource once if it is what the rule counts', () => {
    const text = onTerminal('instances-listed');
    expect(text).toContain('Values i-1 1×, i-2 1×');
    expect(text).not.toContain('Resources');
  });

  it.each([
    [1, undefined, null],
    [2, undefined, '1 more event in this interval'],
    [8, undefined, '7 more events in this interval'],
    [7, 'continued' as const, '7 more events in this interval'],
  ])('says how many more events happened in its interval: %d notices', (count, kind, text) => {
    const message = onTerminal('calls-denied', count, kind).replaceAll('\n', ' ');
    if (text === null) expect(message).not.toContain('in this interval');
    else expect(message).toContain(text);
  });

  it('shows the whole event and its ignore rule if the destination has no threads', () => {
    const text = JSON.stringify(webhook.message(aCorrelation('calls-denied'), 1));
    expect(text).toContain('*To ignore events like this one*');
    expect(text).toContain('eventVersion');
  });

  it('has the text of an email', () => {
    const { body } = createSnsRenderer(CONTEXT).message(aCorrelation('secrets-read'), 1);
    expect(body.slice(0, body.indexOf('\nEvent:\n'))).toMatchInlineSnapshot(`
      "alice read 12 different secrets in 40 minutes in prod

      Fires:      at 12 different values of requestParameters.secretId in 1 hour
      Group:      userIdentity.arn = arn:aws:iam::123456789012:user/alice
      First:      2026-03-01 14:03:10 UTC
      Last:       2026-03-01 14:43:10 UTC
      Interval:   2026-03-01 14:03:10 – 14:13:10 UTC
      Events:     GetSecretValue (14)
      Values:     prod/db (3), prod/api (1)
      Account:    prod (123456789012)
      Rule:       something-that-matters (high): Something that matters happened.
      Runbook:    https://wiki.example.com/runbooks/something?id=1&view=full
      Event 1:    14:03:10 GetObject, 3038ebd2-c98a-4c65-9b6e-e22506292a00
      Event 2:    14:03:30 ListBuckets, 3038ebd2-c98a-4c65-9b6e-e22506292a10
      Event 3:    14:03:50 GetObject, 3038ebd2-c98a-4c65-9b6e-e22506292a20
      Event 4:    14:04:10 ListBuckets, 3038ebd2-c98a-4c65-9b6e-e22506292a30
      Event 5:    14:04:30 GetObject, 3038ebd2-c98a-4c65-9b6e-e22506292a40
      Event 6:    14:04:50 ListBuckets, 3038ebd2-c98a-4c65-9b6e-e22506292a50
      Event 7:    14:05:10 GetObject, 3038ebd2-c98a-4c65-9b6e-e22506292a60
      Event 8:    14:05:30 ListBuckets, 3038ebd2-c98a-4c65-9b6e-e22506292a70
      Event 9:    14:05:50 GetObject, 3038ebd2-c98a-4c65-9b6e-e22506292a80
      Event 10:   14:06:10 ListBuckets, 3038ebd2-c98a-4c65-9b6e-e22506292a90
      Log file:   s3://example-trail/AWSLogs/123456789012/CloudTrail/eu-west-1/2024/08/01/123456789012_CloudTrail_eu-west-1_20240801T1223Z_f6a3b720d8370a8d.json.gz

      user alice: https://console.aws.amazon.com/iam/home#/users/details/alice
      14:03:10 GetObject: https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a00
      14:03:30 ListBuckets: https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a10
      14:03:50 GetObject: https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a20
      14:04:10 ListBuckets: https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a30
      14:04:30 GetObject: https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a40
      14:04:50 ListBuckets: https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a50
      14:05:10 GetObject: https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a60
      14:05:30 ListBuckets: https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a70
      14:05:50 GetObject: https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a80
      14:06:10 ListBuckets: https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/3038ebd2-c98a-4c65-9b6e-e22506292a90

      To ignore events like this one, add to ignore_rules:
      "eventSource == 'secretsmanager.amazonaws.com' and eventName == 'GetSecretValue' and userIdentity.arn == 'arn:aws:iam::123456789012:user/alice' and recipientAccountId == '123456789012' and not exists(errorCode)"
      "
    `);
  });

  it('is a card of Teams with the same facts and links to the events', () => {
    const [{ content }] = createTeamsRenderer(CONTEXT).message(aCorrelation('calls-denied'), 8).attachments;
    const text = JSON.stringify(content.body).replaceAll('\u00a0', ' ');
    for (const part of ['7 in this interval', '20 events in 10 minutes', 'GetObject (12), ListBuckets (8)']) {
      expect(text).toContain(part);
    }
    expect(content.actions.slice(0, 3).map(({ title }) => title)).toEqual([
      'runbook',
      'user alice',
      '14:03:10 GetObject',
    ]);
  });

  it('has the facts in every JSON format', () => {
    const notice = aCorrelation('calls-denied');
    const expected = {
      type: 'event_count',
      groupBy: ['userIdentity.arn'],
      group: ['arn:aws:iam::123456789012:user/alice'],
      count: 20,
      threshold: 20,
      timespanSeconds: 600,
      first: '2026-03-01T14:03:10.000Z',
      last: '2026-03-01T14:11:10.000Z',
      start: '2026-03-01T14:03:10.000Z',
      end: '2026-03-01T14:13:10.000Z',
      eventIds: FACTS.events.map(({ eventId }) => eventId),
      top: FACTS.top,
      recordedSince: null,
    };
    const json = createJsonEventRenderer(CONTEXT, 256 * 1024).message(notice);
    expect(json).toMatchObject({ kind: 'alert', id: notice.id, rule: 'something-that-matters' });
    expect(json.correlation).toEqual(expected);
    const record = createStreamRecordRenderer(CONTEXT, 256 * 1024).message(notice);
    expect(Object(record.notice).correlation).toEqual(expected);
    expect(createSnsRenderer(CONTEXT).message(notice, 1).json.correlation).toEqual(expected);
  });
});
