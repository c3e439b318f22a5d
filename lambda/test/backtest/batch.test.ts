// What the distributed map sends, and what is not a batch.

import { describe, expect, it } from 'vitest';
import { type Batch, checkInput, readBatch } from '../../src/app/backtest/batch.ts';

const INPUT = { bucket: 'my-trail', run: 'march', since: '', until: '' };

describe('a batch', () => {
  it.each<[what: string, payload: object, batch: Partial<Batch>]>([
    [
      'has the objects of the listing',
      { Items: [{ Key: 'AWSLogs/a.json.gz', Size: 12 }, { Key: 'AWSLogs/' }], BatchInput: INPUT },
      { bucket: 'my-trail', run: 'march', files: [{ key: 'AWSLogs/a.json.gz', bytes: 12 }, { key: 'AWSLogs/' }] },
    ],
    [
      'has no limits of time if they are empty',
      { Items: [], BatchInput: INPUT },
      { sinceMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY },
    ],
    [
      'has no limits of time if they are absent or null',
      { Items: [], BatchInput: { bucket: 'my-trail', run: 'march', since: null } },
      { sinceMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY },
    ],
    [
      'has limits of time in UTC',
      { Items: [], BatchInput: { ...INPUT, since: '2024-03-01', until: '2024-03-01T12:30:00Z' } },
      { sinceMs: Date.UTC(2024, 2, 1), untilMs: Date.UTC(2024, 2, 1, 12, 30) },
    ],
  ])('%s', (_, payload, batch) => {
    expect(readBatch(payload)).toMatchObject(batch);
  });

  it.each<[payload: unknown, message: string]>([
    [null, 'the payload must be an object'],
    [{}, 'Items must be a list of objects of a bucket'],
    [{ Items: [] }, 'BatchInput must be an object'],
    [
      { Items: [], BatchInput: { ...INPUT, bucket: 'arn:aws:s3:::my-trail' } },
      'BatchInput.bucket must be the name of a bucket',
    ],
    [{ Items: [], BatchInput: { ...INPUT, bucket: 12345 } }, 'BatchInput.bucket must be the name of a bucket'],
    [{ Items: [], BatchInput: { ...INPUT, run: '../other' } }, 'BatchInput.run must be 1 to 80 letters'],
    [{ Items: [], BatchInput: { ...INPUT, run: 7 } }, 'BatchInput.run must be 1 to 80 letters'],
    [{ Items: [{ Size: 1 }], BatchInput: INPUT }, 'Items[0].Key must be the key of an object'],
    [{ Items: [{ Key: '' }], BatchInput: INPUT }, 'Items[0].Key must be the key of an object'],
    [{ Items: [{ Key: 'a' }, 7], BatchInput: INPUT }, 'Items[1] must be an object'],
    [{ Items: [], BatchInput: { ...INPUT, since: 'March' } }, 'since must be a date or a time in UTC'],
    [{ Items: [], BatchInput: { ...INPUT, since: ['2024-03-01'] } }, 'since must be a date or a time in UTC'],
    [{ Items: [], BatchInput: { ...INPUT, until: '2024-02-31T00:00' } }, 'until must be a date or a time in UTC'],
    [{ Items: [], BatchInput: { ...INPUT, since: '2024-03-01', until: '2024-03-01' } }, 'since must be before until'],
  ])('is not %j', (payload, message) => {
    expect(() => readBatch(payload)).toThrow(message);
  });
});

describe('the input of an execution', () => {
  it.each<object>([
    { prefix: 'AWSLogs/', since: '', until: '' },
    { prefix: '', since: '2024-03-01', until: '2024-03-01T00:00:01Z' },
    { prefix: '', AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn:aws:states:eu-west-1:123456789012:execution:a:b' },
  ])('can be %j', (input) => {
    expect(() => checkInput(input)).not.toThrow();
  });

  it.each<[input: unknown, message: string]>([
    [undefined, 'the input must be an object'],
    [{ prefix: 7 }, 'prefix must be a string'],
    [
      { prefix: '', from: '2024-03-01' },
      'the input has the unknown field from; its fields are prefix, since and until',
    ],
    [{ prefix: '', since: 'March' }, 'since must be a date or a time in UTC'],
    [{ prefix: '', since: '2024-04-01', until: '2024-03-01' }, 'since must be before until'],
  ])('cannot be %j', (input, message) => {
    expect(() => checkInput(input)).toThrow(message);
  });
});
