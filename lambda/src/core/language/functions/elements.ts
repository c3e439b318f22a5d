// Functions about elements, presence and embedded JSON. Their arguments are looked at rather than evaluated, so compiler
// and interpreter know them by name; the entries here say what may be written. `count` also counts a part of a text.

import type { LanguageFunction, Run } from './language-function.ts';
import { countOccurrences } from './texts.ts';

const quantifierParameters = [
  { name: 'items', type: 'list' },
  { name: 'condition', type: 'condition', optional: true },
] as const;

const neverRun: Run = () => undefined;

/** Functions whose arguments are looked at. */
export const elementFunctions: readonly LanguageFunction[] = [
  {
    name: 'any',
    aliases: ['some'],
    parameters: quantifierParameters,
    returns: 'boolean',
    summary: 'Whether the condition holds for at least one element, which it calls `it`.',
    example: 'any(requestParameters.ipPermissions.items[*], it.fromPort <= 22 and it.toPort >= 22)',
    prepare: () => neverRun,
  },
  {
    name: 'all',
    aliases: ['every'],
    parameters: quantifierParameters,
    returns: 'boolean',
    summary: 'Whether the condition holds for every element; true where there is none.',
    example: 'all(resources[*], it.accountId == recipientAccountId)',
    prepare: () => neverRun,
  },
  {
    name: 'count',
    aliases: [],
    parameters: quantifierParameters,
    returns: 'number',
    summary: 'How many elements meet the condition; with two texts, how often the second stands in the first.',
    example: 'count(requestParameters.instancesSet.items[*], exists(it.instanceId)) >= 3',
    prepare: () => (whole, part) =>
      typeof whole === 'string' && typeof part === 'string' ? countOccurrences(whole, part) : undefined,
  },
  {
    name: 'exists',
    aliases: [],
    parameters: [{ name: 'path', type: 'path' }],
    returns: 'boolean',
    summary: 'Whether anything stands at the path: a value, a null, an object or a list.',
    example: 'exists(requestParameters.publicAccessBlockConfiguration)',
    prepare: () => neverRun,
  },
  {
    name: 'json',
    aliases: [],
    parameters: [{ name: 'text', type: 'text' }],
    returns: 'data',
    summary: 'The data in a field that holds JSON text, to go on with as a path; nothing where it is not JSON.',
    example: 'any(json(requestParameters.policyDocument).Statement[*], it.Effect == "Allow" and "*" in it.Principal)',
    prepare: () => neverRun,
  },
];
