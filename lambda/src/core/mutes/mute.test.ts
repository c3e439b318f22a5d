import { describe, expect, it } from 'vitest';
import { aFinding } from '../../../test/render/findings.ts';
import { anAlert, aRuleError, RULE } from '../../../test/render/notices.ts';
import type { CorrelationFacts } from '../correlation/finding.ts';
import { noticeOfFinding } from '../threads/make-notice.ts';
import type { Notice } from '../threads/notice.ts';
import { type Mute, muteFor, muteIdOf, muteKeyOf } from './mute.ts';

const HOUR_MS = 3_600_000;
const PLACE = 'slack:C0123456789';

const by = (user: string, more = {}) => {
  const userIdentity = { type: 'IAMUser', principalId: user, arn: `arn:aws:iam::111122223333:user/${user}` };
  return anAlert({ eventName: 'GetObject', userIdentity, ...more });
};
const refused = (user: string) => by(user, { errorCode: 'AccessDenied' });
const ofGroup = (facts: Partial<CorrelationFacts>, kind: 'opened' | 'continued' = 'opened') =>
  noticeOfFinding(aFinding({ kind, facts }), {}, null, RULE);

const aMute = (more: Partial<Mute> = {}): Mute => ({
  ...{ id: 'm1', destination: PLACE, rule: RULE.name, key: null, what: '', by: 'U1', announced: true },
  ...{ startedMs: 0, untilMs: 30 * 24 * HOUR_MS },
  ...more,
});
const isMuted = (notice: Notice, mute: Mute, nowMs = HOUR_MS) => muteFor(notice, PLACE, [mute], nowMs) !== undefined;

describe('a mute of one identity or group', () => {
  it.each<[muted: string, of: Notice, other: string, notice: Notice, covers: boolean]>([
    ['calls', by('jane'), 'calls of the same identity', by('jane'), true],
    ['calls', by('jane'), 'refused calls of the same identity', refused('jane'), true],
    ['calls', by('jane'), 'calls of another identity', by('joe'), false],
    ['refused calls', refused('jane'), 'refused calls of the same identity', refused('jane'), true],
    ['refused calls', refused('jane'), 'refused calls of another identity', refused('joe'), false],
    ['refused calls', refused('jane'), 'calls that succeed', by('jane'), false],
    ['a group', ofGroup({ group: ['a'] }), 'a later alert of the group', ofGroup({ group: ['a'], startMs: 1 }), true],
    ['a group', ofGroup({ group: ['a'] }), 'another group', ofGroup({ group: ['b'] }), false],
    ['a group', ofGroup({}), 'the same value of another field', ofGroup({ groupBy: ['sourceIPAddress'] }), false],
    ['a group', ofGroup({}), 'the group if the rule has another type now', ofGroup({ type: 'value_count' }), false],
  ])('of %s covers or does not cover %4$s: %5$s', (_, of, __, notice, covers) => {
    expect(isMuted(notice, aMute({ key: muteKeyOf(of) }))).toBe(covers);
  });
});

describe('a mute of a rule', () => {
  it('suppresses alerts until it ends, but critical ones only for 8 hours', () => {
    const critical = anAlert({}, { severity: 'critical' });
    const mutedAfter = (notice: Notice, ms: number) => isMuted(notice, aMute(), ms);
    expect([8 * HOUR_MS - 1, 8 * HOUR_MS].map((ms) => mutedAfter(critical, ms))).toEqual([true, false]);
    const end = 30 * 24 * HOUR_MS;
    expect([8 * HOUR_MS, end - 1, end].map((ms) => mutedAfter(anAlert({}), ms))).toEqual([true, true, false]);
  });

  it('suppresses neither an event that only adds to the count of an alert nor an error of the rule', () => {
    expect(isMuted(ofGroup({}), aMute())).toBe(true);
    expect(isMuted(ofGroup({}, 'continued'), aMute())).toBe(false);
    expect(isMuted(aRuleError(RULE.name), aMute())).toBe(false);
  });
});

describe('the id of a mute', () => {
  const idOf = (changes: Partial<Mute>, seconds = 1) => muteIdOf(aMute(changes), seconds);

  it('is the same if the request arrives again, and another for anything else', () => {
    expect(idOf({ by: 'U2' })).toBe(idOf({}));
    const ids = [idOf({}), idOf({ destination: 'other' }), idOf({ rule: 'other' }), idOf({ key: 'k' }), idOf({}, 2)];
    expect(new Set(ids).size).toBe(5);
  });
});
