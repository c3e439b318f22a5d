import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aFinding } from '../../../test/render/findings.ts';
import { SEVERITIES, type Severity } from '../rules/rule.ts';
import { noticeOfAlert, noticeOfFinding } from './make-notice.ts';
import { type AlertNotice, isContinued } from './notice.ts';
import { planGroup } from './plan.ts';
import { variantOf } from './variant.ts';

function aNotice(severity: Severity, name: string, serial = 0): AlertNotice {
  const rule = { name, severity, expression: '', description: '', pack: null, runbookUrl: null };
  return noticeOfAlert({ record: { eventID: `${name} ${serial}` }, rule, rules: [rule], origin: null } as never);
}

/** A notice of one correlation alert: of an event that it cites, or of one that only adds to its count. */
function ofCorrelation(severity: Severity, serial = 0, kind: 'opened' | 'continued' = 'continued'): AlertNotice {
  const rule = { name: 'burst', severity, expression: '', description: '', pack: null, runbookUrl: null };
  return noticeOfFinding(aFinding({ kind, eventId: `event ${serial}` }), {}, null, rule);
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

  it('folds new variants, too, once the thread shows 400, but nothing that is critical', () => {
    const showing = (count: number) => {
      const variants = new Set(Array.from({ length: count }, (_, index) => `variant ${index}`));
      return { total: 500, variants, firstTakes: 1 };
    };
    const notices = [aNotice('critical', 'new'), aNotice('low', 'another')];
    const plans = [398, 399].map((count) => planGroup(notices, showing(count), 10, { urgent: 100, calm: 100 }));
    expect(plans.map(({ post, fold }) => [post.length, fold.length])).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });

  it('takes urgent notices from a separate budget', () => {
    const notices = [...many(2, 'high'), ...many(2, 'low')];
    const budget = { urgent: 5, calm: 1 };
    const plan = planGroup(notices, NONE, 10, budget);
    expect([severities(plan.post), severities(plan.overflow)]).toEqual([['high', 'high', 'low'], ['low']]);
    expect(budget).toEqual({ urgent: 3, calm: 0 });
  });

  it('counts the details of a first message as a message', () => {
    const budget = { urgent: 0, calm: 5 };
    const plan = planGroup(many(5, 'low'), { ...NONE, firstTakes: 2 }, 10, budget);
    expect([plan.post.length, plan.overflow.length]).toEqual([4, 1]);
  });

  it('posts the alert of a correlation, and only counts the other events of its interval, also critical ones', () => {
    const events = [1, 2, 3].map((serial) => ofCorrelation('critical', serial));
    const plan = planGroup([...events, ofCorrelation('critical', 0, 'opened')], NONE, 10, { urgent: 100, calm: 100 });
    expect(plan.post).toEqual([ofCorrelation('critical', 0, 'opened')]);
    expect(plan.fold).toEqual(events);
  });

  it('posts no second message into the thread of a correlation', () => {
    const notices = [ofCorrelation('critical', 0, 'opened'), ofCorrelation('critical', 1)];
    const plan = planGroup(notices, { ...NONE, total: 1 }, 10, { urgent: 100, calm: 100 });
    expect(plan).toEqual({ post: [], fold: notices, overflow: [], uncounted: [] });
  });

  it('posts no event that only adds to a count, even if there is no thread to count it in', () => {
    const plan = planGroup([ofCorrelation('low', 1)], NONE, 10, { urgent: 100, calm: 100 });
    expect(plan).toEqual({ post: [], fold: [], overflow: [], uncounted: [ofCorrelation('low', 1)] });
  });

  it('puts the alert of a correlation into the summary if there is no budget for it', () => {
    const notices = [ofCorrelation('low', 0, 'opened'), ofCorrelation('low', 1)];
    const plan = planGroup(notices, NONE, 10, { urgent: 100, calm: 0 });
    expect(plan).toEqual({ post: [], fold: [], overflow: [notices[0]], uncounted: [notices[1]] });
  });

  it('is a partition that keeps within its budget, and hides nothing in a count that the thread does not show', () => {
    const single = fc
      .tuple(fc.constantFrom(...SEVERITIES), fc.constantFrom('a', 'b', 'c'), fc.nat(1_000))
      .map(([severity, name, serial]) => aNotice(severity, `${severity} ${name}`, serial));
    const correlated = fc
      .tuple(fc.constantFrom(...SEVERITIES), fc.nat(1_000), fc.constantFrom('opened' as const, 'continued' as const))
      .map((parts) => ofCorrelation(...parts));
    const notice = fc.oneof(single, correlated);
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
          const plan = planGroup(notices, { total, variants, firstTakes: 1 }, max, { ...left });
          const { post, fold, overflow, uncounted } = plan;
          expect([...post, ...fold, ...overflow, ...uncounted].length).toBe(notices.length);
          expect(new Set([...post, ...fold, ...overflow, ...uncounted])).toEqual(new Set(notices));
          expect([...post, ...overflow].filter(isContinued)).toEqual([]);
          expect(uncounted.every(isContinued) && (uncounted.length === 0 || total + post.length === 0)).toBe(true);
          const urgent = severities(post).filter((severity) => severity === 'critical' || severity === 'high');
          expect(urgent.length).toBeLessThanOrEqual(left.urgent);
          expect(post.length - urgent.length).toBeLessThanOrEqual(left.calm);
          const shown = new Set([...variants, ...post.map(variantOf)]);
          const single = fold.filter(({ alert }) => alert.correlation === undefined);
          for (const one of single) expect(shown.has(variantOf(one))).toBe(true);
          expect(severities(single)).not.toContain('critical');
          if (total + post.length === 0) expect(fold).toEqual([]);
        },
      ),
    );
  });
});
