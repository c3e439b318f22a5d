// Secrets in SSM Parameter Store. In: a parameter's name or ARN. Out: its decrypted value.
// Never caches or logs a value.

import { type AwsOptions, clientConfig, onFirstUse, regionOf } from './client.ts';
import { awsFault } from './failure.ts';

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html#API_GetParameter_Errors
const PERMANENT = new Set(['ParameterNotFound', 'ParameterVersionNotFound', 'ValidationException', 'InvalidKeyId']);

/** Returns a function that reads a parameter by name or by ARN, in the region that the ARN names. */
export function createParameterReader(options: AwsOptions): (reference: string) => Promise<string> {
  const connect = onFirstUse(async (region) => {
    const { SSMClient, GetParameterCommand } = await import('./sdk/ssm.ts');
    return { ssm: new SSMClient(clientConfig(options, region)), GetParameterCommand };
  });
  return async (reference) => {
    try {
      const { ssm, GetParameterCommand } = await connect(regionOf(reference));
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: reference, WithDecryption: true }));
      return Parameter?.Value ?? '';
    } catch (error) {
      throw awsFault(error, `cannot read the parameter ${reference}`, PERMANENT);
    }
  };
}
