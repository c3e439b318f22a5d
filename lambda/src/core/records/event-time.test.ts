import { expect, it } from 'vitest';
import { parseEventTime } from './event-time.ts';

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
