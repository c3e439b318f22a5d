// Words for what a schema refuses. In: an issue of valibot. Out: `path: problem`, in the terms of someone who writes settings.

import * as v from 'valibot';
import { didYouMean } from '../core/language/suggest.ts';

const KINDS: Readonly<Record<string, string>> = {
  Object: 'an object',
  Array: 'a list',
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
};

/** Describes one issue. Keeps the message of a schema that has one. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  const message =
    issue.kind === 'schema' && /^Invalid (?:type|key): /.test(issue.message) ? problemOf(issue) : issue.message;
  return path === null ? message : `${path}: ${message}`;
}

/** The message of a `strictObject` with these attributes: names the attribute that was probably meant, or all. */
export function unknownAttribute(known: readonly string[]): (issue: v.StrictObjectIssue) => string {
  return (issue) => {
    if (issue.expected !== 'never') return problemOf(issue);
    const hint = didYouMean(String(issue.path?.at(-1)?.key), known) ?? `the attributes are ${known.join(', ')}`;
    return `does not exist; ${hint}`;
  };
}

function problemOf({ expected, received }: v.BaseIssue<unknown>): string {
  if (expected === 'never') return 'does not exist; remove it, or correct its name';
  if (received === 'undefined') return 'is missing; add it';
  return `must be ${wanted(expected ?? 'something else')}, not ${KINDS[received] ?? received}`;
}

// Valibot writes alternatives as `("low" | "high")`.
function wanted(expected: string): string {
  const options = expected.replace(/^\((.*)\)$/, '$1').split(' | ');
  const words = options.map((one) => KINDS[one] ?? one.replace(/^"(.*)"$/, '$1'));
  return words.length === 1 ? String(words[0]) : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
