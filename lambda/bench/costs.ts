// What each way costs a month, from the calls and times that the other sections measured, and list prices. In: their results. Out: dollars
// by volume. An estimate: no bill was looked at.

import type { LatencyResult } from './latency.ts';
import { scenarioName } from './scenarios.ts';
import type { Results } from './sections.ts';

/** List prices of us-east-1 in dollars, without free tier. https://aws.amazon.com/lambda/pricing/ and the pages of the other services. */
export const PRICES = {
  gbSecondArm: 0.0000133334,
  invocation: 0.2 / 1e6,
  sqsRequest: 0.4 / 1e6,
  s3Get: 0.4 / 1e6,
  s3Put: 5 / 1e6,
  dynamoRead: 0.125 / 1e6,
  dynamoWrite: 0.625 / 1e6,
  putMetricData: 0.01 / 1e3,
  metric: 0.3,
  logGb: 0.5,
};

/** A month: 30 days. CloudTrail writes a file about every five minutes for each account and region, and more under load. */
export const VOLUMES = [
  { events: '1 million events a day', records: 30e6, files: 50_000, invocations: 50_000, alerts: 300 },
  { events: '100 million', records: 3e9, files: 3e6, invocations: 600_000, alerts: 30_000 },
  { events: '10,000 million', records: 300e9, files: 150e6, invocations: 15e6, alerts: 3e6 },
] as const;

type Volume = (typeof VOLUMES)[number];

// 256 MB, for all three.
const MEMORY_GB = 0.25;
const SHARE = 256 / 1_769;
// Lambda's pollers ask an empty queue, too.
const EMPTY_POLLS = 650_000;
const METRICS = 12;
const LOG_BYTES = 1_800;
const INVOCATIONS_WITH_DENIED_CALLS = 0.1;
// cloudtrail-rs 0.5 (opt-level 3, thin LTO), `filter` on 200,000 records on one core, measured once: every record dropped by one rule. It
// writes what is not dropped to another bucket, which is left out in its favor, as are the costs of what sends alerts from there.
const RUST_MS_PER_RECORD = 1_240 / 200_000;

export interface CostsResult {
  readonly events: string;
  readonly lambda: number;
  readonly sqs: number;
  readonly s3: number;
  readonly dynamodb: number;
  readonly cloudwatchCalls: number;
  readonly metrics: number;
  readonly logs: number;
  readonly together: number;
  readonly predecessor: number;
  readonly cloudtrailRs: number;
}

/** What one unit of work takes: processor time on a whole core, and waiting, in milliseconds. */
interface Work {
  readonly cpuMs: number;
  readonly waitMs: number;
}

interface Measured {
  readonly record: Work;
  readonly file: Work;
  readonly invocation: Work;
  readonly alert: Work;
  readonly alertReads: number;
  readonly alertWrites: number;
  readonly pythonMsPerRecord: number;
}

/** The costs by volume; null if a section that they need was not run. */
export function costsOf({ decide, latency, python }: Results): CostsResult[] | null {
  const decided = decide?.find(({ name }) => name === scenarioName(10, 0.01));
  const of = (files: number, alertsPerFile: number) =>
    latency?.find((result) => result.files === files && result.alertsPerFile === alertsPerFile);
  const [one, ten, alerting] = [of(1, 0), of(10, 0), of(10, 1)];
  if (!decided || !one || !ten || !alerting || !python) return null;
  const record = { cpuMs: decided.ms.ours / decided.records, waitMs: 0 };
  const file = { cpuMs: Math.max(0, (ten.cpuMs - one.cpuMs) / 9), waitMs: 0 };
  const measured: Measured = {
    record,
    file,
    invocation: { cpuMs: Math.max(0, one.cpuMs - file.cpuMs), waitMs: waitOf(ten) },
    alert: perAlert(ten, alerting),
    alertReads: dynamoCalls(alerting, READS) / alerting.alerts,
    alertWrites: dynamoCalls(alerting, WRITES) / alerting.alerts,
    pythonMsPerRecord: 1_000 / python.pythonDefaultPerSecond,
  };
  return VOLUMES.map((volume) => costAt(volume, measured));
}

const READS = ['GetItem', 'BatchGetItem'];
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems'];

function dynamoCalls({ calls }: LatencyResult, operations: readonly string[]): number {
  return operations.reduce((sum, operation) => sum + (calls[`DynamoDB ${operation}`] ?? 0), 0);
}

function waitOf({ ms, cpuMs }: LatencyResult): number {
  return Math.max(0, ms - cpuMs);
}

function perAlert(quiet: LatencyResult, alerting: LatencyResult): Work {
  return {
    cpuMs: (alerting.cpuMs - quiet.cpuMs) / alerting.alerts,
    waitMs: (waitOf(alerting) - waitOf(quiet)) / alerting.alerts,
  };
}

function costAt(volume: Volume, measured: Measured): CostsResult {
  const { events, invocations, files, alerts } = volume;
  const lambda = lambdaCost(invocations, [
    [volume.records, measured.record],
    [files, measured.file],
    [invocations, measured.invocation],
    [alerts, measured.alert],
  ]);
  const parts = {
    lambda,
    sqs: (files + 2 * invocations + EMPTY_POLLS) * PRICES.sqsRequest,
    s3: files * PRICES.s3Get,
    dynamodb: dynamoCost(alerts, measured),
    cloudwatchCalls: INVOCATIONS_WITH_DENIED_CALLS * invocations * PRICES.putMetricData,
    metrics: METRICS * PRICES.metric,
    logs: logCost(invocations),
  };
  const together = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { events, ...parts, together, predecessor: predecessorCost(volume, measured), cloudtrailRs: rustCost(volume) };
}

function lambdaCost(invocations: number, works: readonly (readonly [times: number, work: Work])[]): number {
  const ms = works.reduce((sum, [times, { cpuMs, waitMs }]) => sum + times * (cpuMs / SHARE + waitMs), 0);
  return (ms / 1_000) * MEMORY_GB * PRICES.gbSecondArm + invocations * PRICES.invocation;
}

function dynamoCost(alerts: number, { alertReads, alertWrites }: Measured): number {
  return alerts * (alertReads * PRICES.dynamoRead + alertWrites * PRICES.dynamoWrite);
}

function logCost(invocations: number): number {
  return ((invocations * LOG_BYTES) / 1e9) * PRICES.logGb;
}

// One file for each invocation, straight from S3; flattens each record and evaluates each of the nine default rules. In its favor, parsing,
// waiting for S3 and the time of an invocation are those of this module, and its alerts cost the same.
function predecessorCost({ records, files, alerts }: Volume, measured: Measured): number {
  const { file, invocation, alert, pythonMsPerRecord } = measured;
  const lambda = lambdaCost(files, [
    [records, { cpuMs: pythonMsPerRecord, waitMs: 0 }],
    [files, file],
    [files, invocation],
    [alerts, alert],
  ]);
  return lambda + files * PRICES.s3Get + dynamoCost(alerts, measured) + logCost(files);
}

// Ten messages of a queue in an invocation, as here. Compiled code: no time for a file or an invocation beyond the records is counted.
function rustCost({ records, files, invocations }: Volume): number {
  const lambda = lambdaCost(invocations, [[records, { cpuMs: RUST_MS_PER_RECORD, waitMs: 0 }]]);
  const sqs = (files + 2 * invocations + EMPTY_POLLS) * PRICES.sqsRequest;
  return lambda + sqs + files * PRICES.s3Get + logCost(invocations);
}
