// The heartbeat: an account that no longer sends digests is reported once, and once again when they arrive again.

import { describe, expect, it } from 'vitest';
import { createMemoryDigestedAccounts } from '../../src/adapters/memory/digested-accounts.ts';
import { PortError } from '../../src/app/ports.ts';
import { BACK, DARK, HOUR, hours, ONE, TWO, watching } from './heartbeat-world.ts';

const NONE = 'DigestsNotArriving';

describe('an account', () => {
  it('that sends digests every hour is not reported', async () => {
    const world = watching();
    await hours(world, 30, [ONE, 'eu-west-1']);
    expect(world.reported()).toEqual([]);
    expect(await world.measured()).toBe(0);
  });

  it('that sends none for more than three hours is reported once, and once when they arrive again', async () => {
    const world = watching();
    await hours(world, 1, [ONE, 'eu-west-1'], [TWO, 'eu-west-1']);
    await hours(world, 3, [TWO, 'eu-west-1']);
    expect(world.reported()).toEqual([]);
    await hours(world, 20, [TWO, 'eu-west-1']);
    expect(world.reported()).toEqual([DARK]);
    expect(await world.measured()).toBe(1);
    await hours(world, 20, [ONE, 'eu-west-1'], [TWO, 'eu-west-1']);
    expect(world.reported()).toEqual([DARK, BACK]);
    expect(await world.measured()).toBe(0);
  });

  it('is reported again if it goes dark again', async () => {
    const world = watching();
    await hours(world, 1, [ONE, 'eu-west-1']);
    await hours(world, 5);
    await hours(world, 2, [ONE, 'eu-west-1']);
    await hours(world, 5);
    expect(world.reported()).toEqual([DARK, BACK, `AccountWentDark ${ONE} eu-west-1 2026-01-01T08:00:00Z`]);
  });

  it('is reported with all regions that went dark since the last run', async () => {
    const world = watching();
    await hours(world, 1, [ONE, 'us-east-1'], [ONE, 'eu-west-1'], [ONE, 'eu-west-2']);
    await hours(world, 6, [ONE, 'eu-west-2']);
    expect(world.reported()).toEqual([`AccountWentDark ${ONE} eu-west-1 us-east-1 2026-01-01T01:00:00Z`]);
  });

  it('with a region that goes dark while another comes back is reported with both in one run', async () => {
    const world = watching();
    await hours(world, 1, [ONE, 'eu-west-1'], [ONE, 'eu-west-2']);
    await hours(world, 4, [ONE, 'eu-west-2']);
    await hours(world, 4, [ONE, 'eu-west-1']);
    expect(world.reported()).toEqual([DARK, BACK, `AccountWentDark ${ONE} eu-west-2 2026-01-01T05:00:00Z`]);
  });

  it('with a region that goes dark after another is reported with only that one', async () => {
    const world = watching();
    await hours(world, 1, [ONE, 'eu-west-1'], [ONE, 'eu-west-2']);
    await hours(world, 4, [ONE, 'eu-west-2']);
    await hours(world, 8);
    expect(world.reported()).toEqual([DARK, `AccountWentDark ${ONE} eu-west-2 2026-01-01T05:00:00Z`]);
  });

  it('is reported with the end of the last digest of those regions', async () => {
    const world = watching();
    await hours(world, 1, [ONE, 'eu-west-1'], [ONE, 'us-east-1']);
    await hours(world, 1, [ONE, 'us-east-1']);
    await hours(world, 2);
    world.clock.advance(1.5 * HOUR);
    await world.beat();
    expect(world.reported()).toEqual([`AccountWentDark ${ONE} eu-west-1 us-east-1 2026-01-01T02:00:00Z`]);
    expect(world.channel().posts[0]?.message.notice).toMatchObject({
      alert: { record: { recipientAccountId: ONE, awsRegion: 'eu-west-1', eventTime: '2026-01-01T05:30:00Z' } },
    });
  });

  it('is not back because an old digest arrives', async () => {
    const world = watching();
    await hours(world, 1, [ONE, 'eu-west-1']);
    const oldMs = world.clock.nowMs() + HOUR;
    await hours(world, 9);
    await world.digest([ONE, 'eu-west-1', oldMs]);
    await hours(world, 2);
    expect(world.reported()).toEqual([DARK]);
    expect(await world.measured()).toBe(1);
  });

  it.each(['{', 'null', '{}', '[]', '{"dark":1}', '{"dark":[]}', '{"dark":[],"report":{}}'])(
    'of which %s is stored, as after a downgrade, is reported like one of which nothing is stored',
    async (stored) => {
      const world = watching();
      await hours(world, 1, [ONE, 'eu-west-1']);
      const [account] = await world.accounts.all(world.clock.nowMs());
      if (account) await world.accounts.replaceWatch(account, stored);
      await hours(world, 4);
      expect(world.reported()).toEqual([DARK]);
    },
  );

  it.each([ONE, `${ONE}/eu-west-1`])('that is ignored as %s is neither reported nor counted', async (ignored) => {
    const world = watching({ ignored: [ignored] });
    await hours(world, 1, [ONE, 'eu-west-1']);
    await hours(world, 10);
    expect(world.reported()).toEqual([]);
    expect(await world.measured()).toBe(0);
  });

  it('that was dark and is ignored now is forgotten without a report', async () => {
    const world = watching();
    await hours(world, 1, [ONE, 'eu-west-1']);
    await hours(world, 5);
    const ignoring = { heartbeat: { accounts: world.accounts, ignored: new Set([ONE]) } };
    await world.beat(ignoring);
    await world.digest([ONE, 'eu-west-1']);
    await world.beat(ignoring);
    expect(world.reported()).toEqual([DARK]);
  });

  it('is forgotten 30 days after its last digest', async () => {
    const world = watching();
    await hours(world, 1, [ONE, 'eu-west-1'], [TWO, 'eu-west-1']);
    await hours(world, 5, [TWO, 'eu-west-1']);
    world.clock.advance((30 * 24 - 7) * HOUR);
    await hours(world, 1, [TWO, 'eu-west-1']);
    expect(await world.measured()).toBe(1);
    await hours(world, 1, [TWO, 'eu-west-1']);
    expect(await world.measured()).toBe(0);
    expect(world.reported()).toEqual([DARK]);
  });

  it('of which one region was not seen for 30 days has no such region', async () => {
    const world = watching();
    await hours(world, 1, [ONE, 'eu-west-1'], [ONE, 'eu-west-2']);
    await hours(world, 5, [ONE, 'eu-west-2']);
    expect(await world.measured()).toBe(1);
    world.clock.advance((30 * 24 - 6) * HOUR);
    await hours(world, 1, [ONE, 'eu-west-2']);
    expect(await world.measured()).toBe(0);
  });

  it('that does not fit into the list is logged', async () => {
    const world = watching({ accounts: createMemoryDigestedAccounts(1) });
    await world.digest([ONE, 'eu-west-1'], [TWO, 'eu-west-1']);
    expect(world.logged('account_not_watched')).toMatchObject([{ fields: { account: TWO } }]);
  });
});

describe('digests of which none arrives for any account', () => {
  it('are reported once, after three hours, and not counted as an account that is dark', async () => {
    const world = watching();
    await hours(world, 4);
    expect(world.reported()).toEqual([]);
    await hours(world, 30 * 24);
    expect(world.reported()).toEqual([NONE]);
    expect(world.channel().posts[0]?.message.notice).toMatchObject({
      alert: { record: { recipientAccountId: '', awsRegion: '', eventTime: '2026-01-01T05:00:00Z' } },
    });
    expect(await world.measured()).toBe(0);
  });

  it('are not reported if they arrive after that', async () => {
    const world = watching();
    await hours(world, 3);
    await hours(world, 20, [ONE, 'eu-west-1']);
    expect(world.reported()).toEqual([]);
  });

  it('are not reported in addition to accounts that went dark, but after these are forgotten', async () => {
    const world = watching();
    await hours(world, 1, [ONE, 'eu-west-1'], [TWO, 'eu-west-1']);
    await hours(world, 30 * 24 - 1);
    const dark = [DARK, `AccountWentDark ${TWO} eu-west-1 2026-01-01T01:00:00Z`];
    expect(world.reported()).toEqual(dark);
    await hours(world, 24);
    expect(world.reported()).toEqual([...dark, NONE]);
  });

  it('are reported again only after one has arrived', async () => {
    const world = watching();
    await hours(world, 10);
    world.clock.advance(48 * HOUR);
    await hours(world, 10);
    expect(world.reported()).toEqual([NONE]);
    await hours(world, 1, [ONE, 'eu-west-1']);
    await hours(world, 31 * 24);
    expect(world.reported()).toEqual([NONE, expect.stringMatching(`AccountWentDark ${ONE}`), NONE]);
  });

  it('are not reported if those of an ignored account arrive', async () => {
    const world = watching({ ignored: [ONE] });
    await hours(world, 10, [ONE, 'eu-west-1']);
    expect(world.reported()).toEqual([]);
  });

  it('are reported once if two invocations run at the same time, and by the retry if that fails', async () => {
    const world = watching();
    await hours(world, 4);
    world.clock.advance(HOUR);
    world.channel().failNext(() => new PortError('transient', 'http_503', 'busy'), 3);
    await Promise.all([world.beat(), world.beat(), world.beat()]);
    await hours(world, 3);
    expect(world.reported()).toEqual([NONE]);
  });
});

describe('a heartbeat after a pause', () => {
  it('waits three hours before an account counts as dark', async () => {
    const world = watching();
    await hours(world, 1, [ONE, 'eu-west-1']);
    world.clock.advance(48 * HOUR);
    await hours(world, 3);
    expect(world.reported()).toEqual([]);
    await hours(world, 2);
    expect(world.reported()).toEqual([DARK]);
  });
});
