import { describe, expect, it } from 'vitest';
import { PACKS } from '../../core/rules/catalogue/packs.ts';
import { type PackRule, techniqueCoverage } from './coverage.ts';
import { TACTICS, tacticsOf } from './tactics.ts';

const RULES: readonly PackRule[] = PACKS.flatMap(({ name, rules }) => rules.map((rule) => ({ pack: name, ...rule })));

const rule = (name: string, id?: string): PackRule => ({
  name,
  pack: 'p',
  severity: 'low',
  ...(id && { mitre: { id, name: `technique ${id}` } }),
});

describe('the coverage of techniques', () => {
  it('groups rules by technique in the order of the numbers', () => {
    expect(techniqueCoverage([rule('a', 'T1485'), rule('b', 'T1078.004'), rule('c', 'T1485')])).toEqual([
      {
        technique: 'T1078.004',
        name: 'technique T1078.004',
        tactics: ['Initial Access', 'Persistence', 'Privilege Escalation', 'Defense Evasion'],
        rules: [{ name: 'b', pack: 'p', severity: 'low' }],
      },
      {
        technique: 'T1485',
        name: 'technique T1485',
        tactics: ['Impact'],
        rules: [
          { name: 'a', pack: 'p', severity: 'low' },
          { name: 'c', pack: 'p', severity: 'low' },
        ],
      },
    ]);
  });

  it('leaves out rules without a technique', () => {
    expect(techniqueCoverage([rule('a')])).toEqual([]);
  });

  it('leaves out rules that never alert', () => {
    expect(techniqueCoverage([{ ...rule('a', 'T1485'), generate: false }])).toEqual([]);
  });

  it('has a tactic for each technique of the catalogue', () => {
    expect(techniqueCoverage(RULES).filter(({ tactics }) => tactics.length === 0)).toEqual([]);
  });

  it('has one name for each technique of the catalogue', () => {
    const names = new Map<string, Set<string>>();
    for (const { mitre } of RULES) if (mitre) names.set(mitre.id, (names.get(mitre.id) ?? new Set()).add(mitre.name));
    expect([...names].filter(([, of]) => of.size > 1)).toEqual([]);
  });

  it('names each rule that alerts and has a technique once', () => {
    const named = techniqueCoverage(RULES).flatMap(({ rules }) => rules.map(({ name }) => name));
    const expected = RULES.filter(({ mitre, generate }) => mitre !== undefined && generate !== false).map(
      ({ name }) => name,
    );
    expect(named.toSorted()).toEqual(expected.toSorted());
  });
});

describe('the tactics', () => {
  it('are those of the technique for a sub-technique', () => {
    expect(tacticsOf('T1098.001')).toEqual(tacticsOf('T1098'));
  });

  it('are none for an unknown technique', () => {
    expect(tacticsOf('T9999')).toEqual([]);
  });

  it('are in the order of an attack, each once', () => {
    expect(new Set(TACTICS.map(({ id }) => id)).size).toBe(TACTICS.length);
    expect(TACTICS.map(({ name }) => name).slice(-2)).toEqual(['Exfiltration', 'Impact']);
  });
});
