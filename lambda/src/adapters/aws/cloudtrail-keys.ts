// The public keys of CloudTrail: the one call ListPublicKeys, signed without the service's client, which would add half a
// megabyte for it. In: a region and a range of time. Out: the answer in JSON.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html

import { createHash, createHmac } from 'node:crypto';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';
import { PortError } from '../../app/ports.ts';
import type { ListPublicKeys } from '../../app/verification/verification-port.ts';
import { awsFault } from './failure.ts';

export interface PublicKeyOptions {
  /** Another endpoint than that of the service. */
  readonly endpoint?: string | undefined;
  readonly timeoutMs?: number;
}

const TARGET = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.ListPublicKeys';
const PAGES_MAX = 100;

// A region that is not enabled does not know the credentials of the account. A policy of the organization can deny a region.
// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
const EXPLICIT_DENY = 'ExplicitDeny';
const REFUSED = new Set(['UnrecognizedClientException', 'InvalidClientTokenId', 'OptInRequired', EXPLICIT_DENY]);

/** Creates `ListPublicKeys` with the credentials that the AWS SDK finds. */
export function createListPublicKeys({ endpoint, timeoutMs = 20_000 }: PublicKeyOptions = {}): ListPublicKeys {
  const credentials = defaultProvider();
  async function call(region: string, input: object): Promise<unknown> {
    const url = new URL(endpoint ?? `https://cloudtrail.${region}.${suffixOf(region)}`);
    const body = JSON.stringify(input);
    const signer = new SignatureV4({ service: 'cloudtrail', region, credentials, sha256: Sha256 });
    const headers = { host: url.host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': TARGET };
    const request = { method: 'POST', protocol: url.protocol, hostname: url.hostname, path: '/', headers, body };
    const signed = await signer.sign(request);
    const response = await fetch(url, { ...signed, body, signal: AbortSignal.timeout(timeoutMs) });
    return answerOf(response.status, await response.text());
  }
  return async ({ region, fromMs, untilMs }) => {
    const answers: unknown[] = [];
    const range = { StartTime: fromMs / 1000, ...(Number.isFinite(untilMs) && { EndTime: untilMs / 1000 }) };
    try {
      for (let token: string | null = null; answers.length === 0 || token !== null; token = tokenOf(answers.at(-1))) {
        if (answers.length === PAGES_MAX) throw new PortError('permanent', 'too_many_pages', 'the list has no end');
        answers.push(await call(region, { ...range, ...(token !== null && { NextToken: token }) }));
      }
    } catch (error) {
      throw awsFault(error, `cannot list the public keys of CloudTrail in ${region}`, REFUSED);
    }
    return answers;
  };
}

// https://docs.aws.amazon.com/general/latest/gr/ct.html
function suffixOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

function answerOf(status: number, text: string): unknown {
  const answer = parse(text);
  if (status === 200 && answer !== null) return answer;
  const { __type, message, Message } = (answer ?? {}) as Record<string, unknown>;
  const code = typeof __type === 'string' ? __type.replace(/^.*#/, '') : `http_${status}`;
  const reason = String(message ?? Message ?? 'no reason given');
  const isDenied = code === 'AccessDeniedException' && reason.includes('explicit deny');
  throw Object.assign(new Error(reason), { name: isDenied ? EXPLICIT_DENY : code });
}

function parse(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

function tokenOf(answer: unknown): string | null {
  const { NextToken } = answer as { NextToken?: unknown };
  return typeof NextToken === 'string' && NextToken !== '' ? NextToken : null;
}

// The form in which the signer takes hashes.
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as never);
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(data as never);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}
