// CloudTrail's ListPublicKeys, which moto lacks: a local server that returns keys of the region in the credential scope, one on
// each page, if they are valid at some time of the range.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type LocalServer, listen } from './listen.ts';

export interface ServedKey {
  readonly region: string;
  readonly fingerprint: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly value: string;
}

export interface PublicKeyServer extends LocalServer {
  /** The regions of the calls, in order. */
  readonly calls: readonly string[];
  /** Refuses every call from now on. */
  refuse(): void;
}

const TARGET = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.ListPublicKeys';

/** Starts a server with keys. */
export async function startPublicKeyServer(keys: readonly ServedKey[]): Promise<PublicKeyServer> {
  const calls: string[] = [];
  let refuses = false;
  const server = await listen((request, response) => {
    void handle(request, response, keys, calls, refuses);
  });
  return {
    ...server,
    calls,
    refuse() {
      refuses = true;
    },
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  keys: readonly ServedKey[],
  calls: string[],
  refuses: boolean,
): Promise<void> {
  const scope = /Credential=[^/]+\/\d{8}\/([^/]+)\/cloudtrail\/aws4_request/.exec(request.headers.authorization ?? '');
  const region = scope?.[1];
  const answer = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  };
  const { StartTime, EndTime = Number.POSITIVE_INFINITY, NextToken = '0' } = JSON.parse(await text(request));
  if (region === undefined || request.headers['x-amz-target'] !== TARGET)
    return answer(400, { __type: 'InvalidSignatureException', message: 'not signed for ListPublicKeys' });
  calls.push(region);
  if (refuses) return answer(400, { __type: 'AccessDeniedException', Message: 'User is not authorized' });
  const found = keys.filter(
    (key) => key.region === region && key.fromMs <= EndTime * 1000 && key.untilMs >= StartTime * 1000,
  );
  const at = Number(NextToken);
  const page = found.slice(at, at + 1).map(({ fingerprint, fromMs, untilMs, value }) => ({
    Fingerprint: fingerprint,
    ValidityStartTime: fromMs / 1000,
    ValidityEndTime: untilMs / 1000,
    Value: value,
  }));
  answer(200, { PublicKeyList: page, ...(at + 1 < found.length && { NextToken: String(at + 1) }) });
}
