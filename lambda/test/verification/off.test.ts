// Without verification, nothing changes: no call, no counter, no log line; and what is left in the queue from before is skipped.

import { describe, expect, it } from 'vitest';
import { recoveryMessage } from '../../src/core/sources/recovery.ts';
import { aRecord, batch } from '../pipeline/payloads.ts';
import { createWorld } from '../pipeline/pipeline-world.ts';
import { created, createVerificationWorld, logFilesOf } from './verification-world.ts';

describe('without verification', () => {
  it('a digest is skipped as before, with the same log line and the same counters', async () => {
    const { buckets, digests } = createVerificationWorld({ hours: 1 });
    const { key = '', logFiles = [] } = digests[0] ?? {};
    const world = createWorld();
    const report = await world.invoke(batch(created(key), ...logFiles.map(created)), { logFiles: logFilesOf(buckets) });
    expect(report.retries).toEqual([]);
    expect(report.counters).toMatchObject({ itemsSkipped: 1, logFilesRead: 2, alerted: 2, delivered: 2 });
    expect(JSON.stringify(report.counters)).not.toMatch(/verif|digest|mark/i);
    expect(world.log.lines.map(({ event }) => event).filter((event) => event !== 'alert')).toEqual(['item_skipped']);
    expect(world.logged('item_skipped')[0]?.fields).toEqual({ reason: 'digest-file', detail: `s3://logs/${key}` });
  });

  it('messages that the function sent to itself before are skipped', async () => {
    const location = { bucket: 'logs', key: 'AWSLogs/1/CloudTrail-Digest/x.json.gz' };
    const until = { ...location, sha256: '', endMs: 0 };
    const world = createWorld();
    const report = await world.invoke(
      batch(
        recoveryMessage({ kind: 'digest', ...location, again: true }),
        recoveryMessage({ kind: 'walk', ...location, sha256: null, until, missing: null }),
      ),
    );
    expect(report).toMatchObject({ retries: [], counters: { itemsSkipped: 2, itemsDropped: 0 } });
  });
});

describe('an imitation of a finding', () => {
  const imitation = aRecord({ eventSource: 'cloudtrail-to-slack', eventName: 'LogFileMissing' });

  it.each<[string, unknown]>([
    ['in a log file', null],
    ['in an EventBridge event', { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.s3', detail: imitation }],
  ])('%s is not one', async (_what, payload) => {
    const world = createVerificationWorld({ hours: 1, recordsOf: () => [imitation] });
    if (payload === null) await world.announce(...(world.digests[0]?.logFiles ?? []));
    else await world.invoke(payload);
    expect(world.findings()).toEqual([]);
    expect(world.delivered()).toEqual([]);
  });

  it('leaves the record as it is for every other rule', async () => {
    const rules = [{ name: 'any', expression: "eventName == 'LogFileMissing'" }];
    const world = createVerificationWorld({ hours: 1, recordsOf: () => [imitation] }, { rules });
    await world.announce(...(world.digests[0]?.logFiles ?? []));
    const [post] = world.channel().posts;
    expect(post?.message.notice).toMatchObject({
      alert: { record: { ...imitation, eventSource: 'cloudtrail-to-slack (imitated)' } },
    });
  });
});
