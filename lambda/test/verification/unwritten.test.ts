// Marks that cannot be written: what happens to their log files, and to the alerts of these.

import { describe, expect, it } from 'vitest';
import { PortError } from '../../src/app/ports.ts';
import type { Verification } from '../../src/app/verification/verification.ts';
import { UNWRITTEN_MAX } from '../../src/app/verification/write-marks.ts';
import { batch } from '../pipeline/payloads.ts';
import { created, createVerificationWorld, LOGS, nameOf, type VerificationWorld } from './verification-world.ts';

const failing = (verification: Verification): Verification => ({
  ...verification,
  marks: {
    ...verification.marks,
    write: async () => {
      throw new PortError('transient', 'ThrottlingException', 'no');
    },
  },
});

/** Reads the first of two log files of an hour while marks cannot be written. */
async function readWithoutMarks(world: VerificationWorld): Promise<readonly string[]> {
  const { key = '', logFiles: [first = '', second = ''] = [] } = world.digests[0] ?? {};
  const report = await world.invoke(batch(created(first)), { verification: failing(world.verification) });
  expect(report.retries).toEqual([]);
  expect(report.counters.verification?.marksFailed).toBe(1);
  expect(world.logged('marks_not_written')).toHaveLength(1);
  return [key, first, second];
}

describe('a mark that could not be written', () => {
  it('is written by the next invocation of the instance, and nothing was read late', async () => {
    const world = createVerificationWorld({ hours: 1 });
    const [key = '', , second = ''] = await readWithoutMarks(world);
    await world.announce(second);
    await world.announce(key);
    expect([world.queue.sent, world.findings()]).toEqual([[], []]);
    expect(world.delivered()).toHaveLength(2);
  });

  it('is written by an invocation that has no mark itself', async () => {
    const world = createVerificationWorld({ hours: 1 });
    const [key = '', first = ''] = await readWithoutMarks(world);
    await world.invoke({ cloudtrailToSlack: { job: 'heartbeat' } });
    const marks = await world.verification.marks.read([{ bucket: LOGS, key: first }], world.clock.nowMs());
    expect(marks.size).toBe(1);
    expect(nameOf(key)).toMatch(/Digest/);
  });

  it('is lost with its instance: the file counts as read late, and its alert is not delivered again', async () => {
    const world = createVerificationWorld({ hours: 1 });
    const [key = '', first = '', second = ''] = await readWithoutMarks(world);
    world.verification.unwritten.splice(0);
    await world.announce(second, key);
    await world.receiveOwn();
    expect(world.delivered().sort()).toEqual(
      [world.eventId(0, 0), world.eventId(0, 1), expect.stringMatching(/^cloudtrail-to-slack/)].sort(),
    );
    expect(world.findings()).toEqual([`LogFilesReadLate ${nameOf(key)} x1`]);
    expect(nameOf(first)).toMatch(/CloudTrail_/);
  });

  it(`is one of at most ${UNWRITTEN_MAX} that an instance keeps`, async () => {
    const world = createVerificationWorld({ hours: 1, filesPerHour: () => 3, recordsOf: () => [] });
    const known = { bucket: LOGS, state: 'read', sha256: '' } as const;
    world.verification.unwritten.push(
      ...Array.from({ length: UNWRITTEN_MAX }, (_, at) => ({ ...known, key: `${at}` })),
    );
    const keys = world.digests[0]?.logFiles ?? [];
    await world.invoke(batch(...keys.map(created)), { verification: failing(world.verification) });
    expect(world.verification.unwritten.map(({ key }) => key).slice(-3)).toEqual(keys);
    expect(world.verification.unwritten).toHaveLength(UNWRITTEN_MAX);
  });
});
