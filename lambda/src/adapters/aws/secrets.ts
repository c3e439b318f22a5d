// Secrets by reference, remembered for some minutes. In: an SSM parameter's name or ARN, or a Secrets Manager ARN with an
// optional `#json_key`. Out: the value. A value never gets into an error or a log line, not even a piece of it.

import { PortError, type SecretStore } from '../../app/ports.ts';
import type { AwsOptions } from './client.ts';
import { createSecretReader } from './secrets-manager.ts';
import { createParameterReader } from './ssm-parameters.ts';

export interface SecretStoreOptions extends AwsOptions {
  readonly ttlMs?: number;
  readonly nowMs?: () => number;
}

interface Remembered {
  readonly value: string;
  readonly untilMs: number;
}

/**
 * A `SecretStore` over both services. A value past its time is still given when its service cannot be reached; a `fresh`
 * one is not. Permanent faults: the service's own (`ParameterNotFound`), `empty_secret`, `not_json`, `json_key_missing`.
 */
export function createSecretStore(options: SecretStoreOptions = {}): SecretStore {
  const { ttlMs = 300_000, nowMs = Date.now } = options;
  const fetchSecret = createFetch(options);
  const remembered = new Map<string, Remembered>();
  const asking = new Map<string, Promise<string>>();

  const ask = (reference: string): Promise<string> => {
    const known = asking.get(reference);
    if (known !== undefined) return known;
    const answer = fetchSecret(reference)
      .then((value) => {
        remembered.set(reference, { value, untilMs: nowMs() + ttlMs });
        return value;
      })
      .finally(() => asking.delete(reference));
    asking.set(reference, answer);
    return answer;
  };

  return {
    async read(reference, { fresh = false } = {}) {
      const known = remembered.get(reference);
      if (fresh || !known) return ask(reference);
      if (known.untilMs > nowMs()) return known.value;
      return ask(reference).catch((error) => {
        if (error instanceof PortError && error.kind === 'transient') return known.value;
        throw error;
      });
    },
  };
}

function createFetch(options: AwsOptions): (reference: string) => Promise<string> {
  const readParameter = createParameterReader(options);
  const readSecret = createSecretReader(options);
  return async (reference) => {
    const [arn = '', jsonKey] = reference.split('#', 2);
    const isSecret = /^arn:[^:]*:secretsmanager:/.test(reference);
    const text = isSecret ? await readSecret(arn) : await readParameter(reference);
    const value = (isSecret && jsonKey !== undefined ? pick(text, jsonKey, arn) : text).trim();
    if (value === '') throw new PortError('permanent', 'empty_secret', `${reference} is empty or holds no text`);
    return value;
  };
}

// No cause is kept here: what `JSON.parse` throws quotes its input.
function pick(text: string, key: string, arn: string): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new PortError('permanent', 'not_json', `the secret ${arn} is no JSON, so it has no key ${key}`);
  }
  const value =
    typeof json === 'object' && json !== null ? Object.getOwnPropertyDescriptor(json, key)?.value : undefined;
  if (typeof value === 'string') return value;
  throw new PortError('permanent', 'json_key_missing', `the secret ${arn} has no text under the key ${key}`);
}
