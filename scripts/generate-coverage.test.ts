import { describe, expect, it } from 'vitest';
import { PACKS } from '../lambda/src/core/rules/catalogue/packs.ts';
import { readJson, readText } from '../lambda/test/repository.ts';
import {
  type ForeignRules,
  LISTS as NAMES_OF_LISTS,
  REASONS,
  renderCoverage,
  renderCoveragePicture,
} from './generate-coverage.ts';

const LISTS: readonly ForeignRules[] = NAMES_OF_LISTS.map((name) => readJson(`scripts/coverage/${name}.json`));
const NAMES = new Set(PACKS.flatMap(({ rules }) => rules.map(({ name }) => name)));

it('docs/coverage.md is the output of scripts/generate-coverage.mjs', () => {
  expect(readText('docs/coverage.md')).toBe(renderCoverage(LISTS));
});

it('docs/coverage.svg is the output of scripts/generate-coverage.mjs', () => {
  expect(readText('docs/coverage.svg')).toBe(renderCoveragePicture());
});

describe.each(LISTS)('the list of rules of $title', ({ rules, commit, date }) => {
  it('names the commit and the date of the snapshot', () => {
    expect([commit, date]).toEqual([
      expect.stringMatching(/^[0-9a-f]{40}$/),
      expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    ]);
  });

  it('contains each file once', () => {
    expect(new Set(rules.map(({ file }) => file)).size).toBe(rules.length);
  });

  it('names only default rules that exist', () => {
    const named = rules.flatMap((rule) => rule.rules ?? []);
    expect(named.filter((name) => !NAMES.has(name))).toEqual([]);
  });

  it('has default rules or a known reason for each rule, not both', () => {
    const undecided = rules.filter(
      ({ rules: ours, reason }) => (ours?.length ?? 0) > 0 === (reason !== undefined && reason in REASONS),
    );
    expect(undecided).toEqual([]);
  });
});

it('most rules of each list are covered, at least partly', () => {
  const least = [0.92, 0.91, 0.88, 0.83, 0.95, 0.91, 0.81];
  const shares = LISTS.map(({ rules }) => rules.filter(({ reason }) => reason === undefined).length / rules.length);
  expect(shares.filter((share, index) => share < (least[index] ?? 1))).toEqual([]);
});

it('each reason why a rule is not covered is used', () => {
  const used = new Set(LISTS.flatMap(({ rules }) => rules.map(({ reason }) => reason)));
  expect(Object.keys(REASONS).filter((reason) => !used.has(reason as keyof typeof REASONS))).toEqual([]);
});
