// How often a digest is counted as verified, whatever way and however often it arrives.

import { describe, expect, it } from 'vitest';
import { PortError } from '../../src/app/ports.ts';
import { recoveryMessage } from '../../src/core/sources/recovery.ts';
import { batch } from '../pipeline/payloads.ts';
import { createVerificationWorld, LOGS, sumOf, type VerificationWorld } from './verification-world.ts';

const keyOf = ({ digests }: VerificationWorld, hour: number) => digests[hour]?.key as string;

describe('a digest is counted as verified once', () => {
  it.each<[string, readonly number[]]>([
    ['in order', [0, 1, 2, 3, 4, 5]],
    ['each of them three times', [0, 0, 0, 1, 1, 1, 2, 3, 4, 5, 5, 5]],
    ['all of them, and all of them again', [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]],
    ['out of order', [0, 3, 1, 2, 5, 4, 3]],
    ['with a gap, over which the function walks back', [0, 5]],
    ['with a gap, and those of the gap late', [0, 5, 1, 2, 3, 4]],
    ['the newest first', [5, 4, 3, 2, 1, 0]],
  ])('if notifications arrive %s', async (_what, hours) => {
    const world = createVerificationWorld({ hours: 6 });
    const reports = [];
    for (const hour of hours) reports.push(await world.announce(keyOf(world, hour)));
    reports.push(...(await world.receiveOwn()));
    expect(sumOf(reports).digestsVerified).toBe(6);
  });

  it('although the call after it was stored fails', async () => {
    const world = createVerificationWorld({ hours: 1 });
    const read = async () => {
      throw new Error('no');
    };
    const marks = { ...world.verification.marks, read };
    const failing = { verification: { ...world.verification, marks } };
    const payload = { s3Bucket: LOGS, s3ObjectKey: [keyOf(world, 0)] };
    const reports = [await world.invoke(payload, failing), await world.invoke(payload), ...(await world.receiveOwn())];
    expect(reports[0]?.retries).toHaveLength(1);
    expect(sumOf(reports).digestsVerified).toBe(1);
  });

  it('although two invocations compare it at the same time', async () => {
    const world = createVerificationWorld({ hours: 1, filesPerHour: () => 0 });
    const { marks } = world.verification;
    let waiting: (() => void)[] = [];
    const meeting = {
      ...marks,
      async read(...args: Parameters<typeof marks.read>) {
        const found = await marks.read(...args);
        const met = new Promise<void>((resolve) => void waiting.push(resolve));
        if (waiting.length === 2) for (const go of waiting.splice(0)) go();
        await met;
        return found;
      },
    };
    const together = { verification: { ...world.verification, marks: meeting } };
    const payload = { s3Bucket: LOGS, s3ObjectKey: [keyOf(world, 0)] };
    const reports = await Promise.all([world.invoke(payload, together), world.invoke(payload, together)]);
    waiting = [];
    expect(reports.map(({ retries }) => retries)).toEqual([[], []]);
    expect(sumOf(reports).digestsVerified).toBe(1);
  });

  it('although its mark could not be written at first', async () => {
    const world = createVerificationWorld({ hours: 1, filesPerHour: () => 0 });
    const settle = async () => {
      throw new PortError('transient', 'ThrottlingException', 'no');
    };
    const marks = { ...world.verification.marks, settle };
    const failing = { verification: { ...world.verification, marks } };
    const payload = { s3Bucket: LOGS, s3ObjectKey: [keyOf(world, 0)] };
    const reports = [await world.invoke(payload, failing), await world.invoke(payload), await world.invoke(payload)];
    expect(reports.map(({ retries }) => retries.length)).toEqual([1, 0, 0]);
    expect(reports.map(({ counters }) => counters.verification?.digestsVerified)).toEqual([0, 1, 0]);
  });

  it('although two messages about it arrive together', async () => {
    const world = createVerificationWorld({ hours: 1 });
    const again = recoveryMessage({ kind: 'digest', bucket: LOGS, key: keyOf(world, 0), again: true });
    const counts = sumOf([await world.invoke(batch(again, again))]);
    expect(counts).toMatchObject({ digestsVerified: 1, filesListed: 2 });
  });
});
