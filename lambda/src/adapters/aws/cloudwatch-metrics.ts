// Metrics sent to CloudWatch with calls. In: metrics of an invocation. Out: one PutMetricData call for each namespace, or more if the
// limits of a call require it. Never sends a call without data.

import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Metric, MetricSink } from '../../app/ports.ts';
import { type AwsOptions, clientConfig, onFirstUse } from './client.ts';
import { dimensionValue } from './dimension-value.ts';
import { awsFault } from './failure.ts';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html: 1,000 metrics and 1 MB a call.
const DATA_MAX = 1_000;
const BYTES_MAX = 900_000;

/** A `MetricSink` over CloudWatch. Permanent if CloudWatch rejects the data, otherwise transient. */
export function createMetricSink(options: AwsOptions = {}): MetricSink {
  const connect = onFirstUse(async () => {
    const { CloudWatchClient, PutMetricDataCommand } = await import('./sdk/cloudwatch.ts');
    return { cloudWatch: new CloudWatchClient(clientConfig(options)), PutMetricDataCommand };
  });
  return {
    async push(metrics, atMs) {
      if (metrics.length === 0) return;
      try {
        const { cloudWatch, PutMetricDataCommand } = await connect();
        const batches = toBatches(metrics, new Date(atMs));
        await Promise.all(batches.map((batch) => cloudWatch.send(new PutMetricDataCommand(batch))));
      } catch (error) {
        throw awsFault(error, 'cannot push metrics', PERMANENT);
      }
    },
  };
}

const PERMANENT = new Set(['InvalidParameterValue', 'InvalidParameterValueException', 'InvalidParameterCombination']);

interface Batch {
  readonly Namespace: string;
  readonly MetricData: MetricDatum[];
}

/** The calls that send all metrics to their namespaces, in order, each within the limits of a call. */
export function toBatches(metrics: readonly Metric[], at: Date): readonly Batch[] {
  const full: Batch[] = [];
  const open = new Map<string, Batch & { bytes: number }>();
  for (const metric of metrics) {
    const datum = toDatum(metric, at);
    const bytes = JSON.stringify(datum).length;
    let batch = open.get(metric.namespace);
    if (!batch || batch.MetricData.length === DATA_MAX || batch.bytes + bytes > BYTES_MAX) {
      batch = { Namespace: metric.namespace, MetricData: [], bytes: 0 };
      open.set(metric.namespace, batch);
      full.push(batch);
    }
    batch.MetricData.push(datum);
    batch.bytes += bytes;
  }
  return full.map(({ Namespace, MetricData }) => ({ Namespace, MetricData }));
}

function toDatum({ name, value, unit, dimensions }: Metric, at: Date): MetricDatum {
  return {
    MetricName: name,
    Value: value,
    Unit: unit,
    Timestamp: at,
    Dimensions: Object.entries(dimensions).map(([Name, value]) => ({ Name, Value: dimensionValue(value) })),
  };
}
