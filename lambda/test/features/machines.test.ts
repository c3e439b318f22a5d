// The code in examples/destinations for programs that receive alerts: the receiver accepts what the function sends.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { signatureHeaders } from '../../src/adapters/http/webhook.ts';
import { createJsonEventRenderer } from '../../src/core/render/json-event.ts';
import { anAlert, CONTEXT } from '../render/notices.ts';
import { readText } from '../repository.ts';
import { codeBlocks } from './documents.ts';

const page = readText('examples/destinations/README.md');
const BODY = '{"version":1}';

describe('the example of a webhook receiver', () => {
  let isGenuine: (headers: Readonly<Record<string, string>>, body: string, key: string) => boolean;
  beforeAll(async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'receiver-')), 'receiver.mjs');
    writeFileSync(file, codeBlocks(page, 'js').join('\n'));
    ({ isGenuine } = await import(pathToFileURL(file).href));
  });

  const headersOf = (key: string, secondsAgo = 0) =>
    Object.fromEntries(
      Object.entries(signatureHeaders(key, BODY, Date.now() - secondsAgo * 1_000)).map(([name, value]) => [
        name.toLowerCase(),
        value,
      ]),
    );

  it('accepts a body that is signed with its key', () => {
    expect(isGenuine(headersOf('key'), BODY, 'key')).toBe(true);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['is signed with another key', headersOf('other'), BODY],
    ['was changed', headersOf('key'), `${BODY} `],
    ['is sent again after five minutes', headersOf('key', 301), BODY],
    ['is not signed', {}, BODY],
  ])('rejects a body that %s', (_, headers, body) => {
    expect(isGenuine(headers, body, 'key')).toBe(false);
  });
});

it('the example of an alert has the fields of an alert', () => {
  const [shown = '{}'] = codeBlocks(page, 'json');
  const sent = createJsonEventRenderer(CONTEXT, 1_000_000).message(anAlert({ eventID: 'x', eventName: 'DeleteTrail' }));
  expect(Object.keys(JSON.parse(shown))).toEqual(Object.keys(sent));
});
