// Metrics as lines of the log, in CloudWatch's embedded metric format. In: metrics of an invocation. Out: lines of JSON on
// standard output, from which CloudWatch Logs extracts the metrics. Makes no call, and never writes a line without metrics.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html

import { type Metric, type MetricSink, PortError } from '../../app/ports.ts';
import { dimensionValue } from './dimension-value.ts';

// Limits of the format. With these, a line has at most about 200 KB, and Lambda splits lines of more than 256 KB.
const METRICS_MAX = 100;
const DIMENSIONS_MAX = 30;

/** A line of the format: its metadata, then the values of its dimensions and metrics by name. */
export interface MetricDocument {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly [
      {
        readonly Namespace: string;
        readonly Dimensions: readonly [readonly string[]];
        readonly Metrics: readonly { readonly Name: string; readonly Unit: Metric['unit'] }[];
      },
    ];
  };
  readonly [name: string]: unknown;
}

/** A `MetricSink` over the log; `write` receives each line with its line break. Permanent if a metric has too many dimensions. */
export function createEmbeddedMetrics(write: (line: string) => void = toStandardOutput): MetricSink {
  return {
    async push(metrics, atMs) {
      for (const document of toDocuments(metrics, atMs)) write(`${JSON.stringify(document)}\n`);
    },
  };
}

function toStandardOutput(line: string): void {
  process.stdout.write(line);
}

/** The lines that contain all metrics: one for each set of dimensions, unless a limit requires more. */
export function toDocuments(metrics: readonly Metric[], atMs: number): readonly MetricDocument[] {
  const lines: Metric[][] = [];
  const open = new Map<string, Metric[]>();
  for (const metric of metrics) {
    const place = JSON.stringify([metric.namespace, metric.dimensions]);
    const line = open.get(place);
    // A line has one value for each name.
    const hasRoom = line && line.length < METRICS_MAX && !line.some(({ name }) => name === metric.name);
    if (hasRoom) {
      line.push(metric);
      continue;
    }
    const next = [metric];
    lines.push(next);
    open.set(place, next);
  }
  return lines.map((line) => toDocument(line, atMs));
}

function toDocument(metrics: readonly Metric[], atMs: number): MetricDocument {
  const { namespace = '', dimensions = {} } = metrics[0] ?? {};
  const names = Object.keys(dimensions);
  if (names.length > DIMENSIONS_MAX) {
    const message = `a metric of ${namespace} has ${names.length} dimensions, and CloudWatch accepts ${DIMENSIONS_MAX}`;
    throw new PortError('permanent', 'too_many_dimensions', message);
  }
  const Metrics = metrics.map(({ name, unit }) => ({ Name: name, Unit: unit }));
  return {
    _aws: { Timestamp: atMs, CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [names], Metrics }] },
    ...Object.fromEntries(Object.entries(dimensions).map(([name, value]) => [name, dimensionValue(value)])),
    ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  };
}
