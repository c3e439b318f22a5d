// Reads from S3 for commands that run for hours. In: an attempt to read an object. Out: what it returns. A command ends when S3 cannot be
// reached, or does not accept the credentials: the rest would fail as well, and a checkpoint must not say that it is finished.

import { PortError } from '../../app/ports.ts';
import { CliError } from '../cli-error.ts';
import { escaped } from '../escaped.ts';

// The SDK repeats a request, but not the reading of an answer that breaks off.
const ATTEMPTS = 3;

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidToken',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
]);

/**
 * The result of `read`, which is repeated if the connection breaks. Rejects with its `PortError` if that is about the object, and with a
 * `CliError` if no other object could be read either.
 */
export async function readFromS3<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof PortError) || isAboutObject(error)) throw error;
      const areRefused = CREDENTIALS.has(error.code);
      if (areRefused || attempt === ATTEMPTS) throw interruption(error, areRefused);
    }
  }
}

// A status of 500 or more, or none at all, is about S3 or the connection.
function isAboutObject({ kind, code, cause }: PortError): boolean {
  if (CREDENTIALS.has(code)) return false;
  const { $metadata } = (cause ?? {}) as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return kind === 'permanent' || ($metadata?.httpStatusCode ?? 500) < 500;
}

function interruption(error: PortError, areRefused: boolean): CliError {
  const remedy = `Run the command again${areRefused ? ' with valid credentials' : ''}; with --checkpoint, it continues`;
  return new CliError(escaped`${error.message.replace(/\.$/, '')}. ${remedy}`, undefined, { cause: error });
}
