// The real pipeline with an in-memory Slack channel. In: log files and events. Out: the messages that Slack receives.

import { gzipSync } from 'node:zlib';
import { createMemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import type { Report } from '../../src/app/process-payload.ts';
import type { CloudTrailRecord, Json } from '../../src/core/records/record.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import type { SlackMessage } from '../../src/core/render/slack-blocks.ts';
import { notification } from '../pipeline/payloads.ts';
import { createWorld } from '../pipeline/pipeline-world.ts';

export interface SlackWorld {
  /** Invokes the function with the notification of a log file that contains these records. */
  deliver(...records: readonly CloudTrailRecord[]): Promise<Report>;
  invoke(payload: unknown): Promise<Report>;
  /** Notification texts of the first messages of threads, in order. */
  texts(): readonly string[];
  /** The first messages of threads. */
  messages(): readonly SlackMessage[];
  /** The replies in threads. */
  replies(): readonly SlackMessage[];
}

/** Creates a pipeline whose settings extend those of the tests. By default it has no rules. */
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

/** All text in the blocks of a message. */
export function textOf(message: SlackMessage): string {
  return JSON.stringify(message).replaceAll('\\n', '\n').replaceAll('\\"', '"');
}

/** The payload of a log group's subscription. */
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

/** A record as EventBridge wraps it. */
export function busPayload(detail: CloudTrailRecord, detailType = 'AWS API Call via CloudTrail'): Json {
  return { version: '0', id: 'e', 'detail-type': detailType, source: 'aws.ec2', account: '111111111111', detail };
}
