// What is kept of a thread: small enough for its item, whatever rules match, and enough to show the same message again.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteOf, noteWithLast, readNote } from '../../src/app/delivery/folded-note.ts';
import type { Destination } from '../../src/app/ports.ts';
import { muteKeyOf, muteNameOf } from '../../src/core/mutes/mute.ts';
import { createJsonEventRenderer } from '../../src/core/render/json-event.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import type { AlertNotice, Notice } from '../../src/core/threads/notice.ts';
import { anyNotice } from '../render/any-notice.ts';
import { aCorrelation, CORRELATION_CASES } from '../render/correlation-cases.ts';
import { anAlert, CONTEXT, RECORDS, RULE } from '../render/notices.ts';
import { sessionOf } from './payloads.ts';

const SLACK = { id: 'slack:C0DEFAULT01' } as Destination;
const slack = createSlackRenderer(CONTEXT, { buttonsFor: SLACK.id });
const RECORD = RECORDS['trail-stopped'] ?? {};

const LONG_IDENTITY = {
  ...sessionOf('web', 'i-0123456789abcdef0'),
  onBehalfOf: { userId: 'x'.repeat(500), identityStoreArn: 'x'.repeat(500) },
};

const noted = (first: Notice, last: Notice) => noteWithLast(noteOf(SLACK, first), SLACK, last);
const others = (count: number, changes: Partial<RuleDefinition> = {}) =>
  Array.from({ length: count }, (_, index) => ({ ...RULE, ...changes, name: `${changes.name ?? 'rule'} ${index}` }));

// The note of the last of several notices is the largest, and an item with it must have less than 400 KB:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const NOTE_BYTES_MAX = 250_000;

describe('the note of a thread', () => {
  it.each<[what: string, rule: Partial<RuleDefinition>]>([
    ['expressions of the longest', { expression: `eventName == '${'x'.repeat(8_177)}'` }],
    ['names of any length', { name: '界'.repeat(10_000) }],
    ['descriptions of any length', { description: '\u0001'.repeat(100_000) }],
    ['runbook addresses of any length', { runbookUrl: `https://example.com/${'x'.repeat(100_000)}` }],
  ])('is bounded if a thousand rules match, with %s', (_, rule) => {
    const alert = anAlert(RECORD, rule, others(1_000, rule));
    expect(Buffer.byteLength(noted(alert, alert))).toBeLessThanOrEqual(100_000);
  });

  it('is bounded for any notice', () => {
    fc.assert(
      fc.property(anyNotice, anyNotice, (first, last) => {
        expect(Buffer.byteLength(noted(first, last))).toBeLessThanOrEqual(NOTE_BYTES_MAX);
      }),
      { numRuns: 100 },
    );
  });

  const cases = [
    ...Object.entries(RECORDS).map(([name, record]) => [name, anAlert(record)] as const),
    ...[1, 10, 11, 40, 1_000].map(
      (count) =>
        [`${count} other rules`, anAlert(RECORD, {}, others(count, { description: 'x'.repeat(200) }))] as const,
    ),
    ['a rule without a name', anAlert(RECORD, { name: 'rule 3', expression: 'x'.repeat(5_000) })] as const,
    [
      'a long identity',
      anAlert({ ...RECORD, userIdentity: LONG_IDENTITY, responseElements: null, x: 'y'.repeat(9_000) }),
    ] as const,
    ...Object.keys(CORRELATION_CASES).map((name) => [name, aCorrelation(name)] as const),
  ];

  it.each(cases)('shows the same message again: %s', (_, alert) => {
    const note = readNote(noted(alert, alert));
    for (const notice of [note?.notice, note?.last] as Notice[]) {
      expect(slack.message(notice, 7)).toEqual(slack.message(alert, 7));
      expect(muteKeyOf(notice)).toBe(muteKeyOf(alert));
      expect(muteNameOf((notice as AlertNotice).alert.rule)).toBe(muteNameOf(alert.alert.rule));
    }
  });

  it('says in JSON how many rules it does not name', () => {
    const alert = anAlert(RECORD, {}, others(1_000));
    const { notice } = readNote(noted(alert, alert)) as { notice: AlertNotice };
    const { rules, rules_left_out: leftOut } = createJsonEventRenderer(CONTEXT, 100_000).message(notice);
    expect(rules[0]).toEqual({ name: RULE.name, severity: RULE.severity, pack: RULE.pack });
    expect(rules.length + (leftOut ?? 0)).toBe(1_001);
  });

  it('does not contain what no message shows', () => {
    expect(noted(anAlert(RECORD), anAlert(RECORD))).not.toContain(JSON.stringify(RULE.expression));
  });
});
