import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord, Json } from '../../src/core/records/record.ts';
import { jsonText } from '../../src/core/render/json-text.ts';
import { pythonTime } from '../../src/core/render/predecessor-fields.ts';
import { createSnsRenderer, type SnsMessage } from '../../src/core/render/sns.ts';
import { titleOf } from '../../src/core/render/title.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import { readJson } from '../repository.ts';
import { anyCorrelation } from './any-notice.ts';
import { aCorrelation } from './correlation-cases.ts';
import { anAlert, aRemovedObject, aRuleError, aSummary, CONTEXT, ORIGIN, RECORDS } from './notices.ts';

const renderer = createSnsRenderer(CONTEXT);

const ROOT_SIGN_IN: CloudTrailRecord = {
  userIdentity: {
    type: 'IAMUser',
    arn: 'arn:aws:iam::123456789012:user/jane',
    accountId: '123456789012',
    userName: 'jane',
  },
  eventTime: '2019-07-03T16:14:51Z',
  eventSource: 'signin.amazonaws.com',
  eventName: 'ConsoleLogin',
  awsRegion: 'us-east-1',
  requestParameters: null,
  responseElements: { ConsoleLogin: 'Success' },
  additionalEventData: { MFAUsed: 'No' },
  eventID: '0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af',
};

describe('the JSON for subscribers of the predecessor', () => {
  it('has the same fields in the same spelling', () => {
    expect(renderer.message(anAlert(ROOT_SIGN_IN), 1).json).toMatchObject({
      title: 'arn:aws:iam::123456789012:user/jane called ConsoleLogin',
      error_message: null,
      request_parameters: null,
      response_elements: { ConsoleLogin: 'Success' },
      additional_details: { MFAUsed: 'No' },
      account_id: '123456789012',
      event_time: '2019-07-03 16:14:51+00:00',
      event_id: '0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af',
      actor: 'arn:aws:iam::123456789012:user/jane',
      source_file: ORIGIN.key,
    });
  });

  it.each<[string, Json, object]>([
    [
      'says in the title why a call failed',
      { ...ROOT_SIGN_IN, errorCode: 'AccessDenied', errorMessage: 'no' },
      {
        title: 'arn:aws:iam::123456789012:user/jane called ConsoleLogin but failed due to AccessDenied',
        error_message: 'no',
      },
    ],
    [
      "contains the identity if there is no ARN, with Python's spelling in the title",
      { eventName: 'AssumeRole', userIdentity: { type: 'AWSService', invokedBy: "o'clock", x: null, y: [true, 1] } },
      {
        actor: { type: 'AWSService', invokedBy: "o'clock", x: null, y: [true, 1] },
        title: `{'type': 'AWSService', 'invokedBy': "o'clock", 'x': None, 'y': [True, 1]} called AssumeRole`,
      },
    ],
    ['says N/A for what is missing', {}, { account_id: 'N/A', event_id: 'N/A', event_time: 'N/A', actor: 'N/A' }],
    [
      'adds the sentence, the rule and its severity',
      ROOT_SIGN_IN,
      { summary: 'jane signed in to the console in prod', rule: 'something-that-matters', severity: 'high', count: 1 },
    ],
  ])('%s', (_, record, fields) => {
    expect(renderer.message(anAlert(record), 1).json).toMatchObject(fields);
  });

  it.each([
    ['2019-07-03T16:14:51Z', '2019-07-03 16:14:51+00:00'],
    ['2019-07-03T16:14:51.000Z', '2019-07-03 16:14:51+00:00'],
    ['2019-07-03T16:14:51.123Z', '2019-07-03 16:14:51.123000+00:00'],
    ['2019-07-03T16:14:51+02:00', '2019-07-03 16:14:51+02:00'],
    ['soon', 'soon'],
  ])('writes the time %s as Python does', (text, expected) => {
    expect(pythonTime(text)).toBe(expected);
  });

  it('has these fields for every test event of the predecessor', () => {
    const { cases: events }: { cases: { event: CloudTrailRecord }[] } = readJson(
      'lambda/test/conformance/default-rules.json',
    );
    const fields = [
      'title',
      'error_message',
      'request_parameters',
      'response_elements',
      'additional_details',
      'account_id',
      'event_time',
      'event_id',
      'actor',
      'source_file',
    ];
    for (const { event } of events) {
      const { json } = renderer.message(anAlert(event), 1);
      expect(Object.keys(json).slice(0, 10)).toEqual(fields);
      expect(json.title).toContain(` called ${event.eventName}`);
    }
    expect(events.length).toBeGreaterThan(5);
  });
});

describe('the body for people', () => {
  it('reads as text', () => {
    const { body } = renderer.message(anAlert(ROOT_SIGN_IN), 2);
    expect(body).toBe(
      [
        'jane signed in to the console in prod',
        '',
        'Seen:       2 times',
        'MFA:        not used',
        'Time:       2019-07-03 16:14:51 UTC',
        'Account:    prod (123456789012)',
        'Region:     us-east-1',
        'Event:      0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af',
        'Rule:       something-that-matters (high): Something that matters happened.',
        'Runbook:    https://wiki.example.com/runbooks/something?id=1&view=full',
        `Log file:   s3://${ORIGIN.bucket}/${ORIGIN.key}`,
        '',
        'user jane: https://console.aws.amazon.com/iam/home#/users/details/jane',
        'event in CloudTrail: https://console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af',
        '',
        'To ignore only this, add to ignore_rules:',
        `"eventSource == 'signin.amazonaws.com' and eventName == 'ConsoleLogin' and userIdentity.arn == 'arn:aws:iam::123456789012:user/jane' and responseElements.ConsoleLogin == 'Success' and additionalEventData.MFAUsed == 'No'"`,
        '',
        'Event:',
        jsonText(ROOT_SIGN_IN),
      ].join('\n'),
    );
  });

  it('shows the beginning of a long value, and says so', () => {
    const bodyWith = (length: number) =>
      renderer.message(anAlert({ ...ROOT_SIGN_IN, errorMessage: 'x'.repeat(length) }), 1).body.split('\n');
    expect(bodyWith(1_000)).toContainEqual(expect.stringMatching(/ x{1000}$/));
    expect(bodyWith(1_001)).toContainEqual(expect.stringMatching(/ x{1000,1001}… truncated$/));
  });

  it.each([
    ['a rule that fails', aRuleError('my rule'), 'Ignore rule "my rule" does not work: my rule'],
    ['a removed log file', aRemovedObject('x'), 'x removed log file s3://x/x'],
    [
      'a summary',
      aSummary(['a', 'b']),
      '3 more alerts, summarized in this message\n\n1 x a (medium)\nEvent event-1 in s3://trail/AWSLogs/file.json.gz\n2 x b',
    ],
  ])('reports %s', (_, notice, start) => {
    expect(renderer.message(notice, 1).body.startsWith(start)).toBe(true);
  });
});

describe('the JSON of a summary', () => {
  it('has at most 30 lines, and counts the alerts of the others', () => {
    const { json } = renderer.message(aSummary(Array.from({ length: 31 }, (_, index) => `title ${index}`)), 1);
    const source = { event_id: 'event-1', log_file: 's3://trail/AWSLogs/file.json.gz' };
    expect(json).toMatchObject({ total: 496, unlisted: 31, severity: 'high' });
    expect(json.alerts).toHaveLength(30);
    expect(json.alerts).toHaveProperty('0', {
      title: 'title 0',
      count: 1,
      severity: 'medium',
      first: source,
      last: source,
    });
  });
});

describe('the attributes for filter policies', () => {
  it('contain kind, severity, rule, account and event', () => {
    expect(renderer.message(anAlert(ROOT_SIGN_IN), 1).attributes).toEqual({
      kind: 'alert',
      severity: 'high',
      rule: 'something-that-matters',
      account_id: '123456789012',
      event_name: 'ConsoleLogin',
      event_source: 'signin.amazonaws.com',
    });
  });
});

// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
describe('an SNS message of any notice', () => {
  const publishedBytes = ({ json, body, short, attributes, subject }: SnsMessage) =>
    Buffer.byteLength(
      JSON.stringify({ default: JSON.stringify(json), email: body, sms: short }) + JSON.stringify(attributes) + subject,
    );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('\n', '界'.repeat(50_000), '\\'.repeat(60_000), '"'.repeat(60_000)),
  );
  const record = fc.dictionary(
    fc.constantFrom(
      'eventName',
      'eventTime',
      'errorCode',
      'errorMessage',
      'requestParameters',
      'responseElements',
      'userAgent',
      'eventID',
      'userIdentity',
    ),
    fc.oneof(
      text,
      fc.jsonValue() as fc.Arbitrary<Json>,
      fc.dictionary(fc.constantFrom('arn', 'type', 'userName', 'accountId'), text),
    ),
  );

  // Rendering a text of this length takes milliseconds, so each run renders only one notice.
  const notice: fc.Arbitrary<Notice> = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.tuple(record, text).map(([fields, name]) => anAlert(fields as Json, { name, description: name })),
    },
    {
      weight: 1,
      arbitrary: fc.oneof(
        text.map((name) => aRuleError(name)),
        text.map(aRemovedObject),
        text.map((name) => aSummary(Array(50).fill(titleOf(aRemovedObject(name))))),
      ),
    },
  );

  it('is within the limits of SNS', () => {
    fc.assert(
      fc.property(notice, (one) => {
        const message = renderer.message(one, 1);
        expect(message.subject).toMatch(/^[\x21-\x7e](?:[\x20-\x7e]{0,97}[\x21-\x7e])?$/);
        // An SMS has at most 1,600 characters: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
        expect(message.short.length).toBeLessThanOrEqual(520);
        expect(publishedBytes(message)).toBeLessThanOrEqual(256 * 1024);
      }),
      { numRuns: 150 },
    );
  });

  it('is within the limits of SNS for any correlation', () => {
    fc.assert(
      fc.property(anyCorrelation, (notice) => {
        const message = renderer.message(notice, 2);
        expect(message.short.length).toBeLessThanOrEqual(520);
        expect(publishedBytes(message)).toBeLessThanOrEqual(256 * 1024);
      }),
      { numRuns: 30 },
    );
  });

  it('says on which event of which log file a rule failed', () => {
    expect(renderer.message(aRuleError('my rule', 'event-1'), 1).json).toMatchObject({
      event_id: 'event-1',
      source_file: ORIGIN.key,
    });
    expect(renderer.message(aRuleError('my rule'), 1).json).toMatchObject({ event_id: 'N/A', source_file: 'N/A' });
  });

  it('shortens texts last, and keeps their beginnings', () => {
    const eventName = 'n'.repeat(300_000);
    const { json } = renderer.message(anAlert({ ...ROOT_SIGN_IN, eventName }), 1);
    expect(json.title).toMatch(/ called n+… truncated$/);
    expect(json.account_id).toBe('123456789012');
  });

  it('keeps the small fields if the large ones do not fit', () => {
    const { json } = renderer.message(anAlert({ ...ROOT_SIGN_IN, responseElements: { x: 'y'.repeat(300_000) } }), 1);
    expect(json.response_elements).toBe('… truncated');
    expect(json.additional_details).toEqual({ MFAUsed: 'No' });
  });

  it('is rendered for a record that is nested deeper than the call stack', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}1${']'.repeat(50_000)}`);
    const { json } = renderer.message(anAlert({ ...ROOT_SIGN_IN, requestParameters: deep }), 1);
    expect(JSON.stringify(json)).toContain('nested too deep');
  });

  it('has a dash in the subject that survives ASCII', () => {
    const { subject } = renderer.message(aCorrelation('region-first-used'), 1);
    expect(subject).toBe('[high] alice launched instances in prod - first match for alice in eu-west-3 in 30 days');
  });

  it.each(Object.keys(RECORDS))('has a short subject that reads as a sentence: %s', (name) => {
    expect(renderer.message(anAlert(RECORDS[name] as Json), 1).subject).toMatch(/^\[high\] [\w@.-]+ .{10,}/);
  });
});
