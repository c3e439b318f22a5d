// Random rules for property tests: trees that the parser can return, and strings that are rules, almost rules, or noise.

import fc from 'fast-check';
import type { Expression, PathStep } from '../../src/core/language/ast.ts';
import { functionTable } from '../../src/core/language/functions/function-table.ts';
import type { LanguageEnvironment } from '../../src/core/language/rule-expression.ts';

/** The number of runs of a property; set `FUZZ_RUNS` for more. */
export const fuzzRuns = Number(process.env.FUZZ_RUNS ?? 400);

export const environment: LanguageEnvironment = {
  lists: { admins: ['root', 'StopLogging', 'ConsoleLogin'], none: [], networks: ['10.0.0.0/8', '83.41.208.104'] },
  predicates: {
    isConsoleLogin: 'eventName == "ConsoleLogin"',
    isQuiet: 'readOnly == true or not isConsoleLogin()',
  },
  knownFields: ['eventName', 'userIdentity.type', 'requestParameters.*'],
};

const range = { start: 0, end: 0 };
const words = [
  'eventName',
  'userIdentity',
  'type',
  'arn',
  'requestParameters',
  'items',
  'list',
  'k',
  'n',
  'tags',
  'in',
  'kubernetes.io/name',
  '0',
  'x',
  'a',
  'b',
  '__proto__',
  'constructor',
  'length',
  'this',
  'get',
  'policy',
  'Statement',
  'Effect',
  'key',
  'value',
];
const texts = [
  'ConsoleLogin',
  'StopLogging',
  'Root',
  'arn:',
  '',
  'a',
  'v',
  'x',
  '10.1.2.3',
  '"',
  "'",
  '\\',
  '\n',
  '\u0000',
  '😀',
  'é',
  'true',
  '12',
];
const paths = [
  'eventName',
  'userIdentity.type',
  'userIdentity.arn',
  'requestParameters.list.0.k',
  'requestParameters.n',
  'requestParameters',
  'a.b',
  'readOnly',
  '__proto__',
  'nope',
  'eventTime',
  '',
];

const text = fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'binary', maxLength: 6 }));
const number = fc.oneof(fc.integer({ min: -3, max: 5 }), fc.constantFrom(1.5, 1e21, -1e-7, 2 ** 53));
const literal = fc
  .oneof(text, number, fc.boolean(), fc.constant(null))
  .map((value): Expression => ({ type: 'literal', value: Object.is(value, -0) ? 0 : value, range }));
const textLiteral = text.map((value): Expression => ({ type: 'literal', value, range }));
const textList = fc.array(textLiteral, { maxLength: 4 }).map((items): Expression => ({ type: 'list', items, range }));
const namedList = fc.constantFrom('admins', 'none').map((name): Expression => ({ type: 'named-list', name, range }));
const key = fc.constantFrom(...words).map((name): PathStep => ({ kind: 'key', name }));
const firstKey = fc
  .constantFrom('eventName', 'userIdentity', 'requestParameters', 'a', 'this', 'in', '__proto__', 'event')
  .map((name): PathStep => ({ kind: 'key', name }));
const elementStep = fc.constantFrom<PathStep>(
  { kind: 'each' },
  { kind: 'each' },
  { kind: 'keys' },
  { kind: 'entries' },
  { kind: 'leaves' },
);
const step = fc.oneof({ weight: 3, arbitrary: key }, { weight: 1, arbitrary: elementStep });
const eventPath = fc
  .tuple(firstKey, fc.array(step, { maxLength: 3 }))
  .map(([first, rest]): Expression => ({ type: 'path', root: 'event', steps: [first, ...rest], range }));
const itPath = fc
  .array(step, { maxLength: 2 })
  .map((steps): Expression => ({ type: 'path', root: 'it', steps, range }));
const fieldPath = fc.constantFrom(...paths);

// Tests that records often pass, because random trees rarely match a record.
const fieldValue = fc.constantFrom(
  'ConsoleLogin',
  'StopLogging',
  'Console',
  'Login',
  'Root',
  'IAMUser',
  'AssumedRole',
  'arn:aws',
  'v',
  'a',
  '',
);
const passableField = fc.constantFrom(
  'eventName',
  'userIdentity.type',
  'userIdentity.arn',
  'requestParameters.list.0.k',
  'a.b',
);
const field = fc.oneof(
  passableField.map((path) => path.replace('list.0', 'list[0]')),
  passableField.map((path) => `event["${path}"]`),
  fc.tuple(passableField, fieldValue).map(([path, fallback]) => `event.get("${path}", "${fallback}")`),
  passableField.map((path) => `event.get("${path}")`),
);
const textTest = fc
  .tuple(field, fieldValue, fieldValue, fc.nat(22))
  .map(
    ([name, one, other, form]) =>
      [
        `${name} == "${one}"`,
        `${name} != "${one}"`,
        `${name} in ["${one}", "${other}"]`,
        `${name} not in ("${one}", "${other}")`,
        `"${one}" in ${name}`,
        `${name}.startsWith(("${one}", "${other}"))`,
        `${name}.endsWith("${one}")`,
        `contains(${name}, "${one}")`,
        `glob(${name}, ["${one}*", "${other}"])`,
        `("${one}" not in ${name}) == False`,
        `iequals(${name}, ["${one.toUpperCase()}", "${other}"])`,
        `istartsWith(${name}, "${one.toUpperCase()}")`,
        `iendsWith(${name}, "${one.toLowerCase()}")`,
        `icontains(${name}, ["${one.toUpperCase()}", "${other}"])`,
        `containsAny(${name}, ["${one}", "${other}"])`,
        `glob(${name}, ["*${one}", "?*${other}"])`,
        `iglob(${name}, "*${one.toUpperCase()}*")`,
        `${name}.lower() == "${one.toLowerCase()}"`,
        `${name}.lower() in ["${one.toLowerCase()}", "${other}"]`,
        `"${one.toLowerCase()}" in lower(${name})`,
        `lower(${name}).startsWith(("${one.toLowerCase()}", "${other}"))`,
        `${name} == "${one.slice(0, 3)}" + "${one.slice(3)}"`,
        `any(entries(requestParameters), it.key == "${one}") or ${name} == "${other}"`,
      ][form] as string,
  );

/** Rules of string tests joined by `and`, `or` and `not`, which often match a record. */
export const arbitraryTextRule: fc.Arbitrary<string> = fc.letrec<{ rule: string }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    textTest,
    fc.constantFrom('isConsoleLogin()', 'isQuiet()', 'True', 'False', 'eventName in lists.admins'),
    fc.tuple(tie('rule'), fc.constantFrom('and', 'or'), tie('rule')).map(([a, joint, b]) => `(${a}) ${joint} (${b})`),
    tie('rule').map((rule) => `not (${rule})`),
  ),
})).rule;

// The other functions are not call nodes in the tree.
const special = ['any', 'all', 'count', 'json', 'keys', 'entries', 'leaves'];
const ordinary = functionTable.filter(({ name }) => !special.includes(name));

/** A tree that the parser can return; the checker refuses many of them, on purpose. */
export const arbitraryExpression: fc.Arbitrary<Expression> = expressionOf(4, false);

function expressionOf(depth: number, inCondition: boolean): fc.Arbitrary<Expression> {
  const simple = [
    literal,
    textLiteral,
    textList,
    namedList,
    eventPath,
    fieldPath.map((path): Expression => ({ type: 'subscript', path, range })),
    fieldPath.map((path): Expression => ({ type: 'has', path, range })),
    fc
      .constantFrom('isConsoleLogin', 'isQuiet', 'noSuchThing')
      .map((name): Expression => ({ type: 'predicate', name, range })),
    ...(inCondition ? [itPath, itPath] : []),
  ];
  const leaf = fc.oneof(...simple);
  return depth === 0 ? leaf : fc.oneof(leaf, compound(depth, inCondition));
}

function compound(depth: number, inCondition: boolean): fc.Arbitrary<Expression> {
  const inner = expressionOf(depth - 1, inCondition);
  const operands = fc.array(inner, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    fc
      .tuple(fieldPath, fc.option(inner))
      .map(([path, fallback]): Expression => ({ type: 'get', path, fallback, range })),
    inner.map((operand): Expression => ({ type: 'not', operand, range })),
    inner
      .filter((operand) => operand.type !== 'literal' || typeof operand.value !== 'number')
      .map((operand): Expression => ({ type: 'negate', operand, range })),
    operands.map((all): Expression => ({ type: 'and', operands: all, range })),
    operands.map((all): Expression => ({ type: 'or', operands: all, range })),
    fc
      .array(fc.oneof(textLiteral, eventPath, inner), { minLength: 2, maxLength: 3 })
      .map((all): Expression => ({ type: 'concat', operands: all, range })),
    comparison(inner),
    comparison(inner),
    call(inner),
    call(inner),
    inner.map(
      (json): Expression => ({
        type: 'path',
        root: { json },
        steps: [{ kind: 'key', name: 'Statement' }, { kind: 'each' }],
        range,
      }),
    ),
    quantifier(inner, expressionOf(depth - 1, true)),
  );
}

function comparison(inner: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const operator = fc.constantFrom('==', '!=', '<', '<=', '>', '>=', 'in', 'not in');
  const constant = fc.constantFrom(true, false, null).map((value): Expression => ({ type: 'literal', value, range }));
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('compare'),
        operator,
        left: inner,
        right: inner,
        range: fc.constant(range),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('compare'),
        operator: fc.constantFrom('is', 'is not'),
        left: inner,
        right: constant,
        range: fc.constant(range),
      }),
    },
  ) as fc.Arbitrary<Expression>;
}

function call(inner: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  return fc.constantFrom(...ordinary).chain((entry) => {
    const args = entry.parameters.map((parameter) => {
      if (parameter.type === 'path') return eventPath;
      if (parameter.type === 'texts') return fc.oneof(textLiteral, textList, namedList);
      return parameter.constant
        ? fc.oneof(textLiteral, fc.constant<Expression>({ type: 'literal', value: 'Europe/Berlin', range }))
        : inner;
    });
    return fc.tuple(...args).map((all): Expression => ({ type: 'call', name: entry.name, args: all, range }));
  });
}

function quantifier(inner: fc.Arbitrary<Expression>, condition: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const items = fc.oneof(eventPath, textList, inner);
  return fc.tuple(fc.constantFrom('any', 'all'), items, fc.option(condition)).map(
    ([name, list, test]): Expression => ({
      type: 'quantifier',
      name: name as 'any',
      items: list,
      condition: test,
      range,
    }),
  );
}

const pieces = [
  'event',
  '["eventName"]',
  '.get(',
  '"a"',
  "'",
  '"',
  ')',
  '(',
  '[',
  ']',
  '[*]',
  '.',
  ',',
  ' and ',
  ' or ',
  ' not ',
  ' in ',
  ' is ',
  ' == ',
  ' + ',
  'keys(',
  'entries(',
  'iequals(',
  '!=',
  '<',
  '&&',
  '||',
  '!',
  '-',
  'it',
  'any(',
  'lists.',
  'admins',
  'json(',
  'matches(',
  '1',
  '1e999',
  '\\',
  '\\u',
  '{',
  '}',
  '`',
  '$',
  '=>',
  '__proto__',
  'constructor',
  'this',
  'a',
  '.0',
  '😀',
  '\u0000',
  ' if ',
  ' else ',
  ';',
  '#',
];

/** A string that can be anything. */
export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);
