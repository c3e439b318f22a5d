import { describe, expect, it } from 'vitest';
import { createManualClock } from '../adapters/memory/clock.ts';
import { PortError } from './ports.ts';
import { callWithRetries, requireTime } from './wait.ts';

/** Fails with each error in turn, then returns `ok`. */
function failing(...errors: unknown[]) {
  let calls = 0;
  const call = async () => {
    const error = errors[calls++];
    if (error !== undefined) throw error;
    return 'ok';
  };
  return { call, calls: () => calls };
}

const transient = (retryAfterMs?: number) =>
  new PortError('transient', 'ratelimited', 'slow down', retryAfterMs === undefined ? {} : { retryAfterMs });
const permanent = new PortError('permanent', 'channel_not_found', 'no such channel');

const cases: [string, unknown[], number, string, number, number[]][] = [
  ['returns the result of the first call', [], 60_000, 'ok', 1, []],
  ['retries a transient failure with growing pauses', [transient(), transient()], 60_000, 'ok', 3, [500, 1000]],
  ['waits as long as the service asked', [transient(7_000)], 60_000, 'ok', 2, [7_000]],
  ['pauses even if the service requests no wait', [transient(0)], 60_000, 'ok', 2, [500]],
  ['gives up after three attempts', [transient(), transient(), transient()], 60_000, 'slow down', 3, [500, 1000]],
  ['does not repeat a permanent failure', [permanent], 60_000, 'no such channel', 1, []],
  ['does not retry an error that is not a PortError', [new Error('bug')], 60_000, 'bug', 1, []],
  ['gives up immediately if the wait is longer than the time left', [transient(30_000)], 30_000, 'slow down', 1, []],
  ['does not start without time for a call', [], 4_999, 'goes back to the queue', 0, []],
];

describe('callWithRetries', () => {
  it.each(cases)('%s', async (_, errors, deadlineMs, expected, calls, slept) => {
    const clock = createManualClock(0);
    const attempt = failing(...errors);
    const result = await callWithRetries(attempt.call, clock, deadlineMs).catch((error: Error) => error.message);
    expect(result).toContain(expected);
    expect(attempt.calls()).toBe(calls);
    expect(clock.sleeps).toEqual(slept);
  });

  it('gives up after ten seconds of attempts without an answer', async () => {
    const clock = createManualClock(0);
    const attempt = failing(transient(), transient(), transient());
    const call = () => {
      clock.advance(8_000);
      return attempt.call();
    };
    await expect(callWithRetries(call, clock, 60_000)).rejects.toThrow('slow down');
    expect(attempt.calls()).toBe(2);
  });
});

describe('requireTime', () => {
  it('accepts exactly the time that is needed', () => {
    expect(() => requireTime(createManualClock(0), 5_000)).not.toThrow();
    expect(() => requireTime(createManualClock(0), 4_999)).toThrow(PortError);
  });
});
