// Slow: hundreds of histories.
// Mutes that start and end while alerts arrive, with crashes and outages: nothing is lost, archives are complete, and the reports contain
// every suppressed alert. The simulation itself is tested with sabotage. HISTORIES=10000 makes the run long, SEED=n replays one history.

import { describe, expect, it } from 'vitest';
import type { InstanceMutes } from '../../src/app/mutes/instance-mutes.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import type { Mute } from '../../src/core/mutes/mute.ts';
import { playMutes } from './mute-history.ts';
import { CLAIMS_ALWAYS_SUCCEED, type Sabotage } from './sabotage.ts';
import { expectFound, isReplay, replayOf, seedsFrom, seedsOf } from './seeds.ts';

const seeds = seedsOf(100);
const RIGHT = { lost: [], misreported: [], unsaid: [], miscounted: [], unreconciled: [] };

const withMutes = (change: (mutes: InstanceMutes, pipeline: Pipeline) => Partial<InstanceMutes>): Sabotage => ({
  pipeline: (pipeline) => ({
    ...pipeline,
    ...(pipeline.mutes && { mutes: { ...pipeline.mutes, ...change(pipeline.mutes, pipeline) } }),
  }),
});

// The state of a sabotage lasts for one history.
const SABOTAGE: Readonly<Record<string, readonly [keyof typeof RIGHT, () => Sabotage]>> = {
  'suppressed alerts are not counted': [
    'miscounted',
    () => withMutes(({ store }) => ({ store: { ...store, count: async () => {} } })),
  ],
  'suppressed alerts are counted at each delivery': ['miscounted', () => CLAIMS_ALWAYS_SUCCEED],
  'an instance keeps what it has read': [
    'misreported',
    () => {
      const seen = new Map<string, Mute>();
      return withMutes((mutes) => ({
        list: async (nowMs) => {
          for (const { ended: _, ...mute } of await mutes.list(nowMs))
            seen.set(mute.id, { ...mute, untilMs: Number.MAX_SAFE_INTEGER });
          return [...seen.values()];
        },
      }));
    },
  ],
  'it is not stored that a report is being posted': [
    'unsaid',
    () =>
      withMutes(({ store }) => ({
        store: { ...store, write: (text, version) => store.write(text.replaceAll(',"isReporting":true', ''), version) },
      })),
  ],
  'suppressed alerts are missing in the counters': [
    'miscounted',
    () => ({ report: (report) => ({ ...report, counters: { ...report.counters, suppressed: 0 } }) }),
  ],
  'the archive is muted as well': [
    'lost',
    () => ({
      pipeline: (pipeline) =>
        ({
          ...pipeline,
          destinations: new Map(
            [...pipeline.destinations].map(([id, one]) => [id, { ...one, hasButtons: true as const }]),
          ),
          mutes: pipeline.mutes && {
            ...pipeline.mutes,
            list: async (nowMs) =>
              (await (pipeline.mutes as InstanceMutes).list(nowMs)).flatMap((mute) =>
                ['slack:C1', 'firehose:F'].map((destination) => ({ ...mute, destination })),
              ),
          },
        }) as Pipeline,
    }),
  ],
  'counters are wrong': [
    'unreconciled',
    () => ({ report: (report) => ({ ...report, counters: { ...report.counters, muted: report.counters.muted + 1 } }) }),
  ],
};

describe('the simulation of mutes', () => {
  it('loses nothing, and reports every suppressed alert, in every history', { timeout: 3_600_000 }, async () => {
    const total = { suppressed: 0, posted: 0, crashes: 0, mutes: 0 };
    for (const seed of seeds) {
      const { suppressed, posted, crashes, mutes, ...found } = await playMutes(seed);
      expect(found, replayOf(seed, 'mutes')).toEqual(RIGHT);
      for (const [key, count] of Object.entries({ suppressed, posted, crashes, mutes }))
        total[key as keyof typeof total] += count;
    }
    if (!isReplay) for (const count of Object.values(total)) expect(count, JSON.stringify(total)).toBeGreaterThan(0);
  });

  it.each(Object.entries(SABOTAGE))('notices that %s', { timeout: 600_000 }, async (_, [expected, sabotage]) => {
    await expectFound((seed) => playMutes(seed, sabotage()), expected, seedsFrom(1, 200));
  });

  it('plays the same history for the same seed', async () => {
    expect(await playMutes(7)).toEqual(await playMutes(7));
  });
});
