// The real pipeline with a Slack channel in memory: log files and events in, messages as Slack would show them out.

import { gzipSync } from 'node:zlib';
import { createMemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import type { Report } from '../../src/app/process-payload.ts';
import type { CloudTrailRecord, Json } from '../../src/core/records/record.ts';
import { createSlackRenderer, type SlackMessage } from '../../src/core/render/slack.ts';
import { notification } from '../pipeline/payloads.ts';
import { createWorld } from '../pipeline/pipeline-world.ts';

export interface SlackWorld {
  /** Gives the function the notification of a log file with these records. */
  deliver(...records: readonly CloudTrailRecord[]): Promise<Report>;
  invoke(payload: unknown): Promise<Report>;
  /** Notification texts of the first messages of threads, in order. */
  texts(): readonly string[];
  /** The first messages of threads. */
  messages(): readonly SlackMessage[];
  /** What stands below the first messages. */
  replies(): readonly SlackMessage[];
}

/** A world with variables of the module over those of the tests; without any it knows no rule. */
export function createSlackWorld(settings: Readonly<Record<string, Json>>): SlackWorld {
  const notifier = createMemoryNotifier<SlackMessage>();
  const world = createWorld({
    settings: { rules: [], ...settings },
    destinations: (context) => {
      const renderer = createSlackRenderer(context);
      return new Map(context.destinations.map(({ id, kind }) => [id, { id, kind, renderer, notifier }]));
    },
  });
  let files = 0;
  const posted = (inThread: boolean) =>
    notifier.posts.filter(({ thread }) => (thread !== null) === inThread).map(({ message }) => message);
  return {
    deliver(...records) {
      const name = `file-${files++}`;
      world.put(name, ...records);
      return world.invoke(notification(name));
    },
    invoke: (payload) => world.invoke(payload),
    texts: () => posted(false).map(({ text }) => text),
    messages: () => posted(false),
    replies: () => posted(true),
  };
}

/** All texts of a message's blocks, a line for each. */
export function textOf(message: SlackMessage): string {
  return JSON.stringify(message).replaceAll('\\n', '\n').replaceAll('\\"', '"');
}

/** What a log group's subscription hands over. */
export function subscriptionPayload(...records: readonly CloudTrailRecord[]): Json {
  const batch = {
    messageType: 'DATA_MESSAGE',
    owner: '111111111111',
    logGroup: 'trail',
    logStream: 'stream',
    subscriptionFilters: ['cloudtrail-to-slack'],
    logEvents: records.map((record, index) => ({ id: `${index}`, timestamp: 0, message: JSON.stringify(record) })),
  };
  return { awslogs: { data: gzipSync(JSON.stringify(batch)).toString('base64') } };
}

/** A record in the envelope of EventBridge. */
export function busPayload(detail: CloudTrailRecord, detailType = 'AWS API Call via CloudTrail'): Json {
  return { version: '0', id: 'e', 'detail-type': detailType, source: 'aws.ec2', account: '111111111111', detail };
}
