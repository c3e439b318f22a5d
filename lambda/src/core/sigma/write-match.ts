// Writes the test of one field. In: matches. Out: source of the rule language with the same meaning.
// A field that may be a list or an object is read with `leaves`: one of its values must match. A number and a boolean match by
// their text, and null and missing values match only null.

import { type RecordField, recordField } from './fields.ts';
import type { FieldTest, Match, TimePart } from './sigma-rule.ts';
import { mayMatchOther, plainText } from './sigma-text.ts';
import { atom, join, negate, quote, type Source } from './source.ts';
import { textTests } from './write-text.ts';

type Of<T extends Match['type']> = Extract<Match, { type: T }>;
/** A match of one value; the others are about the field. */
type ValueMatch = Of<'text' | 're' | 'cidr' | 'compare' | 'time'>;

/** Writes a test. */
export function writeTest(test: FieldTest): Source {
  const field: RecordField = test.field === null ? { kind: 'any', path: 'event' } : recordField(test.field, test.line);
  const groups = test.joint === 'or' ? [test.matches] : test.matches.map((match) => [match]);
  const source = join(
    'and',
    groups.map((matches) => anyOf(field, matches, test.line)),
  );
  return test.negated ? negate(source) : source;
}

function anyOf(field: RecordField, matches: readonly Match[], line: number): Source {
  const values = matches.filter(isValueMatch);
  const others = matches.filter((match) => !isValueMatch(match));
  return join('or', [
    ...(values.length === 0 ? [] : [valueTest(field, values)]),
    ...others.map((match) => fieldTest(field, match as Exclude<Match, ValueMatch>, line)),
  ]);
}

function isValueMatch(match: Match): match is ValueMatch {
  return !['null', 'exists', 'fieldref'].includes(match.type);
}

function valueTest(field: RecordField, matches: readonly ValueMatch[]): Source {
  if (field.kind === 'any')
    return atom(`any(leaves(${field.path}), ${join('or', testsOf('it', 'any', matches)).text})`);
  return join('or', testsOf(field.path, field.kind, matches));
}

function testsOf(value: string, kind: RecordField['kind'], matches: readonly ValueMatch[]): readonly Source[] {
  const texts = matches.filter((match) => match.type === 'text');
  const others = matches.filter((match) => match.type !== 'text');
  return [
    ...allTextTests(value, kind, texts),
    ...others.map((match) => otherTest(value, kind === 'text' ? value : `asText(${value})`, match)),
  ];
}

function allTextTests(value: string, kind: RecordField['kind'], matches: readonly Of<'text'>[]): readonly Source[] {
  if (kind === 'text') return textTests(value, matches);
  if (kind === 'boolean') return matches.flatMap((match) => booleanTests(value, match));
  const [others, texts] = [true, false].map((may) => matches.filter(({ pattern }) => mayMatchOther(pattern) === may));
  const anything = matches.filter(({ pattern }) => pattern.length === 1 && pattern[0] === '*');
  if (anything.length > 0) return textTests(value, anything);
  return [...textTests(value, texts ?? []), ...textTests(`asText(${value})`, others ?? [])];
}

function booleanTests(value: string, match: Of<'text'>): readonly Source[] {
  const plain = plainText(match.pattern);
  const text = match.cased ? plain : plain?.toLowerCase();
  if (text === 'true' || text === 'false') return [atom(`${value} == ${text}`)];
  return textTests(`asText(${value})`, [match]);
}

function otherTest(value: string, text: string, match: Exclude<ValueMatch, Of<'text'>>): Source {
  switch (match.type) {
    case 're':
      return atom(
        `matches(${text}, ${quote(match.flags === '' ? match.pattern : `(?${match.flags})${match.pattern}`)})`,
      );
    case 'cidr':
      return atom(`inCidr(${value}, ${quote(match.network)})`);
    case 'compare':
      return compareTest(value, text, match);
    case 'time':
      return timeTest(value, match);
  }
}

// A string that spells an integer counts as a number, as CloudTrail writes numbers either way.
function compareTest(value: string, text: string, { operator, number }: Of<'compare'>): Source {
  const asInteger = atom(`int(${text}) ${operator} ${number}`);
  return value === text ? asInteger : join('or', [atom(`${value} ${operator} ${number}`), asInteger]);
}

const RANGES: Readonly<
  Record<Exclude<TimePart, 'hour' | 'year'>, readonly [first: number, last: number, before: string]>
> = {
  minute: [0, 59, '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:'],
  day: [1, 31, '^\\d{4}-\\d\\d-'],
  month: [1, 12, '^\\d{4}-'],
};

function timeTest(value: string, { part, operator, number }: Of<'time'>): Source {
  if (part === 'hour') return atom(`hour(${value}) ${operator} ${number}`);
  if (part === 'year') return yearTest(value, operator, number);
  const [first, last, before] = RANGES[part];
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const allowed = numbers.filter((one) => compares(one, operator, number)).map((one) => String(one).padStart(2, '0'));
  // `[^\s\S]` matches no character: no time has this part.
  return atom(`matches(${value}, ${quote(`${before}(?:${allowed.length === 0 ? '[^\\s\\S]' : allowed.join('|')})`)})`);
}

function yearTest(value: string, operator: Of<'time'>['operator'], year: number): Source {
  const isTime = atom(`matches(${value}, ${quote('^\\d{4}-\\d\\d-\\d\\dT')})`);
  const bound = (one: number): string => quote(String(Math.min(Math.max(one, 0), 9999)).padStart(4, '0'));
  if (operator === '==') return atom(`matches(${value}, ${quote(`^${String(year).padStart(4, '0')}-\\d\\d-\\d\\dT`)})`);
  const isAfter = operator === '>' || operator === '>=';
  const next = operator === '>' || operator === '<=' ? year + 1 : year;
  return join('and', [isTime, atom(`${value} ${isAfter ? '>=' : '<'} ${bound(next)}`)]);
}

function compares(one: number, operator: Of<'time'>['operator'], other: number): boolean {
  switch (operator) {
    case '==':
      return one === other;
    case '<':
      return one < other;
    case '<=':
      return one <= other;
    case '>':
      return one > other;
    case '>=':
      return one >= other;
  }
}

function fieldTest(field: RecordField, match: Exclude<Match, ValueMatch>, line: number): Source {
  if (match.type === 'fieldref') return referenceTest(field, recordField(match.field, line), match.position);
  if (match.type === 'exists') return match.expected ? presence(field) : negate(presence(field));
  return field.kind === 'any' ? negate(atom(`any(leaves(${field.path}), it != null)`)) : atom(`${field.path} == null`);
}

function presence({ kind, path }: RecordField): Source {
  const exists = atom(`exists(${path})`);
  return kind === 'any' ? join('or', [exists, atom(`exists(leaves(${path}))`)]) : exists;
}

const FUNCTIONS = {
  equals: 'iequals',
  contains: 'icontains',
  startswith: 'istartsWith',
  endswith: 'iendsWith',
} as const;

// The language compares each element of one list with one value, in linear time, but not two lists.
function referenceTest(field: RecordField, other: RecordField, position: Of<'fieldref'>['position']): Source {
  const test = (one: string, another: string): string => `${FUNCTIONS[position]}(${one}, ${another})`;
  const [value, reference] = [textOf(field), textOf(other)];
  if (field.kind === 'any') return atom(`any(leaves(${field.path}), ${test('asText(it)', reference)})`);
  if (other.kind === 'any' && position !== 'contains')
    return atom(`any(leaves(${other.path}), ${test(value, 'asText(it)')})`);
  return atom(test(value, reference));
}

function textOf({ kind, path }: RecordField): string {
  return kind === 'text' ? path : `asText(${path})`;
}
