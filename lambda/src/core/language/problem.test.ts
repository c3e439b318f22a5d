import { describe, expect, test } from 'vitest';
import { compileRule } from './compile-rule.ts';
import { renderProblem } from './problem.ts';

const environment = {
  lists: { admins: ['alice'] },
  predicates: {
    isConsole: 'userAgent == "x"',
    isWrong: 'starts(a)',
    isLoop: 'not isLoop()',
    isDeepWrong: 'isWrong() or isLoop()',
    isFirst: 'a == 1 and isSecond()',
    isSecond: 'isThird() or b == 1',
    isThird: 'not isFirst()',
    hasUnknown: 'isNowhere()',
    leadsToLoop: 'isFirst()',
  },
  knownFields: [
    'eventName',
    'userAgent',
    'userIdentity.type',
    'userIdentity.sessionContext.sessionIssuer.userName',
    'resources.ARN',
    'requestParameters.*',
  ],
};

function show(source: string): string {
  return compileRule(source, environment)
    .problems.map((problem) => renderProblem(source, problem))
    .join('\n');
}

describe('a problem', () => {
  test('is printed with its line, carets and a hint', () => {
    expect(show('eventName == "A"\n  and starstWith(eventName, "a")')).toBe(
      [
        'error unknown_function at 2:7: the function `starstWith` does not exist',
        '    and starstWith(eventName, "a")',
        '        ^^^^^^^^^^^^^^^^^^^^^^^^^^',
        '  hint: did you mean `startsWith`?',
      ].join('\n'),
    );
  });

  test('is printed in a window of a long line', () => {
    const shown = show(`${'eventName == "A" or '.repeat(40)}lists.adminz == 1`).split('\n');
    expect(shown[1]?.length).toBeLessThan(130);
    expect(shown[1]?.slice(shown[2]?.indexOf('^'), (shown[2]?.lastIndexOf('^') ?? 0) + 1)).toBe('lists.adminz');
  });

  test('at the end of the rule points behind it', () => {
    expect(show('eventName ==')).toContain('\n  eventName ==\n              ^');
  });

  test('never prints control characters of the rule', () => {
    expect(show('"\u001b[31m" == starts(a)')).not.toContain('\u001b');
  });

  test('is reported with all others, in source order', () => {
    const { problems } = compileRule('lists.a == starts(b) and inCidr(c, "x") and event.d()', environment);
    expect(problems.map(({ code, column }) => [code, column])).toEqual([
      ['wrong_type', 1],
      ['unknown_list', 1],
      ['unknown_function', 12],
      ['invalid_pattern', 36],
      ['unknown_function', 45],
    ]);
  });
});

describe('the hint "did you mean"', () => {
  test.each([
    ['userIdentity.typ == "x"', 'userIdentity.type'],
    ['event["useridentity.type"] == "x"', 'userIdentity.type'],
    ['type == "x"', 'userIdentity.type'],
    ['"sessionIssuer.userName" in event', 'userIdentity.sessionContext.sessionIssuer.userName'],
    ['evnetName == "x"', 'eventName'],
    ['lists.admin == "x"', 'admins'],
    ['isConsle()', 'isConsole'],
    ['isConsole and eventName == "x"', 'isConsole()'],
    ['eventName.startwith("x")', 'startswith'],
  ])('suggests for %s: %s', (source, name) => {
    expect(show(source)).toContain(`did you mean \`${name}\`?`);
  });

  test.each([
    'resources[0].ARN == "x"',
    'resources.0.ARN == "x"',
    '"x" in resources[*].ARN',
    'exists(resources)',
    'requestParameters.any.thing == 1',
  ])('is not given for %s', (source) => {
    expect(show(source)).toBe('');
  });

  test('is not given if no fields are known', () => {
    expect(compileRule('anything == 1', { ...environment, knownFields: [] }).problems).toEqual([]);
  });

  test.each(['completelyDifferent == 1', `${'x'.repeat(100)} == 1`])('has no suggestion for %s', (source) => {
    expect(compileRule(source, environment).problems).toMatchObject([{ code: 'unknown_field', hint: null }]);
  });

  test('names the existing lists, or says that there are none', () => {
    expect(show('a in lists.somethingElse')).toContain('hint: defined are admins');
    const { problems } = compileRule('a in lists.x', { ...environment, lists: {} });
    expect(problems[0]?.hint).toContain('set the variable `lists`');
  });
});

test.each([
  ['isConsole(userAgent)', 'wrong_arity', 'write `isConsole()`'],
  ['lists["admins"] == "x"', 'unsupported_syntax', 'write `lists.admins`'],
  ['str(event)', 'unsupported_syntax', 'write a field: `event["eventName"]`'],
])('refuses %s and says what to write instead', (source, code, hint) => {
  expect(compileRule(source, environment).problems).toMatchObject([{ code, hint }]);
});

test.each(['1 < somethingElse < 3', '1 < lists.nope < 3'])(
  'reports a problem in the middle of the chain %s once',
  (source) => {
    const { problems } = compileRule(source, environment);
    expect(problems.filter(({ code }) => code === 'unknown_field' || code === 'unknown_list')).toHaveLength(1);
  },
);

describe('an invalid predicate', () => {
  test.each([
    ['isWrong()', 'the predicate `isWrong` cannot be used: the function `starts` does not exist'],
    ['isLoop()', 'the predicate `isLoop` cannot be used: the predicate `isLoop` calls itself'],
    ['isDeepWrong()', 'the predicate `isDeepWrong` cannot be used: the function `starts` does not exist'],
    ['isFirst()', 'cannot be used: predicates call each other in a cycle: isFirst -> isSecond -> isThird -> isFirst'],
    ['isThird()', 'cannot be used: predicates call each other in a cycle: isFirst -> isSecond -> isThird -> isFirst'],
    [
      'leadsToLoop()',
      'cannot be used: predicates call each other in a cycle: isFirst -> isSecond -> isThird -> isFirst',
    ],
    ['hasUnknown()', 'the predicate `hasUnknown` cannot be used: the function `isNowhere` does not exist'],
  ])('makes %s an error of the rule that calls it', (source, message) => {
    expect(show(source)).toContain(message);
    expect(compileRule(source, environment).rule).toBeNull();
  });

  test.each(['toString()', 'constructor()', 'hasOwnProperty()'])('is not an inherited property: %s', (source) => {
    expect(show(source)).toContain('unknown_function');
  });
});
