// What every store of mutes and acknowledgements must do, also with concurrent callers. Run with the memory twins and with DynamoDB.

import { buffer } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { acknowledgementsOn } from '../../src/adapters/aws/dynamodb-acknowledgements.ts';
import { muteStoreOn } from '../../src/adapters/aws/dynamodb-mutes.ts';
import { createMemoryAcknowledgements } from '../../src/adapters/memory/acknowledgements.ts';
import { createMemoryMutes } from '../../src/adapters/memory/mutes.ts';
import type { AcknowledgementStore } from '../../src/app/mutes/acknowledgement-store-port.ts';
import { changeMutes, storedMutes } from '../../src/app/mutes/change-mutes.ts';
import type { MuteStore } from '../../src/app/mutes/mute-store-port.ts';
import type { Mute } from '../../src/core/mutes/mute.ts';
import { MUTES_MAX, startMute, writeMutes } from '../../src/core/mutes/mute-list.ts';
import { answerOf } from '../servers/forward.ts';
import { type LocalServer, listen } from '../servers/listen.ts';
import { useMoto } from '../servers/shared.ts';
import { createStateTable, patientTable } from '../servers/state-table.ts';
import { useServer } from '../servers/use-server.ts';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 24 * 3_600_000;

const aMute = (id: string, more: Partial<Mute> = {}): Mute => ({
  ...{ id, destination: 'slack:C1', rule: id, key: null, what: '', by: 'U0000ALICE' },
  ...{ startedMs: NOW, untilMs: NOW + DAY, announced: true },
  ...more,
});

interface Stores {
  readonly mutes: MuteStore;
  readonly acknowledgements: AcknowledgementStore;
}

function describeStores(name: string, make: () => Promise<Stores>): void {
  describe(`the list of mutes: ${name}`, () => {
    let mutes: MuteStore;
    beforeAll(async () => {
      mutes = (await make()).mutes;
    });

    it('is empty at first', async () => {
      expect(await mutes.read()).toEqual({ text: '', version: 0 });
    });

    it('is replaced only if no other caller replaced it since it was read', async () => {
      const { version } = await mutes.read();
      const written = await Promise.all(['a', 'b', 'c'].map((text) => mutes.write(text, version)));
      expect(written.filter(Boolean)).toHaveLength(1);
      const after = await mutes.read();
      expect(after.text).toBe(['a', 'b', 'c'][written.indexOf(true)]);
      expect(await mutes.write('late', version)).toBe(false);
      expect(await mutes.write('', after.version)).toBe(true);
    });

    it('contains what every one of several callers at the same time added', async () => {
      const add = (id: string) => changeMutes(mutes, (list) => startMute(list, aMute(id)));
      await Promise.all(['x', 'y', 'z'].map(add));
      expect((await storedMutes(mutes)).map(({ id }) => id).toSorted()).toEqual(['x', 'y', 'z']);
    });

    it('has room for as many mutes with the longest names as are allowed', async () => {
      const longest = (index: number) =>
        aMute(`${index}`.padStart(24, '0'), {
          ...{ destination: 'd'.repeat(500), rule: 'r'.repeat(500), key: 'k'.repeat(32), what: 'w'.repeat(200) },
          ended: { atMs: NOW, by: 'U'.repeat(40) },
        });
      const text = writeMutes(Array.from({ length: MUTES_MAX }, (_, index) => longest(index)));
      expect(Buffer.byteLength(text)).toBeLessThan(400_000 / 2);
      expect(await mutes.write(text, (await mutes.read()).version)).toBe(true);
      expect((await mutes.read()).text).toBe(text);
    });
  });

  describe(`the count of a mute: ${name}`, () => {
    let mutes: MuteStore;
    beforeAll(async () => {
      mutes = (await make()).mutes;
    });

    it('is zero at first', async () => {
      expect(await mutes.counts('none')).toEqual({ total: 0, otherRules: new Map() });
    });

    it('adds up what several callers at the same time count, by rule, whatever the names of the rules are', async () => {
      const names = ['plain', 'with spaces, "quotes" and #signs', 'Ünïcode 🔕', '__proto__'];
      const otherRules = new Map(names.map((rule, index) => [rule, index + 1]));
      await Promise.all([1, 2, 3].map(() => mutes.count('m1', { total: 10, otherRules }, NOW + DAY)));
      await mutes.count('m1', { total: 1, otherRules: new Map() }, NOW + DAY);
      await mutes.count('m2', { total: 5, otherRules: new Map() }, NOW + DAY);
      const tripled = new Map(names.map((rule, index) => [rule, 3 * (index + 1)]));
      expect(await mutes.counts('m1')).toEqual({ total: 31, otherRules: tripled });
    });
  });

  it(`the count of a mute has room for many rules with long names: ${name}`, async () => {
    const { mutes } = await make();
    const otherRules = new Map(Array.from({ length: 500 }, (_, index) => [`${index}`.padStart(120, 'r'), index + 1]));
    for (let times = 0; times < 2; times++) await mutes.count('many', { total: 2_000, otherRules }, NOW + DAY);
    const doubled = new Map([...otherRules].map(([rule, count]) => [rule, 2 * count]));
    expect(await mutes.counts('many')).toEqual({ total: 4_000, otherRules: doubled });
  });

  describe(`the acknowledgement of a message: ${name}`, () => {
    let acknowledgements: AcknowledgementStore;
    let serial = 0;
    const aMessage = () => ({ channel: 'C0123456789', ts: `1700000000.${++serial}` });
    const by = (user: string, atMs = NOW) => ({ by: user, atMs });
    beforeAll(async () => {
      acknowledgements = (await make()).acknowledgements;
    });

    it('is absent at first', async () => {
      expect(await acknowledgements.find(aMessage(), NOW)).toBeNull();
    });

    it('is that of the first person, for everyone who tries at the same time and later', async () => {
      const message = aMessage();
      const people = ['U1', 'U2', 'U3'].map((user) => acknowledgements.acknowledge(message, by(user), NOW + DAY));
      const found = await Promise.all(people);
      expect(new Set(found.map(({ by: user }) => user)).size).toBe(1);
      const later = await acknowledgements.acknowledge(message, by('U4', NOW + 1), NOW + DAY);
      expect([later, await acknowledgements.find(message, NOW + 1)]).toEqual([found[0], found[0]]);
      expect(await acknowledgements.find(aMessage(), NOW)).toBeNull();
    });

    it('is absent after its time', async () => {
      const message = aMessage();
      await acknowledgements.acknowledge(message, by('U1'), NOW + DAY);
      expect(await acknowledgements.find(message, NOW + DAY)).toBeNull();
      const next = by('U2', NOW + DAY);
      expect(await acknowledgements.acknowledge(message, next, NOW + 2 * DAY)).toEqual(next);
    });
  });
}

describeStores('memory', async () => ({
  mutes: createMemoryMutes(),
  acknowledgements: createMemoryAcknowledgements(),
}));

// Refuses what DynamoDB refuses and moto accepts: long expressions and long placeholders.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters
function startStrictProxy(upstream: string): Promise<LocalServer> {
  return listen(async (request, response) => {
    const received = await buffer(request);
    const { UpdateExpression = '', ExpressionAttributeNames = {} } = JSON.parse(received.toString() || '{}');
    const longest = Math.max(0, ...Object.keys(ExpressionAttributeNames).map((name) => Buffer.byteLength(name)));
    if (Buffer.byteLength(UpdateExpression) > 4_096 || longest > 255) {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: 'com.amazon.coral.validate#ValidationException', message: 'too long' }));
      return;
    }
    const { status, headers, body } = await answerOf(request, received, upstream);
    response.writeHead(status, headers).end(body);
  });
}

describe('DynamoDB', () => {
  let serial = 0;
  const server = useServer(async () => startStrictProxy((await useMoto()).url));
  beforeAll(() => {
    process.env.AWS_ENDPOINT_URL = server.url;
  });
  describeStores('DynamoDB', async () => {
    const tableName = `state-${serial++}`;
    await createStateTable(tableName);
    return {
      mutes: muteStoreOn(patientTable(tableName)),
      acknowledgements: acknowledgementsOn(patientTable(tableName)),
    };
  });
});
