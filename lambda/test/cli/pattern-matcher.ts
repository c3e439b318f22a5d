// As much of EventBridge's matching as derived patterns use, written down apart from what derives them.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html

type Data = unknown;

/** Whether an event is matched by a pattern; throws for an operator that EventBridge or this matcher does not know. */
export function isMatchedBy(event: Data, pattern: Data): boolean {
  return Object.entries(objectOf(pattern)).every(([name, wanted]) => {
    if (name === '$or') return alternativesOf(wanted).some((alternative) => isMatchedBy(event, alternative));
    const value = isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined;
    return Array.isArray(wanted) ? matchesAny(value, wanted) : isMatchedBy(value, wanted);
  });
}

function alternativesOf(value: Data): readonly Data[] {
  if (!Array.isArray(value) || value.length < 2) throw new Error('$or takes two alternatives or more');
  return value;
}

function matchesAny(value: Data, filters: readonly Data[]): boolean {
  if (filters.length === 0) throw new Error('a field without a filter');
  const values = Array.isArray(value) ? value : [value];
  return filters.some((filter) => values.some((one) => passes(one, filter)));
}

function passes(value: Data, filter: Data): boolean {
  if (typeof filter === 'string' || typeof filter === 'boolean') return value === filter;
  const [[operator, operand] = [], ...more] = Object.entries(objectOf(filter));
  if (more.length > 0) throw new Error('one operator in a filter');
  if (operator === 'exists') return (value !== undefined && !isObject(value)) === operand;
  if (typeof operand !== 'string' || operand === '') throw new Error(`${operator} takes a text`);
  if (typeof value !== 'string') return false;
  switch (operator) {
    case 'prefix':
      return value.startsWith(operand);
    case 'suffix':
      return value.endsWith(operand);
    case 'wildcard':
      return wildcard(operand).test(value);
    default:
      throw new Error(`there is no operator ${operator}`);
  }
}

// `*` is any characters; a backslash takes the meaning from the star or backslash behind it.
function wildcard(pattern: string): RegExp {
  if (/(?<!\\)(?:\\\\)*\*\*/.test(pattern)) throw new Error('two stars in a row');
  const source = pattern.replace(/\\([\\*])|\*|[^\w]/gu, (found, escaped) =>
    found === '*' ? '.*' : `\\u{${(escaped ?? found).codePointAt(0).toString(16)}}`,
  );
  return new RegExp(`^${source}$`, 'su');
}

function objectOf(value: Data): Record<string, Data> {
  if (!isObject(value)) throw new Error(`no pattern: ${JSON.stringify(value)}`);
  return value;
}

function isObject(value: Data): value is Record<string, Data> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
