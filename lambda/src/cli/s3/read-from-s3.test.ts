// Which failures of S3 are repeated, which are about an object, and which end a command.

import { describe, expect, it } from 'vitest';
import { awsFault } from '../../adapters/aws/failure.ts';
import { CliError } from '../cli-error.ts';
import { readFromS3 } from './read-from-s3.ts';

function fault(code: string, httpStatusCode?: number): Error {
  const error = Object.assign(new Error('refused'), { name: code, $metadata: { httpStatusCode } });
  return awsFault(error, 'cannot read a from b', new Set(['NoSuchBucket']));
}

/** Reads an object whose first attempts fail. Returns what is read, or the error, and the number of attempts. */
async function read(error: Error, failures = Number.POSITIVE_INFINITY): Promise<{ result: unknown; attempts: number }> {
  let attempts = 0;
  const attempt = async () => {
    attempts++;
    if (attempts <= failures) throw error;
    return 'content';
  };
  const result = await readFromS3(attempt).catch((cause: unknown) => cause);
  return { result, attempts };
}

describe('a read from S3', () => {
  it('is repeated if the connection breaks', async () => {
    expect(await read(fault('ECONNRESET'), 2)).toEqual({ result: 'content', attempts: 3 });
  });

  it.each([
    ['AccessDenied', 403],
    ['InvalidObjectState', 403],
    ['NoSuchBucket', 404],
  ])('rejects without another attempt if that is about the object: %s', async (code, status) => {
    const error = fault(code, status);
    expect(await read(error)).toEqual({ result: error, attempts: 1 });
  });

  it.each<[code: string, status: number | undefined, attempts: number, remedy: string]>([
    ['ExpiredToken', 400, 1, 'Run the command again with valid credentials; with --checkpoint, it continues'],
    ['CredentialsProviderError', undefined, 1, 'Run the command again with valid credentials; with'],
    ['SlowDown', 503, 3, 'Run the command again; with --checkpoint, it continues'],
    ['ENOTFOUND', undefined, 3, 'Run the command again; with --checkpoint, it continues'],
  ])('ends the command if no other object could be read either: %s', async (code, status, attempts, remedy) => {
    const { result, attempts: made } = await read(fault(code, status));
    expect([made, result]).toEqual([attempts, expect.any(CliError)]);
    expect((result as Error).message).toContain(`cannot read a from b: ${code}: refused. ${remedy}`);
  });

  it('does not hide an error of the program', async () => {
    const error = new RangeError('wrong');
    expect(await read(error)).toEqual({ result: error, attempts: 1 });
  });
});
