// Lists and predicates in the studio: names change everywhere, and the text of a list is its values.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRule } from '../../lambda/src/core/language/compile-rule.ts';
import type { RuleDocument } from '../src/protocol.ts';
import { nameProblem, usersOf, withDefinition, withNewName, withoutDefinition } from '../src/ui/definitions.ts';
import { History } from '../src/ui/history.ts';
import { listToText, textToList } from '../src/ui/list-text.ts';
import { EMPTY_DOCUMENT } from '../src/ui/rule-document.ts';

const documentWith = (change: Partial<RuleDocument>): RuleDocument => ({ ...EMPTY_DOCUMENT, ...change });
const named = (list: string, index: number) => `${list} ${index}`;

describe('a new name of a list or predicate', () => {
  it.each([
    ['a list', 'lists', 'userName in lists.old', 'userName in lists.fresh'],
    ['a list with spaces around its dot', 'lists', 'a in lists . old or b', 'a in lists . fresh or b'],
    ['a predicate', 'predicates', 'old() and not old()', 'fresh() and not fresh()'],
    ['no field of the same name', 'lists', 'old == "old" and x.old', 'old == "old" and x.old'],
    ['no path that only ends like a list', 'lists', '"a" in x.lists.old', '"a" in x.lists.old'],
    ['no function that is called on a field', 'predicates', 'x.old()', 'x.old()'],
    ['no field that has the name of a predicate', 'predicates', 'old == 1', 'old == 1'],
    ['no text', 'predicates', 'eventName == "old()"', 'eventName == "old()"'],
    ['nothing in an expression that cannot be read', 'predicates', 'old() == "', 'old() == "'],
  ] as const)('replaces %s in expressions', (_, kind, before, after) => {
    const definition = kind === 'lists' ? { lists: { old: ['x'] } } : { predicates: { old: 'true' } };
    const renamed = withNewName(
      documentWith({ ...definition, rules: [{ expression: before }] }),
      { kind, name: 'old' },
      'fresh',
    );
    expect(renamed.rules).toEqual([{ expression: after }]);
    expect(Object.keys(renamed[kind])).toEqual(['fresh']);
  });

  it('reaches rules, ignore rules, predicates and every expression of a correlation', () => {
    const use = 'old()';
    const correlation = { type: 'value_count', group_by: [use], field: use, aliases: { 'a.b': { one: use } } };
    const document = documentWith({
      rules: [{ name: 'one', expression: use, correlation }],
      ignore_rules: [{ expression: use }],
      predicates: { other: `not ${use}`, old: 'true' },
    });
    const ref = { kind: 'predicates', name: 'old' } as const;
    expect(usersOf(document, ref, named)).toEqual(['rules 0', 'ignore_rules 0', 'other()']);
    const renamed = withNewName(document, ref, 'fresh');
    expect(JSON.stringify(renamed)).toBe(JSON.stringify(document).replaceAll('old', 'fresh'));
    expect(usersOf(renamed, { ...ref, name: 'fresh' }, named)).toEqual(['rules 0', 'ignore_rules 0', 'other()']);
    expect(usersOf(renamed, ref, named)).toEqual([]);
  });

  it('keeps what every rule means', () => {
    const part = fc.constantFrom(
      'userName in lists.aa',
      'bb()',
      'aa == "x"',
      'x.bb == 1',
      'not bb()',
      '"lists.aa" == bb',
    );
    const expression = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(' and '));
    const outcome = (source: string, lists: object, predicates: object) => {
      const environment = { lists, predicates, knownFields: [] } as never;
      const record = { userName: 'x', aa: 'x', x: { bb: 1 }, bb: 'lists.aa' };
      return compileRule(source, environment).rule?.evaluate(record) ?? 'error';
    };
    fc.assert(
      fc.property(expression, fc.boolean(), (source, isListed) => {
        const given = { lists: { aa: isListed ? ['x'] : ['y'] }, predicates: { bb: 'userName == "x"' } };
        const document = documentWith({ ...given, rules: [{ expression: source }] });
        const renamed = withNewName(
          withNewName(document, { kind: 'lists', name: 'aa' }, 'admins'),
          { kind: 'predicates', name: 'bb' },
          'isAdmin',
        );
        const after = outcome(renamed.rules[0]?.expression ?? '', renamed.lists, renamed.predicates);
        expect(after).toEqual(outcome(source, given.lists, given.predicates));
        expect(after).not.toBe('error');
      }),
    );
  });

  it.each([
    ['of another list', 'other', 'There is a list with this name'],
    ['that is empty', '', 'at most 64 letters'],
    ['that starts with a digit', '1a', 'at most 64 letters'],
    ['with a hyphen', 'a-b', 'at most 64 letters'],
    ['of 65 letters', 'a'.repeat(65), 'at most 64 letters'],
    ['of 64 letters', 'a'.repeat(64), null],
    ['that it has already', 'old', null],
    ['of an inherited property', 'constructor', null],
  ])('%s is %s: %s', (_, name, problem) => {
    const document = documentWith({ lists: { old: [], other: [] } });
    const found = nameProblem(document, { kind: 'lists', name: 'old' }, name);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toContain(problem);
  });
});

describe('lists and predicates', () => {
  it('are added with names that nothing has, and removed', () => {
    const one = withDefinition(EMPTY_DOCUMENT, 'lists');
    const two = withDefinition(one.document, 'lists');
    expect(Object.keys(two.document.lists)).toEqual(['list_1', 'list_2']);
    const left = withoutDefinition(two.document, one.ref);
    expect(Object.keys(left.lists)).toEqual(['list_2']);
    expect(withDefinition(left, 'lists').ref.name).toBe('list_1');
    expect(withoutDefinition(left, two.ref)).toEqual(EMPTY_DOCUMENT);
  });

  it('can have the name of a property that every object inherits', () => {
    const document = documentWith({ lists: Object.fromEntries([['__proto__', ['a']]]) });
    const renamed = withNewName(document, { kind: 'lists', name: '__proto__' }, 'constructor');
    expect(Object.entries(renamed.lists)).toEqual([['constructor', ['a']]]);
  });
});

describe('the text of a list', () => {
  it('has a line for each value, and is read back as the same values', () => {
    const odd = fc.constantFrom('', ' ', '"', '"a"', '\n', 'a\r\nb', ' a', 'a ', '\u2028', '\ufeff', 'a"b');
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), odd)), (values) => {
        const text = listToText(values);
        expect(textToList(text)).toEqual({ values, problems: [] });
        expect(text.split('\n')).toHaveLength(Math.max(1, values.length));
      }),
    );
  });

  it('names a line that is a broken JSON string, and keeps it as it is', () => {
    expect(textToList('a\n\n "b\n')).toEqual({
      values: ['a', '"b'],
      problems: ['Line 3 starts with a quote but is not a JSON string. Remove the quotes.'],
    });
  });
});

describe('undo', () => {
  it('returns to each state, and redo to the next one', () => {
    const history = new History<number>();
    history.add(1, null, 0);
    history.add(2, null, 1);
    expect([history.undo(3), history.undo(2), history.undo(1)]).toEqual([2, 1, null]);
    expect([history.redo(1), history.redo(2), history.redo(3)]).toEqual([2, 3, null]);
  });

  it('counts what is typed into one field without a pause as one step', () => {
    const history = new History<string>();
    history.add('', 'name', 0);
    history.add('a', 'name', 900);
    history.add('ab', 'name', 2_000);
    history.add('abc', 'other', 2_001);
    expect([history.undo('abcd'), history.undo('abc'), history.undo('ab'), history.canUndo]).toEqual([
      'abc',
      'ab',
      '',
      false,
    ]);
  });

  it('forgets what was undone after another change', () => {
    const history = new History<number>();
    history.add(1, null, 0);
    history.undo(2);
    history.add(1, null, 1);
    expect([history.canRedo, history.redo(3)]).toEqual([false, null]);
  });

  it.each([199, 200, 201])('keeps 200 of %s steps', (count) => {
    const history = new History<number>();
    for (let step = 0; step < count; step++) history.add(step, null, step);
    let undone = 0;
    while (history.undo(0) !== null) undone++;
    expect(undone).toBe(Math.min(count, 200));
  });
});
