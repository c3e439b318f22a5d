// The contract of notifiers, and the additional contract of those with threads. Runs against the memory twin, Slack (bot
// token and webhook), SNS, webhooks (Teams, PagerDuty and generic), delivery streams and event buses.

import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEventBusNotifier } from '../../src/adapters/aws/event-bus.ts';
import { createFirehoseNotifier, FIREHOSE_RECORD_BYTES } from '../../src/adapters/aws/firehose.ts';
import { createSnsNotifier } from '../../src/adapters/aws/sns.ts';
import { createPagerDuty } from '../../src/adapters/http/pagerduty.ts';
import { createWebhook } from '../../src/adapters/http/webhook.ts';
import { createMemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { createSlackWebhook } from '../../src/adapters/slack/webhook.ts';
import type { MessageHandle, Notifier } from '../../src/app/ports.ts';
import type { SnsMessage } from '../../src/core/render/sns.ts';
import { useFaultyAws } from '../servers/faulty-aws.ts';
import { receiveBodies } from '../servers/inbox.ts';
import { listen } from '../servers/listen.ts';
import type { Moto } from '../servers/moto.ts';
import { useMoto } from '../servers/shared.ts';
import { startSlack } from '../servers/slack.ts';
import { useServer } from '../servers/use-server.ts';
import { startWebhook } from '../servers/webhook.ts';

interface NotifierWorld<M> {
  readonly notifier: Notifier<M>;
  messageOf(text: string): M;
  /** The texts at the destination now, oldest first. */
  texts(): Promise<readonly string[]>;
}

function describeNotifier<M>(name: string, make: () => Promise<NotifierWorld<M>>): void {
  describe(`notifier: ${name}`, () => {
    let world: NotifierWorld<M>;
    beforeAll(async () => {
      world = await make();
    });

    it.each([
      ['plain text', 'Root user signed in'],
      ['text of other scripts, with quotes and line breaks', 'Größe "5"\n<b> & 東京 🚨'],
    ])('delivers %s unchanged', async (_, text) => {
      await world.notifier.post(world.messageOf(text), null);
      expect((await world.texts()).at(-1)).toBe(text);
    });

    it('keeps the order of messages that are posted in sequence', async () => {
      for (const text of ['first', 'second', 'third']) await world.notifier.post(world.messageOf(text), null);
      expect((await world.texts()).slice(-3)).toEqual(['first', 'second', 'third']);
    });

    it('returns a handle if and only if its messages can be updated', async () => {
      const handle = await world.notifier.post(world.messageOf('a message'), null);
      expect(handle !== null).toBe(world.notifier.update !== undefined);
    });
  });
}

interface ThreadWorld<M> extends NotifierWorld<M> {
  readonly notifier: Required<Notifier<M>>;
  /** The texts of the replies to a message, oldest first. */
  replies(handle: MessageHandle): Promise<readonly string[]>;
  remove(handle: MessageHandle): Promise<void>;
}

function describeThreads<M>(name: string, make: () => Promise<ThreadWorld<M>>): void {
  describe(`threads: ${name}`, () => {
    let world: ThreadWorld<M>;
    const start = async (text: string) => {
      const handle = await world.notifier.post(world.messageOf(text), null);
      if (handle === null) throw new Error('no handle');
      return handle;
    };
    beforeAll(async () => {
      world = await make();
    });

    it('returns a separate handle for every message', async () => {
      const handles = [await start('one'), await start('two')];
      expect(new Set(handles.map(({ ts }) => ts)).size).toBe(2);
    });

    it('puts replies into the thread of their first message', async () => {
      const [one, other] = [await start('one'), await start('other')];
      await world.notifier.post(world.messageOf('a reply'), one);
      await world.notifier.post(world.messageOf('another'), one);
      expect(await world.replies(one)).toEqual(['a reply', 'another']);
      expect(await world.replies(other)).toEqual([]);
    });

    it('updates a message in place', async () => {
      const handle = await start('1 event');
      await start('something else');
      await world.notifier.update(handle, world.messageOf('2 events'));
      expect((await world.texts()).slice(-2)).toEqual(['2 events', 'something else']);
    });

    it('returns the handle of the first message for a reply', async () => {
      const first = await start('the first one');
      expect(await world.notifier.post(world.messageOf('a reply'), first)).toEqual(first);
    });

    it.each(['post', 'update'] as const)(
      'reports that the thread is gone after a %s to a deleted message',
      async (call) => {
        const handle = await start('to be deleted');
        await world.remove(handle);
        const message = world.messageOf('too late');
        const answer = call === 'post' ? world.notifier.post(message, handle) : world.notifier.update(handle, message);
        await expect(answer).rejects.toMatchObject({ name: 'PortError', kind: 'thread_gone' });
      },
    );
  });
}

const CHANNEL = 'C0123456789';

const memoryWorld = async () => {
  const notifier = createMemoryNotifier<string>() as ReturnType<typeof createMemoryNotifier<string>> &
    Required<Notifier<string>>;
  return {
    notifier,
    messageOf: (text: string) => text,
    texts: async () => notifier.posts.map(({ message }) => message),
    replies: async ({ ts }: MessageHandle) =>
      notifier.posts.filter(({ thread }) => thread?.ts === ts).map(({ message }) => message),
    remove: async (handle: MessageHandle) => notifier.remove(handle),
  };
};

describeNotifier('memory', memoryWorld);
describeThreads('memory', memoryWorld);
describeNotifier('memory without threads', async () => {
  const notifier = createMemoryNotifier<string>({ threads: false });
  return {
    notifier,
    messageOf: (text) => text,
    texts: async () => notifier.posts.map(({ message }) => message),
  };
});

describe('with Slack', () => {
  const slack = useServer(startSlack);

  const messageOf = (text: string) => ({ text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] });
  const texts = async () => slack.messages.map(({ text }) => text);
  const appWorld = async () => ({
    notifier: createSlackApp({ channel: CHANNEL, readToken: async () => 'xoxb-test', apiUrl: slack.apiUrl }),
    messageOf,
    texts,
    replies: async ({ ts }: MessageHandle) =>
      slack.messages.filter(({ threadTs }) => threadTs === ts).map(({ text }) => text),
    remove: async ({ ts }: MessageHandle) => slack.remove(ts),
  });

  describeNotifier('Slack by bot token', appWorld);
  describeThreads('Slack by bot token', appWorld);

  it('shows a reply in the channel too, if it must be', async () => {
    const { notifier } = await appWorld();
    const first = (await notifier.post(messageOf('first'), null)) as MessageHandle;
    await notifier.post(messageOf('quiet'), first);
    await notifier.post(messageOf('loud'), { ...first, alsoInChannel: true });
    const replies = slack.messages.filter(({ threadTs }) => threadTs === first.ts);
    expect(replies.map(({ text, alsoInChannel }) => [text, alsoInChannel])).toEqual([
      ['quiet', false],
      ['loud', true],
    ]);
  });

  it('returns another handle if the channel shows a reply because its first message was deleted', async () => {
    const { notifier } = await appWorld();
    const deleted = (await notifier.post(messageOf('deleted'), null)) as MessageHandle;
    slack.remove(deleted.ts);
    slack.showRepliesToDeleted(true);
    const shown = await notifier.post(messageOf('shown in the channel'), deleted);
    slack.showRepliesToDeleted(false);
    expect(slack.messages.at(-1)).toMatchObject({ ts: shown?.ts, threadTs: null });
  });

  describeNotifier('Slack by webhook', async () => ({
    notifier: createSlackWebhook({ readUrl: async () => slack.webhookUrl() }),
    messageOf,
    texts,
  }));
});

describe('with SNS', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await useMoto();
  });

  const queueArn = 'arn:aws:sqs:us-east-1:123456789012:inbox';
  const received: Record<string, unknown>[] = [];
  const receive = async () => {
    received.push(...(await receiveBodies(moto, 'inbox')));
    return received;
  };
  const createTopic = async () => {
    await moto.call('sqs', 'AmazonSQS.CreateQueue', { QueueName: 'inbox', Attributes: { VisibilityTimeout: '3600' } });
    const sns = new SNSClient({});
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn }));
    return TopicArn;
  };
  const messageOf = (text: string): SnsMessage => ({
    subject: 'Root user signed in',
    body: `for people: ${text}`,
    short: `for phones: ${text}`,
    json: { title: text },
    attributes: { accountId: '123456789012', severity: '' },
  });

  describeNotifier('SNS', async () => ({
    notifier: createSnsNotifier({ topicArn: await createTopic() }),
    messageOf,
    texts: async () => (await receive()).map(({ Message }) => JSON.parse(String(Message)).title),
  }));

  it('sends a subject and the attributes that are not empty', async () => {
    expect((await receive())[0]).toMatchObject({
      Subject: 'Root user signed in',
      MessageAttributes: { accountId: { Type: 'String', Value: '123456789012' } },
    });
    expect((await receive())[0]).not.toHaveProperty('MessageAttributes.severity');
  });

  it('sends a form for each protocol: text for email, a line for SMS, JSON for all others', async () => {
    const published: string[] = [];
    const server = await listen(async (request, response) => {
      for await (const chunk of request) published.push(String(chunk));
      response.end('<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>');
    });
    const { AWS_ENDPOINT_URL } = process.env;
    process.env.AWS_ENDPOINT_URL = server.url;
    try {
      await createSnsNotifier({ topicArn: 'arn:aws:sns:us-east-1:123456789012:alerts' }).post(messageOf('x'), null);
    } finally {
      process.env.AWS_ENDPOINT_URL = AWS_ENDPOINT_URL;
      await server.close();
    }
    const form = new URLSearchParams(published.join(''));
    expect(form.get('MessageStructure')).toBe('json');
    expect(JSON.parse(form.get('Message') ?? '')).toEqual({
      default: '{"title":"x"}',
      email: 'for people: x',
      sms: 'for phones: x',
    });
  });

  it.each<[what: string, overrides: Partial<SnsMessage>]>([
    ['a subject that is too long', { subject: 'x'.repeat(101) }],
    ['JSON that is too large', { json: { text: 'x'.repeat(300_000) } }],
    ['a body that is too large', { body: `for people: ${'ü'.repeat(300_000)}` }],
  ])('sends only the body, once, if SNS rejects %s', async (what, overrides) => {
    const codes: string[] = [];
    const { TopicArn = '' } = await new SNSClient({}).send(new CreateTopicCommand({ Name: 'alerts' }));
    const before = (await receive()).length;
    const notifier = createSnsNotifier({ topicArn: TopicArn, onFallback: (code) => codes.push(code) });
    await notifier.post({ ...messageOf(what), ...overrides }, null);
    const messages = (await receive()).slice(before).map(({ Message }) => String(Message));
    expect(messages).toEqual([
      expect.stringMatching(/^for people: .*\n\nSent as plain text because .*InvalidParameter/),
    ]);
    expect(codes).toEqual([expect.stringMatching(/^InvalidParameter/)]);
  });

  it('reports a missing topic as a permanent fault', async () => {
    const topicArn = 'arn:aws:sns:us-east-1:123456789012:nowhere';
    const post = createSnsNotifier({ topicArn }).post(messageOf('lost'), null);
    await expect(post).rejects.toMatchObject({ kind: 'permanent', code: expect.stringMatching(/^NotFound/) });
  });
});

describe('with webhooks', () => {
  const webhook = useServer(startWebhook);

  describeNotifier<object>('a webhook', async () => ({
    notifier: createWebhook({ readUrl: async () => webhook.url, readKey: async () => 'key' }),
    messageOf: (text) => ({ title: text }),
    texts: async () => webhook.posts.map(({ body }) => JSON.parse(body).title),
  }));

  describeNotifier<object>('Teams', async () => ({
    notifier: createWebhook({ readUrl: async () => webhook.url }),
    messageOf: (text) => ({ type: 'message', attachments: [{ content: { fallbackText: text } }] }),
    texts: async () => webhook.posts.map(({ body }) => JSON.parse(body).attachments?.[0].content.fallbackText),
  }));
});

describe('with PagerDuty', () => {
  const pagerDuty = useServer(startWebhook);

  describeNotifier<object>('PagerDuty', async () => ({
    notifier: createPagerDuty({ url: pagerDuty.url, readRoutingKey: async () => 'key' }),
    messageOf: (text) => ({ event_action: 'trigger', payload: { summary: text } }),
    texts: async () => pagerDuty.posts.map(({ body }) => JSON.parse(body).payload.summary),
  }));
});

describe('with delivery streams and event buses', () => {
  const aws = useFaultyAws();
  const inbox = useServer(startWebhook);

  // The bytes that the stream writes to its destination.
  const streamed = () =>
    inbox.posts.flatMap(({ body }) =>
      (JSON.parse(body) as { records: { data: string }[] }).records.map(({ data }) =>
        Buffer.from(data, 'base64').toString('utf8'),
      ),
    );
  const createStream = () =>
    new FirehoseClient({}).send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName: 'alerts',
        HttpEndpointDestinationConfiguration: {
          EndpointConfiguration: { Url: inbox.url },
          S3Configuration: { RoleARN: 'arn:aws:iam::123456789012:role/x', BucketARN: 'arn:aws:s3:::backup' },
        },
      }),
    );

  describeNotifier<object>('Firehose', async () => {
    await createStream();
    return {
      notifier: createFirehoseNotifier({ streamName: 'alerts' }),
      messageOf: (text) => ({ title: text }),
      texts: async () => streamed().map((line) => JSON.parse(line).title),
    };
  });

  it('writes every record of a stream as one line with a line break at the end', () => {
    expect(streamed().length).toBeGreaterThan(0);
    for (const record of streamed()) expect(record).toMatch(/^[^\n]+\n$/);
  });

  it('accepts a record of the maximum size', async () => {
    const frame = Buffer.byteLength(`${JSON.stringify({ title: '' })}\n`);
    const title = 'x'.repeat(FIREHOSE_RECORD_BYTES - frame);
    await createFirehoseNotifier({ streamName: 'alerts', timeoutMs: 20_000 }).post({ title }, null);
    expect(streamed().at(-1)?.length).toBe(FIREHOSE_RECORD_BYTES);
  });

  it('reports a missing stream as a permanent fault', async () => {
    const post = createFirehoseNotifier({ streamName: 'nowhere' }).post({}, null);
    await expect(post).rejects.toMatchObject({ kind: 'permanent', code: 'ResourceNotFoundException' });
  });

  const busArn = 'arn:aws:events:us-east-1:123456789012:event-bus/alerts';
  interface BusEvent {
    readonly source: string;
    readonly 'detail-type': string;
    readonly detail: { readonly title: string };
  }
  const received: BusEvent[] = [];
  const receive = async () => {
    received.push(...(await receiveBodies<BusEvent>(aws.moto, 'bus')));
    return received;
  };
  const createBus = async () => {
    const events = new EventBridgeClient({});
    await aws.moto.call('sqs', 'AmazonSQS.CreateQueue', {
      QueueName: 'bus',
      Attributes: { VisibilityTimeout: '3600' },
    });
    await events.send(new CreateEventBusCommand({ Name: 'alerts' }));
    const EventPattern = JSON.stringify({ source: ['cloudtrail-to-slack'] });
    await events.send(new PutRuleCommand({ Name: 'all', EventBusName: 'alerts', EventPattern }));
    const Targets = [{ Id: 'queue', Arn: 'arn:aws:sqs:us-east-1:123456789012:bus' }];
    await events.send(new PutTargetsCommand({ Rule: 'all', EventBusName: 'alerts', Targets }));
  };

  describeNotifier<object>('an event bus', async () => {
    await createBus();
    return {
      notifier: createEventBusNotifier({ busArn }),
      messageOf: (text) => ({ title: text }),
      texts: async () => (await receive()).map(({ detail }) => detail.title),
    };
  });

  it('sets source and detail type of every event', async () => {
    expect((await receive())[0]).toMatchObject({ source: 'cloudtrail-to-slack', 'detail-type': 'CloudTrail alert' });
  });

  it.each([
    ['ThrottlingException', 'transient'],
    ['InternalFailure', 'transient'],
    ['AccessDeniedException', 'transient'],
    ['InvalidArgument', 'permanent'],
    ['NotAuthorizedForSourceException', 'permanent'],
  ])('treats an event that the bus rejects with %s as a %s fault, although the call succeeded', async (code, kind) => {
    const Entries = [{ ErrorCode: code, ErrorMessage: 'no' }];
    aws.misbehave({ kind: 'answer', status: 200, body: JSON.stringify({ FailedEntryCount: 1, Entries }) });
    const post = createEventBusNotifier({ busArn }).post({ title: 'refused' }, null);
    await expect(post).rejects.toMatchObject({ name: 'PortError', kind, code });
  });

  it('reports a missing bus as a permanent fault', async () => {
    const post = createEventBusNotifier({ busArn: busArn.replace('alerts', 'nowhere') }).post({}, null);
    await expect(post).rejects.toMatchObject({ kind: 'permanent', code: 'ResourceNotFoundException' });
  });
});
