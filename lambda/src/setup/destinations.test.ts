import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAlert, aSummary, RECORDS } from '../../test/render/notices.ts';
import { type LocalSlack, startSlack } from '../../test/servers/slack.ts';
import { type LocalWebhook, startWebhook } from '../../test/servers/webhook.ts';
import { createCollectingLog } from '../adapters/memory/log.ts';
import { createMemorySecrets } from '../adapters/memory/secrets.ts';
import type { Destination } from '../app/ports.ts';
import { createDestinations } from './destinations.ts';
import { parseSettings } from './settings.ts';

let slack: LocalSlack;
let webhook: LocalWebhook;
beforeAll(async () => {
  slack = await startSlack();
  webhook = await startWebhook();
});
afterAll(async () => {
  await slack?.close();
  await webhook?.close();
});

const secrets = () =>
  createMemorySecrets(
    new Map([
      ['/token', 'xoxb-test'],
      ['/hook', slack.webhookUrl()],
      ['/url', webhook.url],
      ['/key', 'key'],
    ]),
  );
const create = (json: object): Destination[] => [
  ...createDestinations(parseSettings(json), secrets(), createCollectingLog()).values(),
];
const NOTICE = anAlert(Object.values(RECORDS)[0] ?? {});
const deliver = async ({ renderer, notifier }: Destination) => notifier.post(await renderer.message(NOTICE, 1), null);

describe('createDestinations', () => {
  it('adds buttons to alerts of Slack channels with a signing secret, and changes nothing else', async () => {
    const settings = { slack_bot_token_reference: '/token', default_slack_channel_id: 'C0123456789' };
    const [without] = create(settings);
    const [withButtons] = create({ ...settings, slack_signing_secret_reference: '/secret' });
    const plain = (await without?.renderer.message(NOTICE, 1)) as { blocks: object[] };
    const pressable = (await withButtons?.renderer.message(NOTICE, 1)) as { blocks: object[] };
    expect([without?.hasButtons, withButtons?.hasButtons]).toEqual([undefined, true]);
    expect(JSON.stringify(plain)).not.toContain('"actions"');
    expect({ ...pressable, blocks: pressable.blocks.slice(0, -1) }).toEqual(plain);
    expect(pressable.blocks.at(-1)).toMatchObject({ type: 'actions' });
  });

  it('creates each kind of destination', async () => {
    const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;
    const made = create({
      slack_bot_token_reference: '/token',
      destinations: {
        a: { type: 'slack', channel_id: 'C1' },
        b: { type: 'slack_webhook', url_reference: '/hook' },
        c: { type: 'sns', topic_arn: arn('sns', 't') },
        d: { type: 'teams', url_reference: '/url' },
        e: { type: 'webhook', url_reference: '/url' },
        f: { type: 'firehose', delivery_stream_name: 's' },
        g: { type: 'pagerduty', routing_key_reference: '/key' },
        h: { type: 'event_bus', event_bus_arn: arn('events', 'event-bus/b') },
      },
    });
    const kinds = ['slack-app', 'slack-webhook', 'sns', 'teams', 'webhook', 'firehose', 'pagerduty', 'event-bus'];
    expect(made.map(({ kind }) => kind)).toEqual(kinds);
    const keepers = made.filter(({ everyNotice }) => everyNotice).map(({ kind }) => kind);
    expect(keepers).toEqual(['firehose', 'event-bus']);
    // Only a thread has a place for details.
    const detailed = made.filter(({ renderer }) => renderer.details).map(({ kind }) => kind);
    expect(detailed).toEqual(made.filter(({ notifier }) => notifier.update).map(({ kind }) => kind));
    for (const { renderer } of made) {
      expect(JSON.stringify(await renderer.message(aSummary(['a title']), 1))).toContain('a title');
    }
  });

  it('posts to another Slack, such as GovSlack, with slack_api_url', async () => {
    const [destination] = create({
      slack_bot_token_reference: '/token',
      slack_api_url: slack.apiUrl,
      destinations: { gov: { type: 'slack', channel_id: 'C0123456789' } },
    });
    await deliver(destination as Destination);
    expect(slack.messages.map(({ channel }) => channel)).toEqual(['C0123456789']);
  });

  it('posts to a Slack webhook whose URL is a secret', async () => {
    slack.reset();
    const [destination] = create({ destinations: { hook: { type: 'slack_webhook', url_reference: '/hook' } } });
    await deliver(destination as Destination);
    expect(slack.messages).toHaveLength(1);
  });

  it('posts a card to Teams', async () => {
    const [destination] = create({ destinations: { teams: { type: 'teams', url_reference: '/url' } } });
    await deliver(destination as Destination);
    const { headers, body } = webhook.posts.at(-1) ?? { headers: {}, body: '{}' };
    expect(JSON.parse(body)).toMatchObject({ type: 'message', attachments: [{ content: { type: 'AdaptiveCard' } }] });
    expect(headers).not.toHaveProperty('x-cloudtrail-to-slack-signature');
  });

  it('posts an event without a signature to a webhook without a key', async () => {
    const [destination] = create({ destinations: { own: { type: 'webhook', url_reference: '/url' } } });
    await deliver(destination as Destination);
    const { headers, body } = webhook.posts.at(-1) ?? { headers: {}, body: '{}' };
    expect(JSON.parse(body)).toMatchObject({ kind: 'alert' });
    expect(headers).not.toHaveProperty('x-cloudtrail-to-slack-signature');
  });

  it('posts the signed event to a webhook', async () => {
    const [destination] = create({
      destinations: { own: { type: 'webhook', url_reference: '/url', secret_reference: '/key' } },
    });
    await deliver(destination as Destination);
    const { headers, body } = webhook.posts.at(-1) ?? { headers: {}, body: '{}' };
    expect(JSON.parse(body)).toMatchObject({ version: 1, kind: 'alert', event: NOTICE.alert.record });
    expect(headers).toHaveProperty('x-cloudtrail-to-slack-signature', expect.stringMatching(/^v1=[0-9a-f]{64}$/));
  });
});
