// How the public keys of CloudTrail are listed, and how a refusal to list them is classified: what only people can change, and what may
// pass.

import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
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

/** A request as the server received it. */
interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

// Signature Version 4, as the documentation describes it:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
function signatureOf({ headers, body }: Call, region: string, secret: string): string {
  const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');
  const hmac = (key: string | Buffer, data: string) =>
    Buffer.from(createHmac('sha256', key).update(data).digest('hex'), 'hex');
  const [, signed = ''] = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? [];
  const lines = signed.split(';').map((name) => `${name}:${headers[name]}\n`);
  const request = ['POST', '/', '', lines.join(''), signed, sha256(body)].join('\n');
  const time = String(headers['x-amz-date']);
  const scope = [time.slice(0, 8), region, 'cloudtrail', 'aws4_request'];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(request)].join('\n')).toString('hex');
}

const list = () => createListPublicKeys({ endpoint: server.url })({ region: 'ap-east-1', fromMs: 0, untilMs: 1_000 });

describe('the calls of ListPublicKeys', () => {
  const calls: Call[] = [];
  let pages = 1;
  const pagesServer = useServer(() =>
    listen(async (request, response) => {
      calls.push({ headers: request.headers, body: await text(request) });
      const NextToken = calls.length < pages ? `page ${calls.length}` : undefined;
      response.end(JSON.stringify({ PublicKeyList: [], NextToken }));
    }),
  );
  const listFrom = (untilMs: number) => {
    calls.length = 0;
    return createListPublicKeys({ endpoint: pagesServer.url })({ region: 'eu-west-1', fromMs: 60_000, untilMs });
  };

  it('are signed for the service and the region', async () => {
    await listFrom(120_000);
    const [call] = calls as [Call];
    expect(call.headers['x-amz-target']).toMatch(/\.ListPublicKeys$/);
    expect(call.headers['content-type']).toBe('application/x-amz-json-1.1');
    const { authorization } = call.headers;
    expect(authorization).toContain('SignedHeaders=content-type;host;');
    expect(authorization).toContain(`Signature=${signatureOf(call, 'eu-west-1', CREDENTIALS.AWS_SECRET_ACCESS_KEY)}`);
  });

  it('ask for a range in seconds, which may have no end', async () => {
    await listFrom(120_000);
    expect(calls.map(({ body }) => JSON.parse(body))).toEqual([{ StartTime: 60, EndTime: 120 }]);
    await listFrom(Number.POSITIVE_INFINITY);
    expect(calls.map(({ body }) => JSON.parse(body))).toEqual([{ StartTime: 60 }]);
  });

  it('ask for each page with the token of the page before, and for at most a hundred', async () => {
    pages = 3;
    expect(await listFrom(120_000)).toHaveLength(3);
    const range = { StartTime: 60, EndTime: 120 };
    expect(calls.map(({ body }) => JSON.parse(body))).toEqual([
      range,
      { ...range, NextToken: 'page 1' },
      { ...range, NextToken: 'page 2' },
    ]);
    pages = Number.POSITIVE_INFINITY;
    await expect(listFrom(120_000)).rejects.toMatchObject({ kind: 'permanent', code: 'too_many_pages' });
    expect(calls).toHaveLength(100);
  });
});

describe('listing the public keys', () => {
  it.each(['UnrecognizedClientException', 'InvalidClientTokenId', 'OptInRequired'])(
    'of a region that refuses the account (%s) is a permanent fault',
    async (name) => {
      code = name;
      const named = expect.stringContaining('ap-east-1');
      await expect(list()).rejects.toMatchObject({ kind: 'permanent', code, message: named });
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
