import { expect, it } from 'vitest';
import type { CloudTrailRecord } from './record.ts';
import { recordIdOf } from './record-id.ts';

it.each<[string, CloudTrailRecord, string | undefined]>([
  ['an event', { eventID: '1', eventId: '2' }, '1'],
  ['an aggregated event', { eventId: '2' }, '2'],
  ['an event whose id is not text', { eventID: 7 }, undefined],
  ['an event without an id', {}, undefined],
])('reads the id of %s', (_, record, id) => expect(recordIdOf(record)).toBe(id));
