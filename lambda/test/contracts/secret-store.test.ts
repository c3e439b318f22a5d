// The contract of secret stores. Runs against the memory twin, SSM and Secrets Manager.

import {
  CreateSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSecretStore } from '../../src/adapters/aws/secrets.ts';
import { createMemorySecrets } from '../../src/adapters/memory/secrets.ts';
import type { SecretStore } from '../../src/app/ports.ts';
import { useMoto } from '../servers/shared.ts';

interface SecretWorld {
  readonly store: SecretStore;
  /** Creates or replaces a secret and returns its reference. */
  put(name: string, value: string): Promise<string>;
  /** A reference to a secret that does not exist. */
  readonly missing: string;
}

function describeSecretStore(name: string, make: () => Promise<SecretWorld>): void {
  describe(`secret store: ${name}`, () => {
    let world: SecretWorld;
    beforeAll(async () => {
      world = await make();
    });

    it('returns the value of a reference', async () => {
      const reference = await world.put('token', 'xoxb-1');
      expect(await world.store.read(reference)).toBe('xoxb-1');
    });

    it('returns a rotated value for a fresh read', async () => {
      const reference = await world.put('rotated', 'old');
      await world.store.read(reference);
      await world.put('rotated', 'new');
      expect(await world.store.read(reference, { fresh: true })).toBe('new');
      expect(await world.store.read(reference)).toBe('new');
    });

    it('reports a missing secret as a permanent fault, with its reference', async () => {
      const error = await world.store.read(world.missing).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'PortError', kind: 'permanent' });
      expect(String(error)).toContain(world.missing.split('#')[0]);
    });
  });
}

describeSecretStore('memory', async () => {
  const values = new Map<string, string>();
  const put = async (name: string, value: string) => {
    values.set(name, value);
    return name;
  };
  return { store: createMemorySecrets(values), put, missing: 'missing' };
});

describe('with SSM and Secrets Manager', () => {
  beforeAll(useMoto);

  const putParameter = async (name: string, value: string): Promise<string> => {
    const command = new PutParameterCommand({
      Name: `/slack/${name}`,
      Value: value,
      Type: 'SecureString',
      Overwrite: true,
    });
    await new SSMClient({}).send(command);
    return `/slack/${name}`;
  };

  const putSecret = async (name: string, value: string): Promise<string> => {
    const client = new SecretsManagerClient({});
    const created = await client.send(new CreateSecretCommand({ Name: name, SecretString: value })).catch((error) => {
      if (!(error instanceof ResourceExistsException)) throw error;
      return client.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
    });
    return created.ARN ?? '';
  };

  const missingSecret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:missing-AbCdEf';

  describeSecretStore('SSM', async () => ({
    store: createSecretStore(),
    put: putParameter,
    missing: '/slack/missing',
  }));

  describeSecretStore('Secrets Manager', async () => ({
    store: createSecretStore(),
    put: putSecret,
    missing: missingSecret,
  }));

  describeSecretStore('Secrets Manager with a JSON key', async () => ({
    store: createSecretStore(),
    put: async (name, value) => `${await putSecret(`json-${name}`, JSON.stringify({ token: value, other: 1 }))}#token`,
    missing: `${missingSecret}#token`,
  }));

  it('reads a parameter by its ARN', async () => {
    await putParameter('by-arn', 'xoxb-arn');
    const arn = 'arn:aws:ssm:us-east-1:123456789012:parameter/slack/by-arn';
    expect(await createSecretStore().read(arn)).toBe('xoxb-arn');
  });

  it('removes the trailing line break of a pasted value', async () => {
    expect(await createSecretStore().read(await putParameter('pasted', 'xoxb-2\n'))).toBe('xoxb-2');
  });

  it.each<[what: string, text: string, key: string, code: string]>([
    ['a secret that is not JSON', 'xoxb-top-secret', 'token', 'not_json'],
    ['a missing key', '{"other":"xoxb-top-secret"}', 'token', 'json_key_missing'],
    ['a key that every object inherits', '{"other":"xoxb-top-secret"}', 'constructor', 'json_key_missing'],
    ['a key whose value is not text', '{"token":{"value":"xoxb-top-secret"}}', 'token', 'json_key_missing'],
    ['an empty value', '{"token":" ","other":"xoxb-top-secret"}', 'token', 'empty_secret'],
  ])('rejects %s without revealing any part of it', async (what, text, key, code) => {
    const reference = `${await putSecret(what.replaceAll(' ', '-'), text)}#${key}`;
    const error = await createSecretStore()
      .read(reference)
      .catch((reason: Error) => reason);
    expect(error).toMatchObject({ name: 'PortError', kind: 'permanent', code });
    expect(`${error} ${JSON.stringify(error)} ${(error as Error).cause}`).not.toContain('top-secret');
  });

  it('reads a value once until it expires', async () => {
    let nowMs = 0;
    const store = createSecretStore({ nowMs: () => nowMs });
    const reference = await putParameter('cached', 'old');
    await Promise.all([store.read(reference), store.read(reference)]);
    await putParameter('cached', 'new');
    nowMs = 299_999;
    expect(await store.read(reference)).toBe('old');
    nowMs = 300_000;
    expect(await store.read(reference)).toBe('new');
  });
});
