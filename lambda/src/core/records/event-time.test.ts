import { expect, it } from 'vitest';
import { eventMsOf, eventTimeOf, parseEventTime } from './event-time.ts';
import type { CloudTrailRecord } from './record.ts';

it.each([
  ['2019-07-03T16:14:51Z', 1562170491, '2019-07-03 16:14:51 UTC'],
  ['2019-07-03T16:14:51.999Z', 1562170491, '2019-07-03 16:14:51 UTC'],
  ['2019-07-03T18:14:51+02:00', 1562170491, '2019-07-03 16:14:51 UTC'],
  ['2019-07-03', null, '2019-07-03'],
  ['2019-13-41T99:99:99Z', null, '2019-13-41T99:99:99Z'],
  ['yesterday', null, 'yesterday'],
  ['', null, ''],
])('parses %j', (text, epochSeconds, utc) => {
  expect(parseEventTime(text)).toEqual({ epochSeconds, utc });
});

const WINDOW = { windowStart: '2019-07-03T16:10:00Z', windowEnd: '2019-07-03T16:15:00Z' };

it.each<[string, CloudTrailRecord, string | undefined, number | null]>([
  ['the time of a call', { eventTime: '2019-07-03T16:14:51Z' }, '2019-07-03T16:14:51Z', 1_562_170_491_000],
  ['the end of an aggregated window', { timeWindow: WINDOW }, '2019-07-03T16:15:00Z', 1_562_170_500_000],
  ['the time of a call before a window', { eventTime: 'yesterday', timeWindow: WINDOW }, 'yesterday', null],
  ['nothing without a time', { timeWindow: {} }, undefined, null],
])('reads %s', (_, record, text, ms) => {
  expect([eventTimeOf(record), eventMsOf(record)]).toEqual([text, ms]);
});
