// Notices for the rendering tests: real records by name, one builder for each kind of notice, and the texts of their messages.

import { readFileSync } from 'node:fs';
import type { CloudTrailRecord, Json } from '../../src/core/records/record.ts';
import type { SlackMessage } from '../../src/core/render/slack-blocks.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import { noticeOfAlert, noticeOfRemovedObject, noticeOfRuleFailure } from '../../src/core/threads/make-notice.ts';
import type {
  AlertNotice,
  CollectedLine,
  Notice,
  ScheduledSummaryNotice,
  SummaryNotice,
  SummarySource,
} from '../../src/core/threads/notice.ts';

export const RECORDS: Readonly<Record<string, CloudTrailRecord>> = JSON.parse(
  readFileSync(new URL('records.cases.json', import.meta.url), 'utf8'),
);

export const CONTEXT = {
  functionName: 'cloudtrail-to-slack',
  accountNames: { '123456789012': 'prod', '123837392027': 'lab' },
};

export const RULE: RuleDefinition = {
  name: 'something-that-matters',
  expression: 'eventName == "X"',
  severity: 'high',
  description: 'Something that matters happened.',
  pack: 'core',
  runbookUrl: 'https://wiki.example.com/runbooks/something?id=1&view=full',
};

export const ORIGIN = {
  bucket: 'example-trail',
  key: 'AWSLogs/123456789012/CloudTrail/eu-west-1/2024/08/01/123456789012_CloudTrail_eu-west-1_20240801T1223Z_f6a3b720d8370a8d.json.gz',
};

export function anAlert(
  record: Json,
  changes: Partial<RuleDefinition> = {},
  others: readonly RuleDefinition[] = [],
): AlertNotice {
  const rule = { ...RULE, ...changes };
  return noticeOfAlert({ record: record as CloudTrailRecord, rule, rules: [rule, ...others], origin: ORIGIN });
}

export function aRuleError(text: string, eventId: string | null = null): Notice {
  const failure = {
    ruleName: text,
    expression: text,
    ignoreRule: eventId === null,
    code: 'missing_field',
    message: text,
  };
  return noticeOfRuleFailure(failure, { origin: eventId === null ? null : ORIGIN, eventId, accountIds: [] });
}

export function aRemovedObject(text: string): Notice {
  return noticeOfRemovedObject({
    bucket: text,
    key: text,
    eventName: 'ObjectRemoved:Delete',
    eventTime: '2024-08-01T12:23:00.000Z',
    region: 'eu-west-1',
    principalId: text,
    sourceIp: '203.0.113.9',
    sequencer: '1',
  });
}

const SOURCE = { eventId: 'event-1', logFile: { bucket: 'trail', key: 'AWSLogs/file.json.gz' } };

/** A summary with a line for each title: the first one once, the second one twice, and so on. */
export function aSummary(titles: readonly string[], last: SummarySource = SOURCE): SummaryNotice {
  return {
    kind: 'digest',
    id: 'digest#1',
    threadKey: null,
    subject: { accountIds: [], ruleName: null, pack: null, severity: 'high', otherRules: [] },
    total: (titles.length * (titles.length + 1)) / 2,
    lines: titles.map((title, index) => ({ title, count: index + 1, severity: 'medium', first: SOURCE, last })),
    unlisted: 0,
  };
}

/** A scheduled summary with these lines; its other alerts are counted by rule, and one in the total only. */
export function aScheduledSummary(
  lines: readonly Partial<CollectedLine>[],
  rest: readonly { readonly rule: string; readonly count: number }[] = [],
  changes: Partial<ScheduledSummaryNotice> = {},
): ScheduledSummaryNotice {
  const filled = lines.map((line) => ({ ...COLLECTED, ...line }));
  const unlisted = rest.length > 0 ? 1 : 0;
  return {
    kind: 'scheduled-summary',
    id: 'scheduled-summary#1',
    threadKey: null,
    subject: { accountIds: [], ruleName: null, pack: null, severity: 'medium', otherRules: [] },
    every: 'day',
    due: '2026-03-29 08:00 Europe/Berlin',
    total: [...filled, ...rest].reduce((sum, { count }) => sum + count, unlisted),
    ...{ lines: filled, rest, unlisted, failures: 0 },
    ...{ muted: 0, mayRepeat: false, collectedFor: null, isFinal: false },
    ...changes,
  };
}

const COLLECTED: CollectedLine = {
  rule: 'bucket-deleted',
  severity: 'medium',
  who: 'jane (role Admin)',
  account: '123456789012',
  count: 3,
  firstMs: Date.UTC(2026, 2, 28, 9, 30),
  lastMs: Date.UTC(2026, 2, 28, 17, 45, 10),
  title: 'jane (role Admin) deleted bucket logs',
  eventId: 'aa11-bb22',
  region: 'eu-west-1',
};

/** The texts of a message as the channel shows them, without its buttons. */
export function textsOf({ blocks, attachments = [] }: SlackMessage): string {
  return [...blocks, ...attachments.flatMap((one) => one.blocks)]
    .flatMap((block) =>
      block.type === 'section'
        ? [block.text.text]
        : block.type === 'context'
          ? block.elements.map(({ text }) => text)
          : [],
    )
    .join('\n');
}
