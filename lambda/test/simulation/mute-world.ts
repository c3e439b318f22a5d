// The world of a history of mutes: a channel with buttons, an archive that stores every alert, and what both received.

import { createCollectingLog } from '../../src/adapters/memory/log.ts';
import { createMemoryLogFiles } from '../../src/adapters/memory/log-files.ts';
import { createMemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import { createInstanceMutes } from '../../src/app/mutes/instance-mutes.ts';
import type { MuteStore } from '../../src/app/mutes/mute-store-port.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import type { Destination } from '../../src/app/ports.ts';
import type { Mute } from '../../src/core/mutes/mute.ts';
import { MAY_REPEAT } from '../../src/core/render/remarks.ts';
import type { SlackMessage } from '../../src/core/render/slack-blocks.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import {
  clockFor,
  type FaultContext,
  faultyLogFiles,
  faultyMutes,
  faultyNotifier,
  faultyState,
} from './faulty-ports.ts';
import type { PostedNotice } from './judgement.ts';
import { BUCKET, type LogBucket } from './log-bucket.ts';
import { memoryPorts, OPTIONS } from './memory-ports.ts';
import { RULE_SET } from './world.ts';

export const CHANNEL = 'slack:C1';
const ARCHIVE = 'firehose:F';

export interface MuteJudgement {
  /** Alerts that were neither posted in the channel nor suppressed, or that the archive does not have. */
  readonly lost: readonly string[];
  /** Reports that are missing, repeated, or contain another number than was counted. */
  readonly misreported: readonly string[];
  /** Messages about a mute that an invocation posted after another, without saying that they may be repetitions. */
  readonly unsaid: readonly string[];
  /** Suppressed alerts that no report contains, or that reports contain twice. */
  readonly miscounted: readonly string[];
  readonly suppressed: number;
  readonly posted: number;
}

interface Expectations {
  readonly started: readonly Mute[];
  /** The sum of the counters `suppressed`. */
  readonly counted: number;
  /** No fault can have counted an alert twice. */
  readonly isExact: boolean;
  /** No fault can have repeated a message. */
  readonly isOnce: boolean;
}

export interface MuteWorld {
  pipelineFor(context: FaultContext): Pipeline;
  judge(expected: Expectations): Promise<MuteJudgement>;
}

/** A world with the log files of a bucket. */
export function createMuteWorld(bucket: LogBucket, store: MuteStore): MuteWorld {
  const channel = createMemoryNotifier<PostedNotice | SlackMessage>({ channel: 'C1', threads: true });
  const archive = createMemoryNotifier<PostedNotice>({ channel: 'F', threads: false });
  const logFiles = createMemoryLogFiles();
  for (const [key, bytes] of bucket.files) logFiles.put(BUCKET, key, bytes);
  const memory = createMemoryState();
  const settled = new Set<string>();
  const spoken: Spoken[] = [];
  const state = {
    ...memory,
    settle: (...[ids, keepUntilMs]: Parameters<typeof memory.settle>) => {
      for (const { id } of ids) settled.add(id);
      return memory.settle(ids, keepUntilMs);
    },
  };
  const destination = (id: string, notifier: typeof channel | typeof archive, context: FaultContext): Destination =>
    ({
      ...{ id, kind: 'memory', renderer: { message: (notice: Notice, count: number) => ({ notice, count }) } },
      notifier: {
        ...notifier,
        ...faultyNotifier(context, id, {
          ...notifier,
          post: (message, thread) => {
            if (!('notice' in message)) spoken.push({ message, owner: context.owner });
            return (notifier as typeof channel).post(message, thread);
          },
        }),
      },
      ...(id === CHANNEL ? { hasButtons: true } : { everyNotice: true }),
    }) as Destination;
  return {
    pipelineFor: (context) => ({
      ruleSet: RULE_SET,
      destinations: new Map([
        [CHANNEL, destination(CHANNEL, channel, context)],
        [ARCHIVE, destination(ARCHIVE, archive, context)],
      ]),
      routeTables: [[{ destination: CHANNEL }], [{ destination: ARCHIVE }]],
      options: OPTIONS,
      ...memoryPorts(),
      logFiles: faultyLogFiles(context, logFiles),
      state: faultyState(context, state),
      mutes: createInstanceMutes(faultyMutes(context, store), createCollectingLog()),
      clock: clockFor(context),
    }),
    judge: (expected) => judge(bucket, { channel, archive, spoken, settled, store }, expected),
  };
}

/** A message about a mute, and the invocation that posted it. */
interface Spoken {
  readonly message: SlackMessage;
  readonly owner: string;
}

interface Evidence {
  readonly spoken: readonly Spoken[];
  readonly channel: ReturnType<typeof createMemoryNotifier<PostedNotice | SlackMessage>>;
  readonly archive: ReturnType<typeof createMemoryNotifier<PostedNotice>>;
  readonly settled: ReadonlySet<string>;
  readonly store: MuteStore;
}

async function judge(
  { alerting }: LogBucket,
  { channel, archive, spoken, settled, store }: Evidence,
  { started, counted, isExact, isOnce }: Expectations,
): Promise<MuteJudgement> {
  const ids = [...alerting.keys()].map((eventId) => `event#${eventId}`);
  const posted = new Set(channel.posts.flatMap(({ message }) => ('notice' in message ? message.notice.id : [])));
  const archived = new Set(archive.posts.map(({ message }) => message.notice.id));
  const suppressed = ids.filter((id) => settled.has(`${id}#${CHANNEL}`) && !posted.has(id));
  const lost = [
    ...ids.filter((id) => !posted.has(id) && !settled.has(`${id}#${CHANNEL}`)).map((id) => `${id} in the channel`),
    ...ids.filter((id) => !archived.has(id)).map((id) => `${id} in the archive`),
  ];
  const reports = channel.posts.flatMap(({ message }) => ('notice' in message ? [] : [message.text]));
  const totals = reports
    .flatMap((text) => /It suppressed (\d+) alert/.exec(text)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b);
  const counts = await Promise.all(started.map(async ({ id }) => (await store.counts(id)).total));
  const sum = counts.reduce((a, b) => a + b, 0);
  const left = JSON.parse((await store.read()).text || '{"mutes":[]}').mutes.length;
  const isReported = isOnce
    ? String(totals) === String(counts.toSorted((a, b) => a - b))
    : counts.every((one) => totals.includes(one));
  return {
    lost,
    misreported: isReported && left === 0 ? [] : [`reports ${totals}, counted ${counts}, ${left} left in the list`],
    unsaid: unsaidIn(spoken),
    miscounted:
      (sum === suppressed.length && sum === counted) || (!isExact && sum >= Math.max(suppressed.length, counted))
        ? []
        : [`${suppressed.length} suppressed, ${counted} in counters, ${sum} in reports`],
    suppressed: suppressed.length,
    posted: posted.size,
  };
}

// A call whose answer is lost is repeated within its invocation.
function unsaidIn(spoken: readonly Spoken[]): string[] {
  const owners = new Map<string, string>();
  return spoken.flatMap(({ message: { text, blocks = [] }, owner }) => {
    const rest = blocks.filter((block) => !JSON.stringify(block).includes(MAY_REPEAT));
    const what = JSON.stringify([text, rest]);
    const first = owners.get(what);
    owners.set(what, first ?? owner);
    return first === undefined || first === owner || rest.length < blocks.length ? [] : [text];
  });
}
