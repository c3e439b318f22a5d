// Every event name and event source in the catalogue against the service models of AWS, as botocore has them.
// aws-operations.json is written by scripts/list-aws-operations.py.

import { describe, expect, it } from 'vitest';
import { OTHER_EVENTS } from '../../src/cli/event-names/other-events.ts';
import { PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { EXCLUDED_SCOPED_ACTIONS } from '../../src/core/rules/pack-lists.ts';
import { readJson } from '../repository.ts';
import { namedEvents, quotedEventNames } from './named-events.ts';

const { operations }: { operations: Readonly<Record<string, string>> } = readJson(
  'lambda/src/cli/event-names/aws-operations.json',
);

const KNOWN = new Set([
  ...Object.entries(operations).flatMap(([source, names]) => names.split(' ').map((name) => `${source}:${name}`)),
  ...OTHER_EVENTS.flatMap(({ source, names }) => names.map((name) => `${source}:${name}`)),
]);
const SOURCES = [...new Set([...KNOWN].map((event) => event.slice(0, event.indexOf(':'))))];
// The rules of `integrity` match what the function itself finds, not calls of AWS.
const RULES = PACKS.filter(({ name }) => name !== 'integrity').flatMap((pack) =>
  pack.rules.map((rule) => ({ pack, rule, name: rule.name })),
);

const isKnown = (sources: readonly string[], name: string) =>
  (sources.length === 0 ? SOURCES : sources).some((source) => KNOWN.has(`${source}:${name}`));

describe('the event names of the catalogue', () => {
  it.each(RULES)('exist for $name', ({ pack, rule }) => {
    const unknown = namedEvents(pack, rule).flatMap(({ sources, names }) =>
      names.filter((name) => !isKnown(sources, name)).map((name) => `${sources}:${name}`),
    );
    expect([...new Set(unknown)]).toEqual([]);
  });

  it.each(RULES)('belong to event sources that exist for $name', ({ pack, rule }) => {
    const sources = namedEvents(pack, rule).flatMap((events) => events.sources);
    expect(sources.filter((source) => !SOURCES.includes(source))).toEqual([]);
  });

  // So that the two tests above cannot pass because they see no names.
  it.each(RULES)('are all checked for $name', ({ pack, rule }) => {
    const checked = namedEvents(pack, rule).flatMap(({ names }) => names);
    // The names that console-actions excludes are below `not`.
    const quoted = pack.name === 'console-actions' ? [] : quotedEventNames(rule);
    expect(quoted.filter((name) => !checked.includes(name))).toEqual([]);
  });

  it('exist for the actions that console-actions excludes', () => {
    expect(EXCLUDED_SCOPED_ACTIONS.filter((action) => !KNOWN.has(action))).toEqual([]);
  });

  it('are not listed by hand if they are operations', () => {
    const listed = OTHER_EVENTS.flatMap(({ source, names }) => names.map((name) => [source, name] as const));
    expect(listed.filter(([source, name]) => operations[source]?.split(' ').includes(name))).toEqual([]);
  });
});
