// What verification counts, against what it reports and what is in the bucket: log files and digests that are kept, removed or altered,
// announced or not, in any order and some of them twice.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Report } from '../../src/app/process-payload.ts';
import { INTEGRITY } from '../../src/core/rules/catalogue/integrity.ts';
import {
  alter,
  createVerificationWorld,
  LOGS,
  signAgain,
  sumOf,
  type VerificationWorld,
} from './verification-world.ts';

const RULES = INTEGRITY.rules.map(({ name, expression, severity }) => ({ name, expression, severity }));

/** `later`: altered after everything was announced. `replaced`: by another digest that CloudTrail signed. */
type Fate = 'kept' | 'removed' | 'altered' | 'later' | 'replaced';

interface Written {
  readonly fate: Fate;
  readonly announced: number;
  /** Orders the announcements. */
  readonly place: number;
}

interface Hour {
  readonly digest: Written;
  readonly files: readonly Written[];
}

const object = (...fates: Fate[]): fc.Arbitrary<Written> =>
  fc.record({
    fate: fc.constantFrom(...fates),
    announced: fc.constantFrom(0, 1, 1, 2),
    place: fc.integer({ min: 0, max: 1_000_000 }),
  });
const hour: fc.Arbitrary<Hour> = fc.record({
  digest: object('kept', 'kept', 'kept', 'removed', 'altered', 'later', 'replaced'),
  files: fc.array(object('kept', 'kept', 'removed', 'altered'), { maxLength: 3 }),
});

/** Plays hours, and returns what the function reported. */
async function play(world: VerificationWorld, hours: readonly Hour[]): Promise<readonly Report[]> {
  const objects = hours.flatMap(({ digest, files }, index) => {
    const { key = '', logFiles = [] } = world.digests[index] ?? {};
    return [{ key, ...digest }, ...files.map((file, at) => ({ key: logFiles[at] ?? '', ...file }))];
  });
  for (const { key, fate } of objects) {
    if (fate === 'removed') world.buckets.remove({ bucket: LOGS, key });
    if (fate === 'altered') alter(world.buckets, key, { altered: true, Records: [] });
    if (fate === 'replaced') signAgain(world, key);
  }
  const announced = objects.flatMap((one) => Array<typeof one>(one.announced).fill(one));
  const reports = [await world.invoke({ cloudtrailToSlack: { job: 'heartbeat' } })];
  for (const { key } of announced.toSorted((a, b) => a.place - b.place)) reports.push(await world.announce(key));
  for (const { key, fate } of objects) if (fate === 'later') alter(world.buckets, key, {});
  return [...reports, ...(await world.receiveOwn())];
}

/** How many alerts the rules raised, and what the delivered ones count. */
function reportedIn(world: VerificationWorld, reports: readonly Report[]) {
  const raised = (rule: string) => reports.reduce((sum, { counters }) => sum + (counters.alertsByRule[rule] ?? 0), 0);
  const delivered = (rule: string) =>
    world.channel().posts.flatMap(({ message: { notice, details } }) => {
      if (notice.kind !== 'alert' || details || notice.alert.rule.name !== rule) return [];
      return [(notice.alert.record.additionalEventData as { readonly count?: number }).count ?? 1];
    });
  return { raised, delivered: (rule: string) => delivered(rule).reduce((sum, count) => sum + count, 0) };
}

it('the counters of verification are what it reported and what it compared, in every history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hour, { minLength: 1, maxLength: 5 }), async (hours) => {
      const filesPerHour = (index: number) => hours[index]?.files.length ?? 0;
      const world = createVerificationWorld(
        { hours: hours.length, filesPerHour, recordsOf: () => [] },
        { rules: RULES, thread_replies_max: 1_000 },
      );
      const reports = await play(world, hours);
      const { raised, delivered } = reportedIn(world, reports);
      const counted = sumOf(reports);
      const marks = await world.verification.marks.read(world.digests, world.clock.nowMs());
      const compared = world.digests.flatMap(({ key }, index) => (marks.has(`${LOGS}/${key}`) ? [hours[index]] : []));
      const files = compared.flatMap((one) => one?.files ?? []);
      expect(counted).toMatchObject({
        digestsVerified: compared.length,
        digestsInvalid: raised('digest-invalid'),
        digestsRefused: 0,
        filesListed: files.length,
        filesMissing: files.filter(({ fate }) => fate === 'removed').length,
        filesAltered: files.filter(({ fate }) => fate === 'altered').length,
        filesRecovered: delivered('log-files-read-late'),
        filesVerified: files.length - counted.filesMissing - counted.filesAltered - counted.filesRecovered,
        marksFailed: 0,
      });
      expect([delivered('log-file-missing'), delivered('log-file-altered')]).toEqual([
        counted.filesMissing,
        counted.filesAltered,
      ]);
      const isValid = ({ fate }: Written) => fate !== 'removed' && fate !== 'altered';
      expect(compared.every((one) => one && isValid(one.digest))).toBe(true);
    }),
    { numRuns: 150 },
  );
});
