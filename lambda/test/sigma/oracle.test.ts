// Converted rules decide as pySigma with its SQLite backend does, on the cases and on real records. With SIGMA_RULES, a folder
// with Sigma rules, also every rule in it; with SIGMA_RECORDS, on the records of the log files in another folder.
// `SIGMA_RULES=rules/cloud/aws SIGMA_RECORDS=AWSLogs npx vitest run lambda/test/sigma/oracle.test.ts`

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadPatternEngine } from '../../src/core/language/functions/pattern-engine.ts';
import type { Json, JsonObject } from '../../src/core/records/record.ts';
import { REAL_RECORDS } from '../log-files/real-files.ts';
import { type Answer, askPySigma } from './pysigma.ts';
import { rulesAbout } from './rules-about.ts';
import { compileSigma, convertText, FORMS, ruleWith } from './sigma-cases.ts';

const EXAMPLES = path.resolve(import.meta.dirname, '../../../examples/cloudtrail');

function filesBelow(folder: string, name: RegExp): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => name.test(file)).map((file) => path.join(folder, file));
}

function recordsBelow(folder: string): JsonObject[] {
  const texts = filesBelow(folder, /\.json\.gz$/).map((file) => gunzipSync(readFileSync(file)).toString());
  return texts.flatMap((text) => JSON.parse(text).Records as JsonObject[]);
}

const RECORDS: readonly JsonObject[] = process.env.SIGMA_RECORDS
  ? recordsBelow(process.env.SIGMA_RECORDS)
  : [...(REAL_RECORDS as readonly JsonObject[]), ...recordsBelow(EXAMPLES)];

beforeAll(loadPatternEngine);

function ours(rule: string, records: readonly Json[]): number[] {
  const evaluate = compileSigma(rule);
  return records.flatMap((record, index) => (evaluate(record) === true ? [index] : []));
}

describe('the oracle', () => {
  const questions = FORMS.map(({ detection, matches, misses }) => ({
    rules: [ruleWith(detection)],
    records: [...matches, ...misses],
  }));
  let answers: readonly (readonly Answer[])[];
  beforeAll(() => {
    answers = askPySigma(questions);
  });

  it.each(FORMS.map((form, index) => ({ ...form, index })))('agrees: $form', ({ index, matches, differs }) => {
    const answer = answers[index]?.[0];
    const expected = matches.map((_, at) => at);
    if (differs === undefined) expect(answer).toEqual(expected);
    else expect(answer).not.toEqual(expected);
  });
});

describe('rules about real records', () => {
  it('decide every record as the oracle does', { timeout: 120_000 }, () => {
    const rules = rulesAbout(RECORDS);
    const [answers = []] = askPySigma([{ rules, records: RECORDS }]);
    const compared = rules.map((rule, index) => ({ rule, ours: ours(rule, RECORDS), theirs: answers[index] }));
    expect(compared.filter((one) => JSON.stringify(one.ours) !== JSON.stringify(one.theirs))).toEqual([]);
    // The rules are not all about nothing or everything.
    const some = compared.filter((one) => one.ours.length > 0 && one.ours.length < RECORDS.length);
    expect(some.length).toBeGreaterThan(rules.length / 2);
  });
});

const folder = process.env.SIGMA_RULES;

if (folder !== undefined) {
  describe('the rules in SIGMA_RULES', () => {
    it('decide every record as the oracle does, or are refused', { timeout: 600_000 }, () => {
      const files = filesBelow(folder, /\.ya?ml$/).map((file) => readFileSync(file, 'utf8'));
      const texts = files.flatMap((text) => text.split(/^---\s*$/m)).filter((text) => parse(text) !== null);
      const rules = texts.filter((text) => convertText(text).rules.length === 1);
      const [answers = []] = askPySigma([{ rules, records: RECORDS }]);
      const compared = rules.map((rule, index) => ({ rule, ours: ours(rule, RECORDS), theirs: answers[index] }));
      console.log(`${texts.length} documents, ${rules.length} converted and compared on ${RECORDS.length} records,`);
      console.log(`${compared.filter((one) => one.ours.length > 0).length} match some`);
      expect(compared.filter((one) => JSON.stringify(one.ours) !== JSON.stringify(one.theirs))).toEqual([]);
    });
  });
}
