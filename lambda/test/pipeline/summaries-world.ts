// A world with a channel that receives a scheduled summary, and a loud one.

import { PortError } from '../../src/app/ports.ts';
import type { ScheduledSummaryNotice } from '../../src/core/threads/notice.ts';
import { batchOf, records } from './payloads.ts';
import { createWorld, type World, type WorldOptions } from './pipeline-world.ts';

export const TEAM = 'slack:C0TEAM00001';
export const LOUD = 'slack:C0LOUD00001';
export const JOB = { cloudtrailToSlack: { job: 'summaries' } };
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const DAILY = { digest: 'daily', destinations: ['team'] };
export const SETTINGS = {
  default_slack_channel_id: null,
  rules: [
    { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'", severity: 'medium' },
    { name: 'user-deleted', expression: "eventName == 'DeleteUser'", severity: 'critical' },
  ],
  destinations: {
    team: { type: 'slack', channel_id: 'C0TEAM00001' },
    loud: { type: 'slack', channel_id: 'C0LOUD00001' },
  },
  routes: [DAILY, { severities: ['critical'], destinations: ['loud'] }],
};

export const worldOf = ({ settings, ...options }: WorldOptions = {}) =>
  createWorld({ settings: { ...SETTINGS, ...settings }, ...options });
export const sent = (world: World, channel = TEAM) =>
  world
    .channel(channel)
    .posts.map(({ message }) => message.notice)
    .filter((notice): notice is ScheduledSummaryNotice => notice.kind === 'scheduled-summary');
export const totals = (world: World) => sent(world).map(({ total }) => total);
export const logged = (world: World, event: string) => world.logged(event).map(({ fields }) => fields);
export const untilDue = (world: World) => world.clock.advance(8 * HOUR - (world.clock.nowMs() % DAY));

export async function readFile(world: World, name: string, ...of: readonly unknown[]) {
  world.put(name, ...of);
  return (await world.invoke(batchOf(name))).counters;
}

/** A world that has collected so many alerts. */
export async function collecting(alerts: number, options: WorldOptions = {}): Promise<World> {
  const world = worldOf(options);
  await readFile(world, 'one', ...records(alerts));
  return world;
}

/** Runs the job when the summary of the day is due. */
export function sendDue(world: World) {
  untilDue(world);
  return world.invoke(JOB);
}

/** Runs the job a day later. */
export function sendNextDay(world: World) {
  world.clock.advance(DAY);
  return world.invoke(JOB);
}

export const unavailable = () => new PortError('transient', 'ServiceUnavailable', 'injected');
