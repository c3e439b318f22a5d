import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES, type Severity } from '../rules/rule.ts';
import { noticeOfAlert } from './make-notice.ts';
import type { AlertNotice } from './notice.ts';
import { planGroup } from './plan.ts';
import { variantOf } from './variant.ts';

function aNotice(severity: Severity, name: string, serial = 0): AlertNotice {
  const rule = { name, severity, expression: '', description: '', pack: null, runbookUrl: null };
  return noticeOfAlert({ record: { eventID: `${name} ${serial}` }, rule, rules: [rule], origin: null } as never);
}

const NONE = { total: 0, variants: new Set<string>(), firstTakes: 1 };
const severities = (notices: readonly AlertNotice[]) => notices.map(({ subject }) => subject.severity);

describe('a plan for the notices of one thread', () => {
  const many = (count: number, severity: Severity) =>
    Array.from({ length: count }, (_, serial) => aNotice(severity, severity, serial));

  it('posts the first and as many replies as allowed, and folds the rest', () => {
    const plan = planGroup(many(20, 'medium'), NONE, 3, { urgent: 100, calm: 100 });
    expect([plan.post.length, plan.fold.length, plan.overflow.length]).toEqual([4, 16, 0]);
  });

  it('posts the first of a variant into a full thread, and every critical one', () => {
    const thread = { total: 50, variants: new Set([variantOf(aNotice('low', 'low'))]), firstTakes: 1 };
    const notices = [...many(2, 'critical'), ...many(2, 'high'), ...many(2, 'low')];
    const plan = planGroup(notices, thread, 10, { urgent: 100, calm: 100 });
    expect(severities(plan.post)).toEqual(['critical', 'critical', 'high']);
    expect(severities(plan.fold)).toEqual(['high', 'low', 'low']);
  });

  it('counts the details of a first message as a message', () => {
    const budget = { urgent: 0, calm: 5 };
    const plan = planGroup(many(5, 'low'), { ...NONE, firstTakes: 2 }, 10, budget);
    expect([plan.post.length, plan.overflow.length]).toEqual([4, 1]);
  });

  it('is a partition that keeps within its budget, and hides nothing in a count that the thread does not show', () => {
    const notice = fc
      .tuple(fc.constantFrom(...SEVERITIES), fc.constantFrom('a', 'b', 'c'), fc.nat(1_000))
      .map(([severity, name, serial]) => aNotice(severity, `${severity} ${name}`, serial));
    const thread = fc.record({ total: fc.nat(20), known: fc.array(notice, { maxLength: 3 }) });
    const budget = fc.record({ urgent: fc.nat(6), calm: fc.nat(6) });
    fc.assert(
      fc.property(
        fc.array(notice, { maxLength: 30 }),
        thread,
        fc.nat(5),
        budget,
        (notices, { total, known }, max, left) => {
          const variants = new Set(total === 0 ? [] : known.map(variantOf));
          const { post, fold, overflow } = planGroup(notices, { total, variants, firstTakes: 1 }, max, { ...left });
          expect([...post, ...fold, ...overflow].length).toBe(notices.length);
          expect(new Set([...post, ...fold, ...overflow])).toEqual(new Set(notices));
          const urgent = severities(post).filter((severity) => severity === 'critical' || severity === 'high');
          expect(urgent.length).toBeLessThanOrEqual(left.urgent);
          expect(post.length - urgent.length).toBeLessThanOrEqual(left.calm);
          const shown = new Set([...variants, ...post.map(variantOf)]);
          for (const one of fold) expect(shown.has(variantOf(one))).toBe(true);
          expect(severities(fold)).not.toContain('critical');
        },
      ),
    );
  });
});
