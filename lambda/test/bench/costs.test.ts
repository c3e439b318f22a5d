// The costs that the benchmark estimates: from round figures, with results that were calculated by hand.

import { describe, expect, it } from 'vitest';
import { costsOf } from '../../bench/costs.ts';
import type { LatencyResult } from '../../bench/latency.ts';
import { scenarioName } from '../../bench/scenarios.ts';
import type { Results } from '../../bench/sections.ts';

const latency = (files: number, alertsPerFile: number, ms: number, cpuMs: number, calls = {}): LatencyResult => {
  const chain = { chainMs: 10, timesChain: 1, chain: '' };
  return { files, alertsPerFile, alerts: files * alertsPerFile, ms, cpuMs, calls, ...chain };
};

// A record takes 1 µs, a file 1 ms, an invocation 1 ms and 10 ms of waiting, an alert 2 ms, 100 ms of waiting, one read and two writes.
const RESULTS: Results = {
  decide: [
    {
      ...{ name: scenarioName(10, 0.01), records: 20_000, candidates: 0, alerts: 0 },
      ms: { floor: 0, gunzip: 0, ours: 20, aside: 0 },
      ...{ timesFloor: 0, timesFloorAside: 0, shareOfGunzip: 0, cpuTimesFloor: 0, cpuShareOfGunzip: 0 },
    },
  ],
  latency: [
    latency(1, 0, 12, 2),
    latency(10, 0, 21, 11),
    latency(10, 1, 1_041, 31, { 'DynamoDB GetItem': 10, 'DynamoDB UpdateItem': 15, 'DynamoDB PutItem': 5 }),
  ],
  python: { rules: 109, oursPerSecond: 1, pythonPerSecond: 1, timesPython: 1, pythonDefaultPerSecond: 1_000 },
};

describe('the costs of a million events a day', () => {
  const [costs] = costsOf(RESULTS) ?? [];

  it('include what is measured, at the share of a core that 256 MB provide', () => {
    // 30,000 s of records, 50 s of files, 50 s of invocations and 0.6 s of alerts, in milliseconds of a core.
    const cores = 30_000 + 50_000 + 50_000 + 600;
    // 10 ms for an invocation, 100 ms for an alert.
    const waiting = 500_000 + 30_000;
    const gbSeconds = ((cores * 1_769) / 256 + waiting) / 4_000;
    expect(costs?.lambda).toBeCloseTo(gbSeconds * 0.0000133334 + 0.01, 6);
  });

  it('include every service at its list price', () => {
    expect(costs?.sqs).toBeCloseTo(0.32, 6); // 800,000 requests.
    expect(costs?.s3).toBeCloseTo(0.02, 6);
    expect(costs?.dynamodb).toBeCloseTo((300 * 0.125 + 600 * 0.625) / 1e6, 9);
    expect(costs?.cloudwatchCalls).toBeCloseTo(0.05, 6); // 5,000 calls.
    expect(costs?.metrics).toBeCloseTo(3.6, 6);
    expect(costs?.logs).toBeCloseTo(0.045, 6); // 90 MB.
  });

  it('add up', () => {
    const { lambda, sqs, s3, dynamodb, cloudwatchCalls, metrics, logs, together } = costs ?? Object.create(null);
    expect(together).toBeCloseTo(lambda + sqs + s3 + dynamodb + cloudwatchCalls + metrics + logs, 9);
  });

  it('are those of a millisecond for each record in the way of the predecessor', () => {
    const cores = 30_000_000 + 50_000 + 50_000 + 600;
    const gbSeconds = ((cores * 1_769) / 256 + 530_000) / 4_000;
    const others = 0.01 + 0.02 + (300 * 0.125 + 600 * 0.625) / 1e6 + 0.045;
    expect(costs?.predecessor).toBeCloseTo(gbSeconds * 0.0000133334 + others, 5);
  });
});

describe('costs', () => {
  it.each(['decide', 'latency', 'python'] as const)('are not estimated without the section %s', (section) => {
    expect(costsOf({ ...RESULTS, [section]: undefined })).toBeNull();
  });
});
