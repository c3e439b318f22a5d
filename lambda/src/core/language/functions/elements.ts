// Functions about elements, presence and embedded JSON. The compiler and the interpreter handle them by name, because
// their arguments are not simply evaluated. In: nothing. Out: entries that describe them. `count` also counts substrings.

import type { LanguageFunction } from './language-function.ts';
import { countOccurrences } from './texts.ts';

const quantifierParameters = [
  { name: 'items', type: 'list' },
  { name: 'condition', type: 'condition', optional: true },
] as const;

/** Functions whose arguments are not simply evaluated. */
export const elementFunctions: readonly LanguageFunction[] = [
  {
    name: 'any',
    aliases: ['some'],
    parameters: quantifierParameters,
    returns: 'boolean',
    summary: 'True if the condition is true for at least one element; `it` is the element.',
    example: 'any(requestParameters.ipPermissions.items[*], it.fromPort <= 22 and it.toPort >= 22)',
  },
  {
    name: 'all',
    aliases: ['every'],
    parameters: quantifierParameters,
    returns: 'boolean',
    summary: 'True if the condition is true for every element, and if there is none.',
    example: 'all(resources[*], it.accountId == recipientAccountId)',
  },
  {
    name: 'count',
    parameters: quantifierParameters,
    returns: 'number',
    summary:
      'The number of elements for which the condition is true; with two strings, how often the first contains the second.',
    example: 'count(requestParameters.instancesSet.items[*], exists(it.instanceId)) >= 3',
    prepare: () => (whole, part) =>
      typeof whole === 'string' && typeof part === 'string' ? countOccurrences(whole, part) : undefined,
  },
  {
    name: 'exists',
    parameters: [{ name: 'path', type: 'path' }],
    returns: 'boolean',
    summary: 'True if the path leads to anything: a value, a null, an object or a list.',
    example: 'exists(requestParameters.publicAccessBlockConfiguration)',
  },
  {
    name: 'keys',
    parameters: [{ name: 'path', type: 'path' }],
    returns: 'data',
    summary: 'The list of the keys of an object; empty for any other value.',
    example: 'any(keys(requestParameters.tags), it.startsWith("kubernetes.io/"))',
  },
  {
    name: 'entries',
    parameters: [{ name: 'path', type: 'path' }],
    returns: 'data',
    summary: 'The list of the entries of an object, each with `key` and `value`; empty for any other value.',
    example: 'any(entries(requestParameters.tags), it.key == "env" and it.value == "prod")',
  },
  {
    name: 'leaves',
    parameters: [{ name: 'path', type: 'path' }],
    returns: 'data',
    summary:
      'The list of every string, number, boolean and null at the path or below it, through all lists on the way.',
    example: 'any(leaves(requestParameters), icontains(it, "suspended"))',
  },
  {
    name: 'json',
    parameters: [{ name: 'text', type: 'text' }],
    returns: 'data',
    summary:
      'The data in a field that contains JSON, to continue as a path; an object or a list is returned as it is; nothing if the field is not JSON.',
    example: 'any(json(requestParameters.policyDocument).Statement[*], it.Effect == "Allow" and "*" in it.Principal)',
  },
];
