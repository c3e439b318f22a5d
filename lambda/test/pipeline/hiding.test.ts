// What somebody might do to have their own alert overlooked: each of it is told all the same, by a message of its own.

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/records/record.ts';
import { aRecord, batchOf, records } from './payloads.ts';
import { createWorld, firstMessages, toldEvents } from './pipeline-world.ts';

const RULES = [
  { name: 'outside', expression: "sourceIPAddress == '198.51.100.9'", severity: 'critical' },
  { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'", severity: 'low' },
];

const COVERS: readonly (readonly [what: string, cover: JsonObject, alert: JsonObject])[] = [
  ['alerts of lower severity', {}, { sourceIPAddress: '198.51.100.9' }],
  ['attempts that failed', { errorCode: 'AccessDenied' }, {}],
  [
    'sign-ins that failed',
    { responseElements: { ConsoleLogin: 'Failure' } },
    { responseElements: { ConsoleLogin: 'Success' } },
  ],
];

describe('an alert is not hidden in the thread of', () => {
  it.each(COVERS)('%s by the same identity, however many they are', async (_, cover, alert) => {
    const world = createWorld({ settings: { rules: RULES, thread_replies_max: 10 } });
    world.put('cover', ...records(30, cover));
    world.put('alert', aRecord({ ...alert, eventID: 'hidden' }));
    await world.invoke(batchOf('cover', 'alert'));
    expect(firstMessages(world.channel())).toHaveLength(2);
    expect(toldEvents(world.channel())).toContain('hidden');
  });
});
