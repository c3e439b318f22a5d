// The matching of EventBridge, for tests: an independent implementation of the operators that derived patterns and the
// documents use.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html

import ipaddr from 'ipaddr.js';

type Data = unknown;

/** Whether a pattern matches an event. Throws for an operator that this matcher does not know. */
export function isMatchedBy(event: Data, pattern: Data): boolean {
  return Object.entries(objectOf(pattern)).every(([name, wanted]) => {
    if (name === '$or') return alternativesOf(wanted).some((alternative) => isMatchedBy(event, alternative));
    const value = isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined;
    return Array.isArray(wanted) ? matchesAny(value, wanted) : isMatchedBy(value, wanted);
  });
}

function alternativesOf(value: Data): readonly Data[] {
  if (!Array.isArray(value) || value.length < 2) throw new Error('$or requires at least two alternatives');
  return value;
}

function matchesAny(value: Data, filters: readonly Data[]): boolean {
  if (filters.length === 0) throw new Error('a field without a filter');
  const values = Array.isArray(value) ? value : [value];
  return filters.some((filter) => values.some((one) => passes(one, filter)));
}

function passes(value: Data, filter: Data): boolean {
  if (!isObject(filter)) return value === filter;
  const [[operator, operand] = [], ...more] = Object.entries(filter);
  if (operator === undefined || more.length > 0) throw new Error('one operator in a filter');
  const passesOperand = OPERATORS[operator];
  if (passesOperand === undefined) throw new Error(`there is no operator ${operator}`);
  return passesOperand(value, operand);
}

const OPERATORS: Readonly<Record<string, (value: Data, operand: Data) => boolean>> = {
  exists: (value, wanted) => isLeaf(value) === wanted,
  prefix: (value, prefix) => typeof value === 'string' && value.startsWith(text(prefix)),
  suffix: (value, suffix) => typeof value === 'string' && value.endsWith(text(suffix)),
  wildcard: (value, pattern) => typeof value === 'string' && wildcard(text(pattern)).test(value),
  'equals-ignore-case': (value, wanted) =>
    typeof value === 'string' && value.toLowerCase() === text(wanted).toLowerCase(),
  'anything-but': (value, unwanted) => isLeaf(value) && ![unwanted].flat().some((one) => passes(value, one)),
  numeric: (value, comparisons) => typeof value === 'number' && isWithin(value, comparisons as readonly Data[]),
  cidr: (value, network) =>
    typeof value === 'string' && ipaddr.IPv4.isValid(value) && isInNetwork(value, text(network)),
};

function text(operand: Data): string {
  if (typeof operand !== 'string' || operand === '') throw new Error('an operator requires a string');
  return operand;
}

function isWithin(value: number, [operator, bound, ...more]: readonly Data[]): boolean {
  const limit = Number(bound);
  const holds = operator === '>' ? value > limit : operator === '<=' ? value <= limit : undefined;
  if (holds === undefined) throw new Error(`there is no comparison ${operator}`);
  return holds && (more.length === 0 || isWithin(value, more));
}

function isInNetwork(address: string, network: string): boolean {
  return ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parseCIDR(network));
}

// `*` matches any characters. A backslash escapes a star or a backslash.
function wildcard(pattern: string): RegExp {
  if (/(?<!\\)(?:\\\\)*\*\*/.test(pattern)) throw new Error('two stars in a row');
  const source = pattern.replace(/\\([\\*])|\*|[^\w]/gu, (found, escaped) =>
    found === '*' ? '.*' : `\\u{${(escaped ?? found).codePointAt(0).toString(16)}}`,
  );
  return new RegExp(`^${source}$`, 'su');
}

function objectOf(value: Data): Record<string, Data> {
  if (!isObject(value)) throw new Error(`not a pattern: ${JSON.stringify(value)}`);
  return value;
}

function isObject(value: Data): value is Record<string, Data> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLeaf(value: Data): boolean {
  return value !== undefined && !isObject(value);
}
