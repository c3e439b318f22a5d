// Secrets in Secrets Manager. In: a secret's ARN. Out: its text. Never caches or logs a value.

import { type AwsOptions, clientConfig, onFirstUse, regionOf } from './client.ts';
import { awsFault } from './failure.ts';

// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html#API_GetSecretValue_Errors
const PERMANENT = new Set(['ResourceNotFoundException', 'InvalidParameterException', 'InvalidRequestException']);

/** Returns a function that reads the current text of a secret by its ARN, in the region that the ARN names. */
export function createSecretReader(options: AwsOptions): (arn: string) => Promise<string> {
  const connect = onFirstUse(async (region) => {
    const { SecretsManagerClient, GetSecretValueCommand } = await import('./sdk/secrets-manager.ts');
    return { client: new SecretsManagerClient(clientConfig(options, region)), GetSecretValueCommand };
  });
  return async (arn) => {
    try {
      const { client, GetSecretValueCommand } = await connect(regionOf(arn));
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
      return SecretString ?? '';
    } catch (error) {
      throw awsFault(error, `cannot read the secret ${arn}`, PERMANENT);
    }
  };
}
