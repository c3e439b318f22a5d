// Slow: takes more than its share of the unit tests.
// The heartbeat over random histories: digests arrive or not, calls fail before or after they take effect, and the job runs several
// times. An independent model says what must have been reported after each hour.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryDigestedAccounts } from '../../src/adapters/memory/digested-accounts.ts';
import type { DigestedAccountStore } from '../../src/app/heartbeat/digested-accounts-port.ts';
import { PortError } from '../../src/app/ports.ts';
import { HOUR, ONE, watching } from './heartbeat-world.ts';

const REGIONS = ['eu-west-1', 'us-east-1'] as const;

/** One hour: which regions send a digest, and what goes wrong while the job runs. */
interface Hour {
  readonly arrives: readonly boolean[];
  readonly storeFault: 'none' | 'before' | 'after';
  readonly posts: 'work' | 'fail';
  readonly parallelRuns: number;
}

const hour: fc.Arbitrary<Hour> = fc.record({
  arrives: fc.tuple(...REGIONS.map(() => fc.boolean())),
  storeFault: fc.constantFrom('none', 'before', 'after'),
  posts: fc.constantFrom('work', 'fail'),
  parallelRuns: fc.integer({ min: 1, max: 3 }),
});

const broken = () => new PortError('transient', 'Broken', 'broken');

/** A store whose next change fails, before or after it takes effect. */
function faultyStore() {
  const accounts = createMemoryDigestedAccounts();
  let fault: Hour['storeFault'] = 'none';
  const replaceWatch: DigestedAccountStore['replaceWatch'] = async (account, watch) => {
    const now = fault;
    fault = 'none';
    if (now === 'before') throw broken();
    const isReplaced = await accounts.replaceWatch(account, watch);
    if (now === 'after') throw broken();
    return isReplaced;
  };
  const fail = (next: Hour['storeFault']) => {
    fault = next;
  };
  return { accounts: { ...accounts, replaceWatch }, fail };
}

// The job runs half an hour after the digests of its hour, so the last one is too old in the third hour without one.
const HOURS_UNTIL_DARK = 3;
// It first runs an hour before the first hour.
const HOURS_UNTIL_SILENT = 2;

/** What must be reported of each region, and of all of them together, and nothing else. */
function createModel() {
  const last = new Map<string, number>();
  const expected = new Map<string, string[]>(REGIONS.map((region) => [region, []]));
  const none: string[] = [];
  return {
    expected,
    none,
    hour(index: number, arrived: readonly string[]) {
      for (const region of arrived) last.set(region, index);
      if (last.size === 0 && index === HOURS_UNTIL_SILENT) none.push('DigestsNotArriving');
      for (const [region, lastIndex] of last) {
        const isDark = index - lastIndex >= HOURS_UNTIL_DARK;
        const reports = expected.get(region) ?? [];
        if (isDark === (reports.at(-1) === 'AccountWentDark')) continue;
        reports.push(isDark ? 'AccountWentDark' : 'AccountCameBack');
      }
    },
  };
}

/** The names of the reports about each region, in order. One report can be about several regions. */
const byRegion = (reports: readonly string[]) =>
  new Map(
    REGIONS.map((region) => [
      region as string,
      reports.filter((report) => report.includes(region)).map((report) => report.split(' ')[0] ?? ''),
    ]),
  );

type World = ReturnType<typeof watching>;

/** Runs the job until nothing fails, as retries and the next hours do. */
async function beatUntilDone({ clock, beat }: World): Promise<void> {
  for (let attempt = 0; attempt < 40; attempt++) {
    clock.advance(40_000); // Claims of invocations that failed have ended.
    if ((await beat()).retries.length === 0) return;
  }
  throw new Error('the heartbeat never succeeds');
}

it('the heartbeat reports what a model expects, once, in every history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hour, { minLength: 8, maxLength: 20 }), async (hours) => {
      const { accounts, fail } = faultyStore();
      const world = watching({ accounts });
      const model = createModel();
      await world.beat();
      for (const [index, { arrives, storeFault, posts, parallelRuns }] of hours.entries()) {
        const arrived = REGIONS.filter((_, region) => arrives[region]);
        world.clock.advance(HOUR / 2);
        await world.digest(...arrived.map((region): [string, string] => [ONE, region]));
        world.clock.advance(HOUR / 2);
        fail(storeFault);
        if (posts === 'fail') world.channel().failNext(broken, 4);
        await Promise.all(Array.from({ length: parallelRuns }, () => world.beat()));
        fail('none');
        await beatUntilDone(world);
        model.hour(index, arrived);
        expect(byRegion(world.reported())).toEqual(model.expected);
        expect(world.reported().filter((report) => report === 'DigestsNotArriving')).toEqual(model.none);
      }
    }),
    { numRuns: 40 },
  );
});
