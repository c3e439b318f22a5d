import { describe, expect, it } from 'vitest';
import { createSystemClock } from '../clock.ts';
import { createManualClock } from './clock.ts';

describe('the manual clock', () => {
  it('advances when a caller sleeps', async () => {
    const clock = createManualClock(1_000);
    await clock.sleep(500);
    clock.advance(1);
    expect(clock.nowMs()).toBe(1_501);
    expect(clock.sleeps).toEqual([500]);
  });

  it('lets concurrent sleeps overlap', async () => {
    const clock = createManualClock(0);
    await Promise.all([clock.sleep(300), clock.sleep(200)]);
    expect(clock.nowMs()).toBe(300);
  });
});

describe('the system clock', () => {
  it('advances while a caller sleeps', async () => {
    const clock = createSystemClock();
    const began = clock.nowMs();
    await clock.sleep(20);
    expect(clock.nowMs() - began).toBeGreaterThanOrEqual(18);
  });
});
