// The rules of the studio are checked as the command `check` does it.

import { describe, expect, it } from 'vitest';
import { loadKnownEvents } from '../../lambda/src/cli/event-names/known-events.ts';
import { exportRules } from '../src/engine/export-rules.ts';
import { importRules } from '../src/engine/import-rules.ts';
import { readRules } from '../src/engine/rule-book.ts';
import { EMPTY_DOCUMENT } from '../src/ui/rule-document.ts';

describe('the studio', () => {
  it.each([
    ['with complete settings', {}],
    ['with settings that have a problem', { disabled_rules: ['no-such-rule'], others: { log_level: 'LOUD' } }],
  ])('reports misspelled event names, %s', async (_, change) => {
    const rule = { name: 'a', expression: 'eventName == "StopLoging"' };
    const predicates = { isStop: 'eventName == "StopLoging"' };
    const { checked } = readRules({ ...EMPTY_DOCUMENT, rules: [rule], predicates, ...change }, await loadKnownEvents());
    const problem = { level: 'warning', code: 'unknown_event_name', hint: 'did you mean `StopLogging`?' };
    expect(checked.rules[0]).toContainEqual(expect.objectContaining(problem));
    expect(checked.predicates.isStop).toContainEqual(expect.objectContaining(problem));
  });

  it.each([
    ['a list', ['DeletBucket', 'StopLogging']],
    ['one string', 'DeletBucket, StopLogging'],
  ])('reports misspelled event names in events_to_track of a file that it opens, as %s', async (_, tracked) => {
    const text = JSON.stringify({ events_to_track: tracked });
    const { document } = importRules([{ path: 'settings.json', text }]);
    const { checked } = readRules(document ?? EMPTY_DOCUMENT, await loadKnownEvents());
    expect(checked.warnings).toEqual([
      'events_to_track: no known event has the name "DeletBucket"; did you mean `DeleteBucket`?',
    ]);
    expect(JSON.parse(exportRules(document ?? EMPTY_DOCUMENT, 'json'))).toEqual({ events_to_track: tracked });
  });

  it('reports values of correlations as `check` does', async () => {
    const correlation = { type: 'event_count', group_by: ['userIdentity.arm'], timespan: '1h', gte: 2 };
    const rules = [{ name: 'a', expression: 'eventName == "StopLogging"', correlation }];
    const { checked } = readRules({ ...EMPTY_DOCUMENT, rules }, await loadKnownEvents());
    const problem = { code: 'always_null', message: expect.stringMatching(/^group_by: /), range: null };
    expect(checked.rules[0]).toContainEqual(expect.objectContaining(problem));
  });

  it('reports the names of variables that are probably misspelled in a file that it opens', () => {
    const { remarks } = importRules([{ path: 'prod.tfvars', text: 'event_to_track = ["StopLogging"]' }]);
    expect(remarks).toEqual([
      'prod.tfvars: warning: the module has no variable `event_to_track`; did you mean `events_to_track`?',
    ]);
  });
});
