// Arbitrary notices for property tests of rendering: real records in which any field may have any value, and texts that try
// to add mentions, links, formatting or hidden characters, or are too long.

import fc from 'fast-check';
import { CORRELATION_TYPES } from '../../src/core/correlation/correlation.ts';
import type { CorrelationFacts } from '../../src/core/correlation/finding.ts';
import type { CloudTrailRecord, Json } from '../../src/core/records/record.ts';
import { noticeOfFinding } from '../../src/core/threads/make-notice.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import { ruleOf } from './correlation-cases.ts';
import { aFinding } from './findings.ts';
import { anAlert, aRemovedObject, aRuleError, aScheduledSummary, aSummary, ORIGIN, RECORDS, RULE } from './notices.ts';

const ATTACKS = [
  '<!channel>',
  '<!here|x>',
  '<@U012AB3CD>',
  '<#C012AB3CD>',
  '<!subteam^S012AB3CD>',
  '<https://evil.example|click>',
  'https://evil.example',
  '@channel',
  '@here',
  '@everyone',
  '```',
  '`',
  '*bold*',
  '&lt;!channel&gt;',
  '<!date^1^{date}^https://evil.example|x>',
  '\u202egnp.exe',
  '\u0000\u0007',
  '\ud83d',
  'a\u034f\ufe0f\u{e0101}\u180b\u2800z',
  `piled up: a${'\u0338\u20dd'.repeat(20)}`,
  '\n> quoted\n',
  ':warning:',
  '|',
  '[click](https://evil.example)',
  '<at>jane@example.com</at>',
  '{{DATE(2017-02-14T06:08:00Z)}}',
];

const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...ATTACKS),
      fc.string({ unit: 'binary' }),
      fc.constant('x'.repeat(4_000)),
      fc.constant('&<>'.repeat(2_000)),
      fc.constant('界'.repeat(3_000)),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const anyJson = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    hostileText,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(hostileText, tie('json'), { maxKeys: 4 }),
  ),
})).json;

const FIELDS = [
  'eventName',
  'eventSource',
  'eventTime',
  'eventID',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'recipientAccountId',
  'requestParameters',
  'responseElements',
  'additionalEventData',
];
const IDENTITY = ['type', 'arn', 'userName', 'principalId', 'accountId', 'invokedBy'];

// Records in which any field may have any value, based on a real record so that known paths are read too.
const anyRecord = fc
  .tuple(
    fc.constantFrom({}, ...Object.values(RECORDS)),
    fc.dictionary(fc.constantFrom(...FIELDS), anyJson, { maxKeys: 8 }),
    fc.option(fc.dictionary(fc.constantFrom(...IDENTITY), anyJson), { nil: undefined }),
  )
  .map(
    ([real, fields, identity]) =>
      ({
        ...real,
        ...fields,
        ...(identity && { userIdentity: { ...Object(real.userIdentity), ...identity } }),
      }) as Json,
  );

const anyTime = fc.integer({ min: 0, max: 8_640_000_000_000_000 });
const howMany = (max: number) => fc.integer({ min: 0, max });

// Times, counts and lists of any value, also those that no correlation finds: more events and values than there can be.
const anyFacts: fc.Arbitrary<CorrelationFacts> = fc
  .record({
    texts: fc.array(hostileText, { minLength: 1, maxLength: 5 }),
    type: fc.constantFrom(...CORRELATION_TYPES),
    groupBy: fc.subarray(['userIdentity.arn', 'awsRegion', 'x', 'sourceIPAddress']),
    sizes: fc.tuple(howMany(12), howMany(15), howMany(30)),
    times: fc.tuple(anyTime, anyTime, anyTime, fc.option(anyTime)),
    counts: fc.tuple(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 7_776_000 })),
  })
  .map(({ texts, type, groupBy, sizes: [values, events, tops], times: [firstMs, lastMs, startMs, since], counts }) => {
    const [count, seconds] = counts;
    const text = (index: number) => texts[index % texts.length] as string;
    const list = <T>(length: number, make: (index: number) => T) => Array.from({ length }, (_, index) => make(index));
    return {
      ...{ type, count, gte: count, timespanMs: 1_000 * seconds, firstMs, lastMs, startMs, recordedSinceMs: since },
      endMs: startMs + 1_000 * seconds,
      groupBy: [...groupBy, ...list(values, text)],
      group: list(values + groupBy.length, text),
      events: list(events, (index) => ({
        ...{ eventId: text(index), eventName: text(index + 1), region: text(index + 2), feeder: text(index + 3) },
        account: text(index + 4),
        timeMs: firstMs,
      })),
      top: list(tops, (index) => ({ kind: TOP_KINDS[index % 4] as 'event', text: text(index), count })),
    };
  });

const TOP_KINDS = ['event', 'error', 'resource', 'value'];

/** A notice of a correlation, with any facts. */
export const anyCorrelation: fc.Arbitrary<Notice> = fc
  .record({
    record: anyRecord,
    facts: anyFacts,
    kind: fc.constantFrom('opened' as const, 'continued' as const),
    eventId: hostileText,
    rules: fc.option(fc.array(hostileText, { maxLength: 8 })),
    field: fc.option(hostileText),
    name: hostileText,
  })
  .map(({ record, facts, kind, eventId, rules, field, name }) => {
    const rule = { ...ruleOf(facts, { rules, field }), name, description: name };
    return noticeOfFinding(aFinding({ kind, eventId, facts }), record as CloudTrailRecord, ORIGIN, rule);
  });

/** A notice of any kind with any content. */
export const anyNotice: fc.Arbitrary<Notice> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(anyRecord, hostileText, hostileText, fc.array(hostileText, { maxLength: 20 }))
      .map(([record, name, description, others]) =>
        anAlert(
          record,
          { name, description },
          others.map((other) => ({ ...RULE, name: other })),
        ),
      ),
  },
  { weight: 1, arbitrary: fc.tuple(hostileText, fc.option(hostileText)).map(([text, id]) => aRuleError(text, id)) },
  { weight: 1, arbitrary: hostileText.map(aRemovedObject) },
  { weight: 4, arbitrary: anyCorrelation },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.array(hostileText, { maxLength: 60 }), hostileText, fc.option(hostileText))
      .map(([titles, text, eventId]) => aSummary(titles, { eventId, logFile: { bucket: text, key: text } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.array(fc.tuple(hostileText, hostileText, fc.option(anyTime)), { maxLength: 40 }), hostileText)
      .map(([texts, due]) =>
        aScheduledSummary(
          texts.map(([one, other, ms]) => ({
            ...{ rule: one, who: other, account: one, title: other, eventId: one, region: other },
            ...{ count: 1 + one.length, firstMs: ms, lastMs: ms },
          })),
          texts.map(([rule], index) => ({ rule, count: 1 + index })),
          { due, failures: texts.length },
        ),
      ),
  },
);
