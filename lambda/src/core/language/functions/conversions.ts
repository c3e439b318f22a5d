// Functions that convert a scalar to a string or a number, with Python's spelling of both.
// In: checked values. Out: a value; `undefined` if there is none.

import type { Value } from '../values.ts';
import type { LanguageFunction } from './language-function.ts';

const scalar = { name: 'value', type: 'scalar' } as const;

/** Conversions between scalars. */
export const conversionFunctions: readonly LanguageFunction[] = [
  {
    name: 'str',
    aliases: [],
    parameters: [scalar],
    returns: 'text',
    summary: 'The value as a string, spelled as in Python: True, False, None.',
    example: 'str(readOnly).lower() == "false"',
    prepare: () => asText,
  },
  {
    name: 'int',
    aliases: [],
    parameters: [scalar],
    returns: 'number',
    summary: 'The integer that a string spells, or a number without its fraction.',
    example: 'int(requestParameters.maxSessionDuration) > 3600',
    prepare: () => asInteger,
  },
];

function asText(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  // JavaScript writes 1e-7 where Python writes 1e-07.
  return String(value).replace(/(e[+-])(\d)$/, typeof value === 'number' ? '$10$2' : '$&');
}

function asInteger(value: Value): number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return safe(Math.trunc(value));
  if (typeof value !== 'string' || !/^\s*[+-]?\d+(?:_\d+)*\s*$/.test(value)) return undefined;
  return safe(Number(value.replaceAll('_', '')));
}

// Above 2^53, rounding would silently change the number.
function safe(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value + 0 : undefined;
}
