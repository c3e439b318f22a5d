// What the function sends to its own queue while it verifies log files:
// `{"cloudtrailToSlack":{"readLate":{"bucket":"..","key":".."}}}`: a digest; what it lists and was not read is read now.
// `{"cloudtrailToSlack":{"walkBack":{"bucket":"..","key":"..","sha256":"..","until":{..},"missing":null}}}`: see `WalkItem`.
// `{"cloudtrailToSlack":{"compareDay":{"bucket":"..","key":".."}}}`: the key of a digest that ends a day; see `DayItem`.
// In: a payload. Out: one item. A forged message reads objects and verifies them; it cannot make a finding.

import type { EnvelopeItem, OwnItem, WalkItem } from './envelope.ts';
import { objectAt, shapeOf, textAt, valueAt } from './payload.ts';
import { invalid, type Source, wholeCall } from './source.ts';

export const recovery: Source = {
  name: 'recovery',
  recognises: (payload) =>
    ['readLate', 'walkBack', 'compareDay'].some((name) => valueAt(ownOf(payload), name) !== undefined),
  decode: (payload) => wholeCall('recovery', [decodeItem(payload)]),
};

/** The message that makes `item` when it is received. */
export function recoveryMessage(item: OwnItem): string {
  const { bucket, key } = item;
  if (item.kind === 'digest') return JSON.stringify({ cloudtrailToSlack: { readLate: { bucket, key } } });
  if (item.kind === 'day') return JSON.stringify({ cloudtrailToSlack: { compareDay: { bucket, key } } });
  const { sha256, until, missing } = item;
  return JSON.stringify({ cloudtrailToSlack: { walkBack: { bucket, key, sha256, until, missing } } });
}

const ownOf = (payload: unknown) => objectAt(payload, 'cloudtrailToSlack');

function decodeItem(payload: unknown): EnvelopeItem {
  const own = ownOf(payload);
  const digest = locationAt(own, 'readLate');
  if (digest !== null) return { kind: 'digest', ...digest, again: true };
  const day = locationAt(own, 'compareDay');
  if (day !== null) return { kind: 'day', ...day };
  return decodeWalk(objectAt(own, 'walkBack')) ?? invalid(`a message of recovery that is incomplete: ${shapeOf(own)}`);
}

function decodeWalk(walk: unknown): WalkItem | null {
  const [bucket, key, sha256 = null] = [textAt(walk, 'bucket'), textAt(walk, 'key'), textAt(walk, 'sha256')];
  const until = locationAt(walk, 'until');
  const given = objectAt(walk, 'until');
  const [untilSha256, endMs] = [textAt(given, 'sha256'), valueAt(given, 'endMs')];
  if (!bucket || !key || until === null || untilSha256 === undefined || typeof endMs !== 'number') return null;
  const missing = locationAt(walk, 'missing');
  return { kind: 'walk', bucket, key, sha256, until: { ...until, sha256: untilSha256, endMs }, missing };
}

function locationAt(value: unknown, name: string): { bucket: string; key: string } | null {
  const [bucket, key] = [textAt(objectAt(value, name), 'bucket'), textAt(objectAt(value, name), 'key')];
  return bucket && key ? { bucket, key } : null;
}
