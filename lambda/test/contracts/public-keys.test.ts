// How a refusal of CloudTrail to list its public keys is classified: what only people can change, and what may pass.

import { beforeAll, describe, expect, it } from 'vitest';
import { createListPublicKeys } from '../../src/adapters/aws/cloudtrail-keys.ts';
import { listen } from '../servers/listen.ts';
import { useServer } from '../servers/use-server.ts';

let code = '';
let message = 'no';
const server = useServer(() =>
  listen((_request, response) => {
    response.writeHead(400).end(JSON.stringify({ __type: `com.amazonaws#${code}`, message }));
  }),
);
const ROLE = 'User: arn:aws:sts::1:assumed-role/f/f is not authorized to perform: cloudtrail:ListPublicKeys';
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };

beforeAll(() => {
  Object.assign(process.env, CREDENTIALS);
});

const list = () => createListPublicKeys({ endpoint: server.url })({ region: 'ap-east-1', fromMs: 0, untilMs: 1_000 });

describe('listing the public keys', () => {
  it.each(['UnrecognizedClientException', 'InvalidClientTokenId', 'OptInRequired'])(
    'of a region that refuses the account (%s) is a permanent fault',
    async (name) => {
      code = name;
      const text = expect.stringContaining('ap-east-1');
      await expect(list()).rejects.toMatchObject({ kind: 'permanent', code, message: text });
    },
  );

  it('of a region that the organization denies is a permanent fault, unlike a permission that is missing', async () => {
    code = 'AccessDeniedException';
    message = `${ROLE} with an explicit deny in a service control policy`;
    await expect(list()).rejects.toMatchObject({ kind: 'permanent', message: expect.stringContaining(message) });
    message = `${ROLE} because no identity-based policy allows the cloudtrail:ListPublicKeys action`;
    await expect(list()).rejects.toMatchObject({ kind: 'transient', code });
  });

  it.each(['ThrottlingException', 'InternalFailure', 'ExpiredTokenException'])(
    'of a region that cannot answer now (%s) is a transient fault',
    async (name) => {
      code = name;
      await expect(list()).rejects.toMatchObject({ kind: 'transient', code });
    },
  );
});
