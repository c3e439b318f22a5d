// What a user can do about a failed call of AWS. In: the error. Out: what to throw instead.

import { PortError } from '../app/ports.ts';
import { CliError, EXIT } from './cli-error.ts';
import { escaped } from './escaped.ts';

/** What reading a bucket needs. */
export const NEEDS_BUCKET = 'The command needs credentials with s3:ListBucket and s3:GetObject';

/**
 * What to throw for an error of a call. For that of an adapter, a `CliError` that names the remedy if there is no region or there are no
 * credentials, and `needs` otherwise. Any other error is returned as it is.
 */
export function awsProblem(error: unknown, needs: string): unknown {
  if (!(error instanceof PortError)) return error;
  return new CliError(escaped`${problemOf(error, needs)}`, EXIT.findings, { cause: error });
}

function problemOf({ code, message }: PortError, needs: string): string {
  const what = message.split(`: ${code}: `)[0];
  // The SDK has no code for this.
  if (/: Region (?:is missing|not accepted)/.test(message))
    return `${what}: no AWS region is set. Set AWS_REGION, or AWS_PROFILE to a profile with a region`;
  if (code === 'CredentialsProviderError')
    return `${what}: there are no AWS credentials. Set AWS_PROFILE, or log in with the AWS CLI. ${needs}`;
  return `${message}. ${needs}`;
}
