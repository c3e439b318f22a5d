// Functions that compare strings without regard to case: both sides are converted to lower case, as `lower` does.
// In: checked values. Out: true or false; `undefined` if an element of a list is not a string and no other one matches.

import { includesText } from '../search-text.ts';
import { isList, type Value } from '../values.ts';
import type { LanguageFunction, Run } from './language-function.ts';
import { affixTest } from './texts.ts';

type Test = (whole: string, part: string) => boolean;

/** Functions that ignore case. */
export const caseFunctions: readonly LanguageFunction[] = [
  entry('iequals', 'others', 'equals the other string, or any string of a list', (whole, other) => whole === other, {
    example: 'iequals(userIdentity.userName, ["Administrator", "root"])',
  }),
  entry('icontains', 'parts', 'contains the substring, or any substring of a list', includesText, {
    example: 'icontains(userAgent, ["Kali", "Parrot"])',
  }),
  entry('istartsWith', 'prefixes', 'starts with the prefix, or with any prefix of a list', startsWith, {
    example: 'istartsWith(requestParameters.name, "admin")',
  }),
  entry('iendsWith', 'suffixes', 'ends with the suffix, or with any suffix of a list', endsWith, {
    example: 'iendsWith(requestParameters.key, [".pem", ".ppk"])',
  }),
];

function startsWith(whole: string, prefix: string): boolean {
  return whole.startsWith(prefix);
}

function endsWith(whole: string, suffix: string): boolean {
  return whole.endsWith(suffix);
}

function entry(
  name: string,
  others: string,
  meaning: string,
  test: Test,
  { example }: Pick<LanguageFunction, 'example'>,
): LanguageFunction {
  return {
    name,
    parameters: [
      { name: 'text', type: 'text' },
      { name: others, type: 'texts' },
    ],
    returns: 'boolean',
    summary: `True if the string ${meaning}, without regard to case.`,
    example,
    prepare: ([, constant]) => ignoringCase(constant, test),
  };
}

function ignoringCase(constant: Value | undefined, test: Test): Run {
  if (constant !== undefined) {
    const run = affixTest(lowered(constant, toLower), test);
    return (whole) => run(toLower(0, whole as string), null, null);
  }
  const run = affixTest(undefined, test);
  const [lowerWhole, lowerOthers] = [remembering(), remembering()];
  return (whole, others) => run(lowerWhole(0, whole as string), lowered(others, lowerOthers), null);
}

type Lower = (at: number, text: string) => string;

function toLower(_at: number, text: string): string {
  return text.toLowerCase();
}

function lowered(value: Value, lower: Lower): Value {
  if (typeof value === 'string') return lower(0, value);
  return isList(value) ? value.map((item, at) => (typeof item === 'string' ? lower(at, item) : item)) : value;
}

// Caches the last string at each position: it can be a long field that is used once per element of a list.
function remembering(): Lower {
  const last: { text: string; lower: string }[] = [];
  return (at, text) => {
    const known = last[at];
    if (known?.text === text) return known.lower;
    const lower = text.toLowerCase();
    last[at] = { text, lower };
    return lower;
  };
}
