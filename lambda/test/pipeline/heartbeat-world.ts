// The pipeline with a heartbeat over memory ports: digests arrive, the job runs, and its reports are read back.

import { createMemoryDigestedAccounts } from '../../src/adapters/memory/digested-accounts.ts';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import type { DigestedAccountStore } from '../../src/app/heartbeat/digested-accounts-port.ts';
import { noteDigest } from '../../src/app/heartbeat/note-digest.ts';
import { beginInvocation } from '../../src/app/invocation.ts';
import { processPayload } from '../../src/app/process-payload.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import { createWorld } from './pipeline-world.ts';

export const HOUR = 3_600_000;
export const ONE = '111111111111';
export const TWO = '222222222222';
const FINDINGS = [{ name: 'finding', expression: 'eventSource == "cloudtrail-to-slack"' }];
const heartbeatPayload = { cloudtrailToSlack: { job: 'heartbeat' } };

interface Watching {
  readonly ignored?: readonly string[];
  readonly accounts?: DigestedAccountStore;
  readonly rules?: readonly object[];
}

/** A world in which log files are verified. */
export function watching({ ignored = [], accounts = createMemoryDigestedAccounts(), rules = FINDINGS }: Watching = {}) {
  const world = createWorld({ settings: { rules }, state: createMemoryState() });
  const heartbeat = { accounts, ignored: new Set(ignored) };
  const pipeline = { ...world.pipeline, metrics: createMemoryMetrics(), heartbeat };
  return {
    ...world,
    accounts,
    /** A digest of each source arrives that ends now, or at another time. */
    digest: async (...sources: readonly [accountId: string, region: string, endMs?: number][]) => {
      const invocation = beginInvocation(pipeline, world.clock.nowMs() + 30_000);
      for (const [accountId, region, endMs = world.clock.nowMs()] of sources)
        await noteDigest({ accountId, region, endMs }, invocation);
    },
    beat: (ports: object = {}) => world.invoke(heartbeatPayload, { heartbeat, ...ports }),
    /** The dark accounts that the metric has for one run. */
    measured: async () => {
      const metrics = createMemoryMetrics();
      await processPayload(heartbeatPayload, { ...pipeline, metrics }, world.clock.nowMs() + 30_000);
      return metrics.pushes.flatMap((push) => push.metrics).find(({ name }) => name === 'AccountsDark')?.value;
    },
    reported: () => world.channel().posts.flatMap(({ message }) => (message.details ? [] : reportedIn(message.notice))),
  };
}

function reportedIn(notice: Notice): string[] {
  if (notice.kind !== 'alert') return [];
  const { eventName, recipientAccountId, additionalEventData } = notice.alert.record;
  const { regions = [], lastDigestEndTime } = additionalEventData as { regions?: string[]; lastDigestEndTime?: string };
  return [[eventName, recipientAccountId, ...regions, lastDigestEndTime].filter(Boolean).join(' ')];
}

export type HeartbeatWorld = ReturnType<typeof watching>;

/** Runs every hour, with a digest of each source. */
export async function hours(
  { clock, digest, beat }: HeartbeatWorld,
  count: number,
  ...sources: [string, string][]
): Promise<void> {
  for (let hour = 0; hour < count; hour++) {
    clock.advance(HOUR);
    await digest(...sources);
    await beat();
  }
}

/** The reports of an account that sends a digest in the first of some hours, and of its return. */
export const DARK = `AccountWentDark ${ONE} eu-west-1 2026-01-01T01:00:00Z`;
export const BACK = `AccountCameBack ${ONE} eu-west-1 2026-01-01T01:00:00Z`;
