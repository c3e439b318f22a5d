// What CloudWatch Logs does with the log of a function: it finds lines in the embedded metric format and extracts their metrics.
// Written from the specification, strictly: a line that CloudWatch would reject is an error.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html

import * as v from 'valibot';

/** A value of a metric, as it arrives in CloudWatch. */
export interface MetricSample {
  readonly namespace: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly atMs: number;
}

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const DIRECTIVE = v.strictObject({
  Namespace: text(255),
  Dimensions: v.pipe(v.array(v.pipe(v.array(text(250)), v.maxLength(30))), v.minLength(1)),
  Metrics: v.pipe(
    v.array(v.strictObject({ Name: text(255), Unit: v.picklist(['Count', 'Seconds', 'Milliseconds']) })),
    v.maxLength(100),
  ),
});
const METADATA = v.strictObject({ Timestamp: v.pipe(v.number(), v.integer()), CloudWatchMetrics: v.array(DIRECTIVE) });
const DIMENSION_VALUE = v.pipe(text(1_024), v.regex(/^[ -~]+$/), v.regex(/\S/));
// At this size, Lambda splits a line.
const LINE_MAX = 256 * 1024;

/** The metrics in a log. Throws if a line has metadata and is not valid. */
export function samplesIn(log: string): readonly MetricSample[] {
  return log.split('\n').flatMap((line) => (line.includes('"_aws"') ? samplesOf(line) : []));
}

function samplesOf(line: string): readonly MetricSample[] {
  if (Buffer.byteLength(line) > LINE_MAX) throw new Error(`a line has ${line.length} characters`);
  const root: Record<string, unknown> = JSON.parse(line);
  const { Timestamp, CloudWatchMetrics } = v.parse(METADATA, root._aws);
  return CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name, Unit }) => ({
        namespace: Namespace,
        name: Name,
        value: v.parse(v.pipe(v.number(), v.finite()), root[Name]),
        unit: Unit,
        dimensions: Object.fromEntries(names.map((name) => [name, v.parse(DIMENSION_VALUE, root[name])])),
        atMs: Timestamp,
      })),
    ),
  );
}

/** The sum of a metric in a log. */
export function sumIn(
  log: string,
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
): number {
  const wanted = JSON.stringify(dimensions);
  return samplesIn(log)
    .filter((sample) => sample.namespace === namespace && sample.name === name)
    .filter((sample) => JSON.stringify(sample.dimensions) === wanted)
    .reduce((sum, { value }) => sum + value, 0);
}
