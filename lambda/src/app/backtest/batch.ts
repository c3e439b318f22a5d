// Reads the payload of a backtest: a batch of the objects in a bucket, as the distributed map of Step Functions sends it, and checks the
// input of an execution. In: any JSON. Out: the batch, or a `BatchError` that names what is wrong.
// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html

/** One object of the listing. */
export interface ListedFile {
  readonly key: string;
  /** The object's size in bytes, if the listing contains it. */
  readonly bytes?: number;
}

export interface Batch {
  readonly bucket: string;
  /** The name of the execution, which separates the results of one from those of another. */
  readonly run: string;
  readonly files: readonly ListedFile[];
  /** Milliseconds since the epoch: which log files are read, by the time at which CloudTrail delivered them. */
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Thrown if a payload is not a batch, or the input of an execution is wrong. Permanent: the same payload gives the same error. */
class BatchError extends Error {
  override readonly name = 'BatchError';
}

/** Reads a payload. Throws `BatchError`. */
export function readBatch(payload: unknown): Batch {
  const { Items, BatchInput } = objectAt(payload, 'the payload');
  if (!Array.isArray(Items)) throw new BatchError('Items must be a list of objects of a bucket');
  const { bucket, run, ...times } = objectAt(BatchInput, 'BatchInput');
  return {
    bucket: textMatching(
      bucket,
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      'BatchInput.bucket must be the name of a bucket',
    ),
    // It becomes part of the names of objects.
    run: textMatching(
      run,
      /^[\w.-]{1,80}$/,
      'BatchInput.run must be 1 to 80 letters, digits, dots, hyphens and underscores',
    ),
    files: Items.map(listedFile),
    ...timeRange(times),
  };
}

/** Checks the input of an execution, before the bucket is listed. Throws `BatchError`. */
export function checkInput(input: unknown): void {
  const { prefix, since, until, ...others } = objectAt(input, 'the input');
  if (typeof prefix !== 'string') throw new BatchError('prefix must be a string, such as "AWSLogs/"');
  timeRange({ since, until });
  // Step Functions recommends fields that begin with AWS_ for what started the execution.
  const unknown = Object.keys(others).find((name) => !name.startsWith('AWS_'));
  if (unknown !== undefined)
    throw new BatchError(`the input has the unknown field ${unknown}; its fields are prefix, since and until`);
}

function timeRange({ since, until }: { since?: unknown; until?: unknown }): Pick<Batch, 'sinceMs' | 'untilMs'> {
  const sinceMs = timeAt(since, 'since') ?? Number.NEGATIVE_INFINITY;
  const untilMs = timeAt(until, 'until') ?? Number.POSITIVE_INFINITY;
  if (sinceMs >= untilMs) throw new BatchError('since must be before until');
  return { sinceMs, untilMs };
}

function objectAt(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new BatchError(`${what} must be an object`);
  return value as Record<string, unknown>;
}

function textMatching(value: unknown, pattern: RegExp, message: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw new BatchError(message);
  return value;
}

function listedFile(item: unknown, index: number): ListedFile {
  const { Key, Size } = objectAt(item, `Items[${index}]`);
  if (typeof Key !== 'string' || Key === '') throw new BatchError(`Items[${index}].Key must be the key of an object`);
  return { key: Key, ...(typeof Size === 'number' && { bytes: Size }) };
}

const TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z)?$/;

// An empty text is no limit: the input of an execution cannot leave a value out.
function timeAt(value: unknown, name: string): number | null {
  if (value === undefined || value === null || value === '') return null;
  const ms = typeof value === 'string' && TIME.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new BatchError(`${name} must be a date or a time in UTC, such as 2024-03-01 or 2024-03-01T12:30:00Z`);
}
