// The faults of the predecessor, each with the test that shows it gone. Those that are not here:
//
// | fault                                                          | is gone by
// | a digest key ends the whole batch with success                  | bad-input.test.ts, "a control message or a digest file"
// | Slack's answer to a webhook is ignored, no handling of 429      | slack-bad-days.test.ts, "by webhook"
// | `rule_evaluation_errors_to_slack = false` is the text "false"   | rule-errors.test.ts; that it arrives as a boolean: below
// | per-account SNS topics get no IAM permission                    | tests/permissions.tftest.hcl (Terraform)
// | token and all rules in a 4 KB environment                       | tests/settings.tftest.hcl (Terraform), ../e2e/thousand-rules.test.ts
// | eval of user text, rules compiled again, events flattened twice  | ../language, ../rules
// | a rule error is posted for every event                          | rule-errors.test.ts

import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import type { Destination } from '../../src/app/ports.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import { parseSettings } from '../../src/setup/settings.ts';
import { startSlack } from '../servers/slack.ts';
import { useServer } from '../servers/use-server.ts';
import { aRecord, batchOf, notification, records } from './payloads.ts';
import { createWorld, deliveredEvents, firstMessages } from './pipeline-world.ts';

describe('an exception in the middle of a file', () => {
  it('neither drops the records after it nor counts as success', async () => {
    const world = createWorld();
    world.put('file', aRecord({}, 'ann'), aRecord({ eventID: 'bad' }, 'bob'), aRecord({}, 'cleo'));
    const destinations = new Map(
      [...world.pipeline.destinations].map(([id, destination]) => {
        const { notifier } = destination;
        const post: typeof notifier.post = (message, thread) => {
          if (JSON.stringify(message).includes('"bad"')) throw new Error('an exception');
          return notifier.post(message, thread);
        };
        return [id, { ...destination, notifier: { ...notifier, post } }];
      }),
    );
    const { retries } = await world.invoke(batchOf('file'), { destinations });
    expect(deliveredEvents(world.channel())).toHaveLength(2);
    expect(retries).toMatchObject([{ id: 'm0', cause: expect.stringMatching('1 of 3') }]);
  });
});

describe('messages, with the real renderer against a Slack with its limits', () => {
  const slack = useServer(() => startSlack({ channels: ['C0DEFAULT01'] }));
  beforeEach(() => slack.reset());

  const world = (settings = {}) =>
    createWorld({
      settings,
      destinations: (parsed) => {
        const [one] = parsed.destinations;
        const notifier = createSlackApp({
          channel: 'C0DEFAULT01',
          readToken: async () => 'xoxb-test',
          apiUrl: slack.apiUrl,
        });
        const id = one?.id ?? '';
        return new Map([
          [id, { id, kind: 'slack-app', renderer: createSlackRenderer(parsed), notifier } as Destination],
        ]);
      },
    });

  it.each<[string, number]>([
    ['at the limit of a block', 3_000],
    ['beyond it', 3_001],
    ['far beyond it', 300_000],
  ])('with texts %s are accepted as they are', async (_, length) => {
    const one = world();
    const text = '<&>"\n'.repeat(length / 5);
    one.put('file', aRecord({ userAgent: text, errorMessage: text, requestParameters: { text, list: [text, text] } }));
    expect((await one.invoke(batchOf('file'))).counters.delivered).toBe(1);
    expect(one.logged('message_shown_plainly')).toEqual([]);
    expect(slack.calls.map(({ answer }) => answer)).toEqual(slack.calls.map(() => 'ok'));
  });

  const login = { eventName: 'ConsoleLogin', eventSource: 'signin.amazonaws.com', eventType: 'AwsConsoleSignIn' };
  const success = { ...login, responseElements: { ConsoleLogin: 'Success' } };

  it.each<[string, object]>([
    ['MFAUsed', { additionalEventData: {} }],
    ['additionalEventData', {}],
    ['an object as additionalEventData', { additionalEventData: null }],
  ])('of a ConsoleLogin without %s are made and posted', async (_, more) => {
    const one = world({ use_default_rules: true, rules: ["eventName == 'ConsoleLogin'"] });
    one.put('file', aRecord({ ...success, ...more }));
    const { counters, retries } = await one.invoke(batchOf('file'));
    expect(counters).toMatchObject({ delivered: 1, ruleErrors: 0 });
    expect(retries).toEqual([]);
    expect(slack.messages.length).toBeGreaterThan(0);
  });
});

describe('AccessDenied metrics', () => {
  it('take one call an invocation, however many events there are', async () => {
    const world = createWorld();
    const denied = { eventName: 'GetObject', errorCode: 'AccessDenied' };
    world.put('one', ...records(500, denied));
    world.put('two', ...records(500, denied));
    const metrics = createMemoryMetrics();
    const { processPayload } = await import('../../src/app/process-payload.ts');
    await processPayload(batchOf('one', 'two'), { ...world.pipeline, metrics }, world.clock.nowMs() + 30_000);
    expect(metrics.pushes).toHaveLength(1);
    expect(metrics.total('TotalAccessDeniedEvents')).toBe(1_000);
  });

  it('count a retried file once, when it is complete', async () => {
    const world = createWorld({ settings: { ignore_rules: ["userIdentity.principalId == 'joe'"] } });
    const denied = { eventName: 'GetObject', errorCode: 'AccessDenied' };
    world.put('file', aRecord(), aRecord(denied), aRecord(denied, 'joe'));
    world.channel().failNext(() => new Error('a bug'), 1);
    const first = await world.invoke(batchOf('file'));
    const second = await world.invoke(batchOf('file'));
    expect([first, second].map(({ counters }) => [counters.accessDenied, counters.accessDeniedIgnored])).toEqual([
      [0, 0],
      [2, 1],
    ]);
  });
});

describe('the first two events of a thread at the same time', () => {
  it('make one thread', async () => {
    const world = createWorld();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const name of names) world.put(name, aRecord());
    await Promise.all(names.map((name) => world.invoke(notification(name))));
    expect(firstMessages(world.channel())).toHaveLength(1);
    expect(deliveredEvents(world.channel())).toHaveLength(6);
  });
});

describe('settings', () => {
  it('do not take the text "false" for true', () => {
    expect(() => parseSettings({ rule_evaluation_errors_to_slack: 'false' })).toThrow(
      /rule_evaluation_errors_to_slack/,
    );
    expect(parseSettings({ rule_evaluation_errors_to_slack: false }).notifyRuleErrors).toBe(false);
  });

  it('take rules that hold the separator, as a list', async () => {
    const world = createWorld({
      settings: { rules: ["eventName in ['DeleteTrail', 'StopLogging']", "eventName == 'a,b'"], rules_separator: ',' },
    });
    world.put('file', aRecord({ eventName: 'StopLogging' }), aRecord({ eventName: 'a,b' }));
    expect((await world.invoke(batchOf('file'))).counters).toMatchObject({ delivered: 2, ruleErrors: 0 });
  });
});
