// Functions that convert a scalar to a string or a number, with the spelling of Python or JSON.
// In: checked values. Out: a value; `undefined` if there is none.

import type { Value } from '../values.ts';
import type { LanguageFunction } from './language-function.ts';

const scalar = { name: 'value', type: 'scalar' } as const;

/** Conversions between scalars. */
export const conversionFunctions: readonly LanguageFunction[] = [
  {
    name: 'str',
    parameters: [scalar],
    returns: 'text',
    summary: 'The value as a string, spelled as in Python: True, False, None.',
    example: 'str(readOnly).lower() == "false"',
    prepare: () => asText,
  },
  {
    name: 'asText',
    parameters: [scalar],
    returns: 'text',
    summary: 'The value as a string, spelled as in JSON: `true`, `false`, `22`; null has no spelling.',
    example: 'any(leaves(requestParameters.fromPort), asText(it) == "22")',
    prepare: () => (value) => (value === null ? undefined : String(value)),
  },
  {
    name: 'int',
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
  // JSON and JavaScript do not distinguish 1 from 1.0, so a whole number counts as an integer.
  return typeof value === 'number' && !Number.isInteger(value) ? spellFloat(value) : String(value);
}

/** Spells a finite number as Python spells a float: `0.0`, `1e-05`, `1e+16`. */
export function spellFloat(value: number): string {
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential().split('e');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const power = Number(exponent);
  if (power < -4 || power > 15) return `${sign}${mantissa}e${exponent.replace(/^([+-])(\d)$/, '$10$2')}`;
  const digits = mantissa.replace('.', '');
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`;
  const whole = digits.slice(0, power + 1).padEnd(power + 1, '0');
  return `${sign}${whole}.${digits.slice(power + 1) || '0'}`;
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
