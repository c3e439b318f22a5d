// The rules of the studio are checked as the command `check` does it.

import { describe, expect, it } from 'vitest';
import { loadKnownEvents } from '../../lambda/src/cli/event-names/known-events.ts';
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
});
