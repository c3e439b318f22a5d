// The cases of the rules of a pack. In: the directory of this file and the name of a pack. Out: records by rule, from
// `<pack>.cases.json` and from every file in the directory `<pack>`.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';

/** Records that a rule matches, and near misses. */
export interface Cases {
  readonly matches: readonly CloudTrailRecord[];
  readonly misses: readonly CloudTrailRecord[];
}

/** The cases of a pack by the name of the rule. Throws an error that names a rule with cases in several files. */
export function readPackCases(directory: string, pack: string): Readonly<Record<string, Cases>> {
  const entries = filesOf(directory, pack).flatMap((file): [string, Cases][] =>
    Object.entries(JSON.parse(readFileSync(file, 'utf8'))),
  );
  const names = entries.map(([name]) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new Error(`the pack ${pack} has cases in several files for ${twice.join(', ')}`);
  return Object.fromEntries(entries);
}

function filesOf(directory: string, pack: string): readonly string[] {
  const own = path.join(directory, pack);
  const parts = existsSync(own) ? readdirSync(own).toSorted() : [];
  return [`${own}.cases.json`, ...parts.map((name) => path.join(own, name))];
}
