// Every message shows all matching rules: people read a line, machines read a list.

import { describe, expect, it } from 'vitest';
import { alertLine } from '../../src/cli/replay/alert-line.ts';
import { createJsonEventRenderer } from '../../src/core/render/json-event.ts';
import { LARGEST_RULE_LIST, otherRulesText, ruleList } from '../../src/core/render/matching-rules.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import { createSnsRenderer } from '../../src/core/render/sns.ts';
import { createTeamsRenderer } from '../../src/core/render/teams.ts';
import { renderTerminal } from '../../src/core/render/terminal.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import { anAlert, CONTEXT, RECORDS, RULE } from './notices.ts';

const OTHERS: readonly RuleDefinition[] = [
  { ...RULE, name: 'my-rule', severity: 'medium', pack: null },
  { ...RULE, name: 'odd *name* <!channel>', severity: 'low', pack: 'cis' },
];
const RECORD = RECORDS['trail-stopped'] ?? {};
const ALERT = anAlert(RECORD, {}, OTHERS);
const LISTED = [
  { name: 'something-that-matters', severity: 'high', pack: 'core' },
  { name: 'my-rule', severity: 'medium', pack: null },
  { name: 'odd *name* <!channel>', severity: 'low', pack: 'cis' },
];

const slack = createSlackRenderer(CONTEXT);
const numbered = (count: number, name = 'r') =>
  Array.from({ length: count }, (_, index) => ({ ...RULE, name: `${name}${index}` }));

describe('an alert that several rules match', () => {
  it('lists the other rules below a Slack message and in its notification text', () => {
    const message = slack.message(ALERT, 1);
    expect(JSON.stringify(message.attachments)).toContain('Also: my-rule (medium), odd ');
    expect(JSON.stringify(message.attachments)).not.toContain('<!channel>');
    expect(message.text).toContain('rule something-that-matters · also: my-rule (medium), odd ');
  });

  it('lists the other rules on the terminal', () => {
    const lines = renderTerminal(slack.message(ALERT, 1), { color: false, width: 200 }).split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^▌ Also: my-rule \(medium\), odd \S+name\S+ \S+ \(low\)$/));
  });

  it('lists the other rules in email', () => {
    expect(createSnsRenderer(CONTEXT).message(ALERT, 1).body).toContain(
      '\nAlso:       my-rule (medium), odd *name* <!channel> (low)\n',
    );
  });

  it('lists the other rules in Teams', () => {
    const text = JSON.stringify(createTeamsRenderer(CONTEXT).message(ALERT, 1));
    expect(text).toMatch(/"text":"Also\W/);
    expect(text).toContain('my-rule (medium)');
  });

  it('has every rule in JSON, the naming one first', () => {
    const event = createJsonEventRenderer(CONTEXT, 100_000).message(ALERT);
    expect(event).toMatchObject({ rule: 'something-that-matters', severity: 'high', rules: LISTED });
    expect(createSnsRenderer(CONTEXT).message(ALERT, 1).json).toMatchObject({
      rule: 'something-that-matters',
      severity: 'high',
      rules: LISTED,
    });
    expect(alertLine(ALERT, 'title')).toMatchObject({
      rule: 'something-that-matters',
      severity: 'high',
      rules: LISTED,
    });
  });
});

describe('an alert that one rule matches', () => {
  it('has no line about other rules', () => {
    const alert = anAlert(RECORD);
    expect(JSON.stringify(slack.message(alert, 1))).not.toMatch(/also:/i);
    expect(createSnsRenderer(CONTEXT).message(alert, 1).body).not.toContain('Also:');
  });
});

describe('the line about other rules', () => {
  it.each([
    [1, null],
    [2, 'r1 (high)'],
    [
      11,
      'r1 (high), r2 (high), r3 (high), r4 (high), r5 (high), r6 (high), r7 (high), r8 (high), r9 (high), r10 (high)',
    ],
  ])('of %i rules names all but the first', (count, text) => {
    expect(otherRulesText(numbered(count))).toBe(text);
  });

  it('names ten rules and counts the rest', () => {
    expect(otherRulesText(numbered(1_000))).toMatch(/^r1 \(high\), .*, r10 \(high\) and 989 more$/);
  });

  it('shortens a long name', () => {
    expect(otherRulesText(numbered(2, 'x'.repeat(5_000)))).toBe(`${'x'.repeat(99)}… (high)`);
  });
});

describe('the list of matching rules', () => {
  it.each([
    ['r', 120],
    ['x'.repeat(5_000), 120],
    ['\ud83d'.repeat(5_000), 1_000],
  ])('of rules named %.3s contains the first ones, within its limit', (name, count) => {
    const list = ruleList(numbered(count, name));
    expect(Buffer.byteLength(JSON.stringify(list))).toBeLessThanOrEqual(LARGEST_RULE_LIST);
    expect(list.length).toBeGreaterThan(0);
    expect(list.map((rule) => rule.name)).toEqual(numbered(list.length, name).map((rule) => rule.name.slice(0, 1_000)));
  });

  it('contains every rule up to its limit', () => {
    expect(ruleList(numbered(100))).toHaveLength(100);
  });
});
