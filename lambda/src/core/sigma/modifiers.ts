// Applies the modifiers of a key to its values. In: `requestParameters.name|contains|all` and values. Out: a test of a field, or
// a refusal. Modifiers: https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-modifiers.md

import type { ScalarTree, Tree } from './read-documents.ts';
import { Refusal } from './refusal.ts';
import type { CompareOperator, FieldTest, Match, Pattern, Position, TimePart } from './sigma-rule.ts';
import { literalPattern, parsePattern, plainText, withWildcards } from './sigma-text.ts';

/** What a modifier does. At most one modifier of each role can be used. */
type Role = 'position' | 'type' | 'flag' | 'cased' | 'all' | 'neq' | 'compare' | 'time';

const ROLES: ReadonlyMap<string, Role> = new Map([
  ...(['contains', 'startswith', 'endswith'] as const).map((name) => [name, 'position'] as const),
  ...(['re', 'cidr', 'exists', 'fieldref'] as const).map((name) => [name, 'type'] as const),
  ...(['i', 'm', 's', 'ignorecase', 'multiline', 'dotall'] as const).map((name) => [name, 'flag'] as const),
  ...(['cased', 'all', 'neq'] as const).map((name) => [name, name] as const),
  ...(['lt', 'lte', 'gt', 'gte'] as const).map((name) => [name, 'compare'] as const),
  ...(['minute', 'hour', 'day', 'month', 'year'] as const).map((name) => [name, 'time'] as const),
]);

const ENCODED = 'CloudTrail does not log values in this encoding';
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['windash', 'it is for command lines of Windows, which CloudTrail does not log'],
  ...['base64', 'base64offset', 'utf16', 'utf16le', 'utf16be', 'wide'].map((name) => [name, ENCODED] as const),
  ['expand', 'placeholders have no values here: write the values'],
  ['week', 'Sigma does not define how weeks are numbered'],
]);

/** The modifiers of one key, by role. */
interface Modifiers {
  readonly position: Position | null;
  readonly type: 're' | 'cidr' | 'exists' | 'fieldref' | null;
  readonly flags: string;
  readonly cased: boolean;
  readonly all: boolean;
  readonly neq: boolean;
  readonly compare: CompareOperator | null;
  readonly time: TimePart | null;
}

/** Reads one key of a map with its value. An empty field name means keywords. */
export function readFieldTest(key: string, value: Tree, line: number): FieldTest {
  const [field = '', ...names] = key.split('|').map((part) => part.trim());
  const modifiers = readModifiers(names, line);
  const values = scalarsOf(value);
  checkValues(modifiers, values, line);
  if (field === '') checkKeywords(modifiers, values, line);
  const toMatch = (one: ScalarTree): Match => readMatch(modifiers, one);
  return {
    type: 'test',
    field: field === '' ? null : checkedField(field, line),
    matches: values.map(field === '' ? (one) => anywhere(toMatch(one)) : toMatch),
    joint: modifiers.all ? 'and' : 'or',
    negated: modifiers.neq,
    line,
  };
}

function checkedField(field: string, line: number): string {
  if (field.split('.').includes('')) throw new Refusal(line, `\`${field}\` is not the name of a field`);
  return field;
}

function readModifiers(names: readonly string[], line: number): Modifiers {
  const seen = new Map<Role, string[]>();
  for (const name of names) {
    const reason = REFUSED.get(name);
    if (reason !== undefined) throw new Refusal(line, `the modifier \`${name}\` cannot be converted: ${reason}`);
    const role = ROLES.get(name);
    if (role === undefined) throw new Refusal(line, `\`${name}\` is not a modifier of Sigma 2`);
    seen.set(role, [...(seen.get(role) ?? []), name]);
  }
  checkCombination(names, seen, line);
  const only = (role: Role): string | null => seen.get(role)?.[0] ?? null;
  return {
    position: only('position') as Position | null,
    type: only('type') as Modifiers['type'],
    flags: [...new Set((seen.get('flag') ?? []).map(flagOf))].sort().join(''),
    cased: seen.has('cased'),
    all: seen.has('all'),
    neq: seen.has('neq'),
    compare: OPERATORS[only('compare') ?? ''] ?? null,
    time: only('time') as TimePart | null,
  };
}

const OPERATORS: Readonly<Record<string, CompareOperator>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' };

function flagOf(name: string): string {
  return ({ ignorecase: 'i', multiline: 'm', dotall: 's' } as Record<string, string>)[name] ?? name;
}

// Roles that can be used together, besides `all` and `neq`, which can be added to each.
const COMBINATIONS: readonly (readonly string[])[] = [
  ['position', 'cased'],
  ['re', 'flag'],
  ['fieldref', 'position'],
  ['time', 'compare'],
  ['cidr'],
  ['exists'],
];

function checkCombination(names: readonly string[], seen: ReadonlyMap<Role, readonly string[]>, line: number): void {
  const twice = [...seen].find(([role, used]) => role !== 'flag' && used.length > 1)?.[1];
  const roles = [...seen].flatMap(([role, used]) => (role === 'type' ? used : [role]));
  const others = roles.filter((role) => role !== 'all' && role !== 'neq');
  const isKnown = COMBINATIONS.some((allowed) => others.every((role) => allowed.includes(role)));
  const hasLooseFlag = seen.has('flag') && !names.includes('re');
  if (twice !== undefined || !isKnown || hasLooseFlag) {
    throw new Refusal(line, `the modifiers \`${(twice ?? names).join('|')}\` cannot be combined`);
  }
}

function scalarsOf(value: Tree): readonly ScalarTree[] {
  const items = value.kind === 'list' ? value.items : [value];
  return items.map((item) => {
    if (item.kind === 'scalar') return item;
    throw new Refusal(item.line, `a value must be a string, a number, a boolean or null, not a ${item.kind}`);
  });
}

function checkValues({ all, type }: Modifiers, values: readonly ScalarTree[], line: number): void {
  if (values.length === 0) throw new Refusal(line, 'the list of values is empty');
  if (all && values.length < 2) throw new Refusal(line, 'the modifier `all` needs a list of at least two values');
  if (type === 'exists' && values.length > 1) throw new Refusal(line, 'the modifier `exists` needs one boolean');
  const nothing = values.length > 1 ? values.find(({ value }) => value === null) : undefined;
  if (nothing !== undefined) {
    throw new Refusal(
      nothing.line,
      'null cannot be in a list of values: give it its own search identifier, and join both in the condition',
    );
  }
}

function checkKeywords(modifiers: Modifiers, values: readonly ScalarTree[], line: number): void {
  const { position, type, compare, time } = modifiers;
  if (values.some(({ value }) => value === null)) throw new Refusal(line, 'null is not a keyword');
  const isText = compare === null && time === null && (type === null || type === 're');
  if (isText && (position === null || position === 'contains')) return;
  throw new Refusal(line, 'keywords allow only the modifiers `all`, `contains`, `cased`, `neq` and `re`');
}

function readMatch(modifiers: Modifiers, scalar: ScalarTree): Match {
  const { type, flags, position, time, compare } = modifiers;
  if (time !== null) return { type: 'time', part: time, operator: compare ?? '==', number: numberOf(scalar) };
  if (compare !== null) return { type: 'compare', operator: compare, number: numberOf(scalar) };
  if (type === 'exists') return { type, expected: booleanOf(scalar) };
  if (type === 're') return { type, pattern: stringOf(scalar, 're'), flags };
  if (type === 'cidr') return { type, network: stringOf(scalar, 'cidr') };
  if (type === 'fieldref') return { type, field: fieldOf(scalar), position: position ?? 'equals' };
  return textMatch(modifiers, scalar);
}

function textMatch({ position, cased }: Modifiers, scalar: ScalarTree): Match {
  if (scalar.value === null) {
    if (position === null && !cased) return { type: 'null' };
    throw new Refusal(scalar.line, 'null allows no modifier but `neq`');
  }
  const isOpen = {
    before: position === 'contains' || position === 'endswith',
    after: position === 'contains' || position === 'startswith',
  };
  return { type: 'text', pattern: withWildcards(patternOf(scalar), isOpen.before, isOpen.after), cased };
}

function patternOf(scalar: ScalarTree): Pattern {
  if (typeof scalar.value === 'string') return parsePattern(unambiguous(scalar.value, scalar));
  return literalPattern(typeof scalar.value === 'number' ? String(numberOf(scalar)) : String(scalar.value));
}

function anywhere(match: Match): Match {
  return match.type === 'text' ? { ...match, pattern: withWildcards(match.pattern, true, true) } : match;
}

// YAML 1.1, which pySigma reads, has more booleans and numbers than YAML 1.2, which the specification names.
const OTHER_IN_YAML_1_1 = /^(?:yes|no|on|off|[-+]?(?:0b[01_]+|\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|\d+_[\d_.]*))$/i;

function unambiguous(text: string, { isQuoted, line }: ScalarTree): string {
  if (isQuoted || !OTHER_IN_YAML_1_1.test(text)) return text;
  throw new Refusal(line, `YAML parsers disagree about \`${text}\`: write it in quotes`);
}

// A number that YAML reads in another way than it is written may be an account id with zeros at its start.
function numberOf({ value, source, line }: ScalarTree): number {
  if (typeof value !== 'number') throw new Refusal(line, `a number is needed here, not \`${source}\``);
  if (String(value) === source) return value;
  throw new Refusal(
    line,
    `the number \`${source}\` can be read in more than one way: write it as \`${value}\` or in quotes`,
  );
}

function booleanOf({ value, source, line }: ScalarTree): boolean {
  if (typeof value === 'boolean') return value;
  throw new Refusal(line, `the modifier \`exists\` needs true or false, not \`${source}\``);
}

function stringOf({ value, source, line }: ScalarTree, modifier: string): string {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' && modifier === 're') return source;
  throw new Refusal(line, `the modifier \`${modifier}\` needs a string`);
}

function fieldOf(scalar: ScalarTree): string {
  const field = plainText(parsePattern(stringOf(scalar, 'fieldref')));
  if (field === null) throw new Refusal(scalar.line, 'the name of a field cannot have wildcards');
  return checkedField(field, scalar.line);
}
