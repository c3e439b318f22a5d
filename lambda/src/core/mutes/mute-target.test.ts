import { describe, expect, it } from 'vitest';
import { anAlert } from '../../../test/render/notices.ts';
import { type MuteTarget, muteTargetOf, NAME_MAX, readTarget, writeTarget } from './mute-target.ts';

const KEY = '0123456789abcdef'.repeat(2);
const aTarget = (more: Partial<MuteTarget> = {}): MuteTarget => ({
  ...{ destination: 'slack:C1', rule: 'r', severity: 'high', key: KEY, what: 'jane' },
  ...more,
});
const longest = 'x'.repeat(NAME_MAX);
// In JSON, each of these characters takes two.
const quotes = '"'.repeat(NAME_MAX);

describe('what a button carries', () => {
  it.each([
    ['an identity', aTarget()],
    ['a rule', aTarget({ key: null, what: '' })],
    ['the longest names', aTarget({ destination: longest, rule: longest, what: 'x'.repeat(200) })],
  ])('comes back as it was: %s', (_, target) => {
    expect(readTarget(String(writeTarget(target)))).toEqual(target);
  });

  it.each([
    ['its destination', aTarget({ destination: `${longest}x` })],
    ['its rule', aTarget({ rule: `${longest}x` })],
    ['its text as JSON', aTarget({ destination: quotes, rule: quotes })],
  ])('is nothing if %s is too long', (_, target) => {
    expect(writeTarget(target)).toBeNull();
  });

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['no list', JSON.stringify({ ...aTarget() })],
    ['too few fields', JSON.stringify(['slack:C1', 'r', 'high', KEY])],
    ['too many fields', JSON.stringify(['slack:C1', 'r', 'high', KEY, 'jane', ''])],
    ...[0, 1, 2, 3, 4].map((at): [string, string] => [
      `another form of field ${at}`,
      JSON.stringify(['slack:C1', 'r', 'high', KEY, 'jane'].map((field, index) => (index === at ? [field] : field))),
    ]),
    ['no destination', JSON.stringify(['', 'r', 'high', KEY, 'jane'])],
    ['no rule', JSON.stringify(['slack:C1', '', 'high', KEY, 'jane'])],
    ['an unknown severity', JSON.stringify(['slack:C1', 'r', 'huge', KEY, 'jane'])],
    ['another key', JSON.stringify(['slack:C1', 'r', 'high', 'key', 'jane'])],
    ['a destination that is too long', JSON.stringify([`${longest}x`, 'r', 'high', KEY, 'jane'])],
    ['a rule that is too long', JSON.stringify(['slack:C1', `${longest}x`, 'high', KEY, 'jane'])],
    ['a description that is too long', JSON.stringify(['slack:C1', 'r', 'high', KEY, 'x'.repeat(201)])],
    ['more text than a button can have', JSON.stringify([quotes, quotes, 'high', KEY, 'jane'])],
  ])('is refused if it comes back as %s', (_, text) => {
    expect(readTarget(text)).toBeNull();
  });
});

describe('the target of an alert', () => {
  const caller = { userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/jane' } };

  it('describes what can be muted in 200 characters, without half of one at the end', () => {
    const { what } = muteTargetOf(anAlert(caller), 'slack:C1', `${'x'.repeat(199)}😀`);
    expect(what).toBe('x'.repeat(199));
    expect(muteTargetOf(anAlert(caller), 'slack:C1', 'x'.repeat(300)).what).toHaveLength(200);
  });

  it('describes nothing if only the whole rule can be muted', () => {
    expect(muteTargetOf(anAlert({}), 'slack:C1', 'someone')).toMatchObject({ key: null, what: '' });
  });
});
