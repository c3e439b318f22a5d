import { describe, expect, it } from 'vitest';
import type { Mute } from './mute.ts';
import { MUTES_MAX, noteAnnounced, noteReporting, readMutes, startMute, writeMutes } from './mute-list.ts';

const aMute = (more: Partial<Mute> = {}): Mute => ({
  ...{ id: 'm1', destination: 'slack:C1', rule: 'r', key: 'k', what: 'jane', by: 'U1', announced: false },
  ...{ startedMs: 100, untilMs: 200 },
  ...more,
});

describe('starting a mute', () => {
  const later = aMute({ id: 'm2', startedMs: 150 });
  const many = Array.from({ length: MUTES_MAX }, (_, index) => aMute({ id: `${index}`, rule: `${index}` }));

  it.each<[string, readonly Mute[], string]>([
    ['is possible if there is none', [], 'started'],
    ['is not possible while one of the same alerts runs', [aMute()], 'known'],
    ['is possible after that one has ended', [aMute({ untilMs: 150 })], 'started'],
    ['is possible after a person has ended that one', [aMute({ ended: { atMs: 150, by: 'U2' } })], 'started'],
    ['is not possible twice for one request, even after it has ended', [aMute({ id: 'm2', untilMs: 120 })], 'known'],
    ['is possible for another channel', [aMute({ destination: 'slack:C2' })], 'started'],
    ['is possible for another rule', [aMute({ rule: 'other' })], 'started'],
    ['is possible for another identity', [aMute({ key: 'other' })], 'started'],
    ['is possible for one more than there are', many.slice(1), 'started'],
    ['is not possible if there are too many', many, 'full'],
  ])('%s', (_, mutes, kind) => {
    expect(startMute(mutes, later).kind).toBe(kind);
  });
});

describe('what is noted about a mute', () => {
  it('is not noted about the others', () => {
    const mutes = [aMute(), aMute({ id: 'm2' })];
    expect(noteAnnounced(mutes, 'm2')).toEqual([aMute(), aMute({ id: 'm2', announced: true })]);
    expect(noteReporting(mutes, 'm2')).toEqual([aMute(), aMute({ id: 'm2', isReporting: true })]);
  });
});

describe('a list of mutes that is read', () => {
  it.each([
    ['no mute', []],
    ['mutes', [aMute(), aMute({ key: null, ended: { atMs: 150, by: 'U2' } })]],
  ])('is the one that was written: %s', (_, mutes) => {
    expect(readMutes(writeMutes(mutes))).toEqual(mutes);
  });

  it('is empty if nothing was written', () => {
    expect(readMutes('')).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['another version', { version: 2, mutes: [] }],
    ['something else than a list', { version: 1, mutes: {} }],
    ...['id', 'destination', 'rule', 'what', 'by', 'startedMs', 'untilMs', 'key'].map((name): [string, unknown] => [
      `a mute with another ${name}`,
      { version: 1, mutes: [aMute(), { ...aMute(), [name]: [] }] },
    ]),
    ['a mute that ended at no time', { version: 1, mutes: [{ ...aMute(), ended: { by: 'U2' } }] }],
  ])('is refused if it contains %s', (_, list) => {
    expect(() => readMutes(JSON.stringify(list))).toThrow('another form');
  });
});
