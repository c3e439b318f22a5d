import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../adapters/memory/clock.ts';
import { createMemoryCorrelations } from '../../adapters/memory/correlations.ts';
import { createCollectingLog } from '../../adapters/memory/log.ts';
import { createMemoryLogFiles } from '../../adapters/memory/log-files.ts';
import { createMemoryMetrics } from '../../adapters/memory/metrics.ts';
import { createMemoryNotifier } from '../../adapters/memory/notifier.ts';
import { createMemoryRetryQueue } from '../../adapters/memory/retry-queue.ts';
import { createMemoryState } from '../../adapters/memory/state.ts';
import { createCorrelationMemory } from '../../app/correlation/correlation-memory.ts';
import { createRuleSet } from '../../core/rules/create-rule-set.ts';
import { noticeOfAlert } from '../../core/threads/make-notice.ts';
import type { Notice } from '../../core/threads/notice.ts';
import { beginInvocation } from '../invocation.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Destination } from '../ports.ts';
import { deliverNotices } from './deliver.ts';

const RULE = { name: 'r', expression: 'true', severity: 'low', description: '', pack: null, runbookUrl: null } as const;
const NOTICES = Array.from({ length: 5 }, (_, index) =>
  noticeOfAlert({ record: { eventID: `event-${index}`, eventName: 'X' }, rule: RULE, rules: [RULE], origin: null }),
);

// The kinds of notices that a destination receives for five alerts if two messages are allowed.
async function kindsDelivered(nature: Pick<Destination, 'everyNotice'>): Promise<readonly string[]> {
  const notifier = createMemoryNotifier<string>({ threads: false });
  const renderer = { message: (notice: Notice) => notice.kind };
  const destination: Destination<string> = { id: 'd', kind: 'test', renderer, notifier, ...nature };
  const pipeline: Pipeline = {
    ruleSet: createRuleSet({ rules: [], ignoreRules: [], eventsToTrack: [], lists: {}, countAccessDenied: false }),
    destinations: new Map([['d', destination as Destination]]),
    routeTables: [[{ destination: 'd' }]],
    options: {
      functionName: 'f',
      threadWindowSeconds: 900,
      threadRepliesMax: 10,
      maxMessagesPerInvocation: 2,
      notifyRuleErrors: true,
      notifyRemovedObjects: true,
      pushAccessDeniedMetrics: false,
    },
    correlations: createCorrelationMemory(createMemoryCorrelations()),
    logFiles: createMemoryLogFiles(),
    state: createMemoryState(),
    metrics: createMemoryMetrics(),
    retryQueue: createMemoryRetryQueue(),
    clock: createManualClock(),
    log: createCollectingLog(),
  };
  const { delivery } = beginInvocation(pipeline, pipeline.clock.nowMs() + 60_000);
  expect(await deliverNotices(NOTICES, delivery)).toEqual(NOTICES.map(() => 'delivered'));
  return notifier.posts.map(({ message }) => message);
}

describe('more notices than an invocation may post', () => {
  it('are folded into a summary for people', async () => {
    expect(await kindsDelivered({})).toEqual(['alert', 'alert', 'digest']);
  });

  it('are each delivered to a destination that keeps them all', async () => {
    expect(await kindsDelivered({ everyNotice: true })).toEqual(Array(5).fill('alert'));
  });
});
