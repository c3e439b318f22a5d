// What attackers may do to hide their alert among others: the alert is still posted, as a message or a reply.

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/records/record.ts';
import type { Alert, Severity } from '../../src/core/rules/rule.ts';
import { noticeOfAlert } from '../../src/core/threads/make-notice.ts';
import { summarize } from '../../src/core/threads/summarize.ts';
import { aRecord, batchOf, keyOf, records, strangers } from './payloads.ts';
import { createWorld, deliveredEvents, firstMessages, TIMEOUT_MS } from './pipeline-world.ts';

const RULES = [
  { name: 'outside', expression: "sourceIPAddress == '198.51.100.9'", severity: 'critical' },
  { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'", severity: 'low' },
];

// Once one is shown, more of its kind are counted; critical ones are all shown.
const COVERS: readonly (readonly [what: string, cover: JsonObject, alert: JsonObject, shown: number])[] = [
  ['alerts of lower severity', {}, { sourceIPAddress: '198.51.100.9' }, 4],
  ['attempts that failed', { errorCode: 'AccessDenied' }, {}, 1],
  [
    'sign-ins that failed',
    { responseElements: { ConsoleLogin: 'Failure' } },
    { responseElements: { ConsoleLogin: 'Success' } },
    1,
  ],
];

describe('an alert is not hidden in the thread of', () => {
  it.each(COVERS)('%s by the same identity, however many they are', async (_, cover, alert) => {
    const world = createWorld({ settings: { rules: RULES, thread_replies_max: 10 } });
    world.put('cover', ...records(30, cover));
    world.put('alert', aRecord({ ...alert, eventID: 'hidden' }));
    await world.invoke(batchOf('cover', 'alert'));
    expect(deliveredEvents(world.channel())).toContain('hidden');
  });

  it.each(COVERS)(
    '%s that other invocations delivered before, and only the first of its kind is posted unless it is critical',
    async (_, cover, alert, shown) => {
      const world = createWorld({ settings: { rules: RULES, thread_replies_max: 10 } });
      world.put('cover', ...records(30, cover));
      world.put('alert', aRecord({ ...alert, eventID: 'hidden' }));
      world.put('more', ...[1, 2, 3].map((index) => aRecord({ ...alert, eventID: `more ${index}` })));
      for (const file of ['cover', 'alert', 'more', 'cover']) await world.invoke(batchOf(file));
      expect(firstMessages(world.channel())).toHaveLength(1);
      expect(deliveredEvents(world.channel()).filter((id) => !id.startsWith('event'))).toEqual(
        ['hidden', 'more 1', 'more 2', 'more 3'].slice(0, shown),
      );
    },
  );
});

describe('an alert about a call of a service', () => {
  it('in one account has another thread than those in other accounts', async () => {
    const world = createWorld({ settings: { rules: RULES } });
    const byService = { userIdentity: { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' } };
    world.put('development', ...records(30, { ...byService, recipientAccountId: '222222222222' }));
    world.put('production', aRecord({ ...byService, recipientAccountId: '333333333333', eventID: 'hidden' }));
    await world.invoke(batchOf('development'));
    await world.invoke(batchOf('production'));
    expect(firstMessages(world.channel()).map(({ message }) => message.notice.id)).toContain('event#hidden');
  });
});

describe('a reply is also shown in the channel', () => {
  const rules = [
    { name: 'outside', expression: "sourceIPAddress == '198.51.100.9'", severity: 'critical' },
    { name: 'unusual', expression: "sourceIPAddress == '198.51.100.8'", severity: 'high' },
    { name: 'odd', expression: "sourceIPAddress == '198.51.100.7'", severity: 'medium' },
    { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'", severity: 'low' },
  ];
  const from = (sourceIPAddress: string) => aRecord({ sourceIPAddress, eventID: sourceIPAddress });
  const [CRITICAL, HIGH, MEDIUM, LOW] = ['198.51.100.9', '198.51.100.8', '198.51.100.7', '203.0.113.7'];

  it.each<[when: string, addresses: readonly string[], shown: readonly string[]]>([
    ['if it is critical and the thread began with a low alert', [LOW, CRITICAL], [CRITICAL]],
    ['if it is high and the thread began with a medium alert', [MEDIUM, HIGH], [HIGH]],
    ['for each rule of higher severity', [LOW, HIGH, CRITICAL], [HIGH, CRITICAL]],
    ['not if it is medium', [LOW, MEDIUM], []],
    ['not if the first message has its severity', [CRITICAL, CRITICAL], []],
    ['not if the first message is more severe', [CRITICAL, HIGH], []],
  ])('%s', async (_, addresses, shown) => {
    const world = createWorld({ settings: { rules } });
    for (const [index, address] of addresses.entries()) {
      world.put(`${index}`, { ...from(address), eventID: `${address} ${index}` });
      await world.invoke(batchOf(`${index}`));
    }
    const { posts } = world.channel();
    expect(firstMessages(world.channel())).toHaveLength(1);
    const also = posts.filter(({ thread }) => thread?.alsoInChannel).map(({ message }) => message.notice.id);
    expect(also.map((id) => id.replace(/^event#| \d+$/g, ''))).toEqual(shown);
  });

  it.each<[what: string, address: string, shown: readonly string[]]>([
    ['critical', CRITICAL as string, ['first success']],
    ['high', HIGH as string, ['first success']],
    ['medium', MEDIUM as string, []],
  ])('if the thread began with a refused call and one of severity %s succeeds, from %s', async (_, address, shown) => {
    const world = createWorld({ settings: { rules } });
    const calls = [
      { eventID: 'refused', errorCode: 'AccessDenied' },
      { eventID: 'refused again', errorCode: 'AccessDenied' },
      { eventID: 'first success' },
      { eventID: 'second success' },
    ];
    for (const call of calls) {
      world.put(call.eventID, { ...from(address), ...call });
      await world.invoke(batchOf(call.eventID));
    }
    const also = world.channel().posts.filter(({ thread }) => thread?.alsoInChannel);
    expect(also.map(({ message }) => message.notice.id)).toEqual(shown.map((id) => `event#${id}`));
  });

  it('once for each rule and outcome, however many there are', async () => {
    const world = createWorld({ settings: { rules } });
    for (const [index, addresses] of [[LOW], [CRITICAL, CRITICAL], [CRITICAL]].entries()) {
      const events = addresses.map((address, at) => ({ ...from(address as string), eventID: `${index} ${at}` }));
      world.put(`${index}`, ...events);
      await world.invoke(batchOf(`${index}`));
    }
    expect(deliveredEvents(world.channel())).toHaveLength(4);
    expect(world.channel().posts.filter(({ thread }) => thread?.alsoInChannel)).toHaveLength(1);
  });
});

describe('an alert is not hidden among many others', () => {
  it('of lower severity, which are folded before it', async () => {
    const world = createWorld({ settings: { rules: RULES, max_messages_per_invocation: 10 } });
    const alert = aRecord({ sourceIPAddress: '198.51.100.9', eventID: 'hidden' }, 'eve');
    world.put('cover', ...strangers(200), alert);
    await world.invoke(batchOf('cover'));
    expect(deliveredEvents(world.channel())).toContain('hidden');
  });

  it('of lower severity in another file of the invocation, which are delivered after it', async () => {
    const world = createWorld({ settings: { rules: RULES } });
    world.put('cover', ...strangers(20));
    world.put('alert', aRecord({ sourceIPAddress: '198.51.100.9', eventID: 'hidden' }, 'eve'));
    await world.invoke(batchOf('cover', 'alert'));
    expect(deliveredEvents(world.channel())[0]).toBe('hidden');
  });

  it('of lower severity that use up their messages before it is read', async () => {
    const world = createWorld({ settings: { rules: RULES, max_messages_per_invocation: 10 } });
    const ids = [1, 2, 3, 4, 5].map((index) => `critical ${index}`);
    world.put('cover', ...strangers(200));
    world.put('alerts', ...ids.map((eventID) => aRecord({ sourceIPAddress: '198.51.100.9', eventID }, eventID)));
    const { logFiles } = world.pipeline;
    // Half of the time passes while the first file is read, so that its alerts are delivered before the second one is.
    const read: typeof logFiles.read = async (file) => {
      if (file.key === keyOf('cover')) world.clock.advance(0.6 * TIMEOUT_MS);
      return logFiles.read(file);
    };
    await world.invoke(batchOf('cover', 'alerts'), { logFiles: { ...logFiles, read } });
    const delivered = deliveredEvents(world.channel());
    expect(ids).not.toContain(delivered[0]);
    expect(delivered).toEqual(expect.arrayContaining(ids));
  });

  it('in a summary, which starts with the most severe alerts', () => {
    const cover = Array.from({ length: 60 }, (_, index) => noticeOfAlert(alertOf(`low-${index % 30}`, 'low')));
    const summary = summarize(
      [...cover, noticeOfAlert(alertOf('hidden', 'critical'))],
      (one) => one.subject.ruleName ?? '',
    );
    expect(summary.lines[0]).toMatchObject({ title: 'hidden', count: 1 });
  });
});

function alertOf(name: string, severity: Severity): Alert {
  const rule = { name, severity, expression: 'true', description: '', pack: null, runbookUrl: null };
  return { record: aRecord(), rule, rules: [rule], origin: null };
}
