import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { settingsProblems as problemsOf } from '../../test/settings-problems.ts';
import { loadSettings } from './load-settings.ts';
import { parseSettings } from './settings.ts';

const encode = (value: unknown) => gzipSync(JSON.stringify(value)).toString('base64');

describe('parseSettings, for rules,', () => {
  const expressions = (json: unknown) => parseSettings(json).rules.map(({ name, expression }) => [name, expression]);
  const cases: [string, unknown, [string, string][]][] = [
    [
      'splits a string at commas',
      { rules: 'a,b' },
      [
        ['rule 1', 'a'],
        ['rule 2', 'b'],
      ],
    ],
    [
      'splits a string at a custom separator',
      { rules: 'f(a,b)%c', rules_separator: '%' },
      [
        ['rule 1', 'f(a,b)'],
        ['rule 2', 'c'],
      ],
    ],
    [
      'leaves out empty pieces',
      { rules: 'a,,b, ,' },
      [
        ['rule 1', 'a'],
        ['rule 2', 'b'],
      ],
    ],
    [
      'accepts strings and objects in one list',
      { rules: ['a', { name: 'n', expression: 'b' }] },
      [
        ['rule 1', 'a'],
        ['n', 'b'],
      ],
    ],
    ['treats null as no rules', { rules: null }, []],
    ['names a rule with an empty name by its number', { rules: [{ name: ' ', expression: 'a' }] }, [['rule 1', 'a']]],
  ];
  it.each(cases)('%s', (_, json, expected) => {
    expect(expressions(json)).toEqual(expected);
  });
});

it.each([
  ['debug', 'DEBUG'],
  ['INFO', 'INFO'],
  ['WARNING', 'WARN'],
  ['WARN', 'WARN'],
  ['error', 'ERROR'],
  ['CRITICAL', 'ERROR'],
])('parseSettings converts the log level %s to %s', (log_level, logLevel) => {
  expect(parseSettings({ log_level }).logLevel).toBe(logLevel);
});

describe('parseSettings, for events_to_track,', () => {
  it.each([
    ['a comma-separated string with spaces', 'A, B,,C', ['A', 'B', 'C']],
    ['a string with line breaks', 'A,\n  B,\r\n\tC\n', ['A', 'B', 'C']],
    ['a list', ['A', 'B'], ['A', 'B']],
    ['an empty string', '', []],
  ] as [string, unknown, string[]][])('accepts %s', (_, events, expected) => {
    expect(parseSettings({ events_to_track: events }).eventsToTrack).toEqual(expected);
  });
});

describe('parseSettings, for packs,', () => {
  it.each([
    ['core by default', {}, ['core']],
    ['none when the default rules are off', { use_default_rules: false }, []],
    ['core and the packs of rule_packs, each once', { rule_packs: ['cis', 'core'] }, ['core', 'cis']],
  ] as [string, unknown, string[]][])('returns %s', (_, json, expected) => {
    expect(parseSettings(json).rulePacks).toEqual(expected);
  });
});

describe('parseSettings, for the variables of the predecessor,', () => {
  const slack = { slack_bot_token_reference: '/token', default_slack_channel_id: 'C1' };
  it('puts account channels and the default channel into one route table', () => {
    const settings = parseSettings({
      ...slack,
      slack_app_configuration: [{ accounts: ['1'], slack_channel_id: 'C2' }],
    });
    expect(settings.routeTables).toEqual([[{ accounts: ['1'], destination: 'slack:C2' }, { destination: 'slack:C1' }]]);
    expect(settings.destinations.map(({ id }) => id)).toEqual(['slack:C2', 'slack:C1']);
  });

  it('prefers the bot token to webhooks', () => {
    const settings = parseSettings({ ...slack, default_slack_hook_url_reference: '/hook' });
    expect(settings.destinations.map(({ kind }) => kind)).toEqual(['slack-app']);
  });

  it('puts SNS topics into a separate route table', () => {
    const topic = 'arn:aws:sns:eu-west-1:111122223333:t';
    const settings = parseSettings({ default_slack_hook_url_reference: '/hook', default_sns_topic_arn: topic });
    expect(settings.routeTables).toEqual([[{ destination: 'webhook:/hook' }], [{ destination: `sns:${topic}` }]]);
  });
});

describe('parseSettings, for named destinations,', () => {
  const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;
  const token = { slack_bot_token_reference: '/token' };
  const nulls = { channel_id: null, url_reference: null, topic_arn: null, secret_reference: null };
  const cases: [string, Record<string, unknown>, object][] = [
    [
      'a Slack channel',
      { type: 'slack', channel_id: 'C1' },
      { kind: 'slack-app', id: 'slack:C1', channelId: 'C1', tokenReference: '/token' },
    ],
    [
      'a Slack webhook',
      { type: 'slack_webhook', url_reference: '/hook' },
      { kind: 'slack-webhook', id: 'webhook:/hook', urlReference: '/hook' },
    ],
    [
      'a topic',
      { type: 'sns', topic_arn: arn('sns', 't') },
      { kind: 'sns', id: `sns:${arn('sns', 't')}`, topicArn: arn('sns', 't') },
    ],
    [
      'Teams',
      { type: 'teams', url_reference: '/teams' },
      { kind: 'teams', id: 'teams:/teams', urlReference: '/teams' },
    ],
    [
      'PagerDuty',
      { type: 'pagerduty', routing_key_reference: '/pager' },
      { kind: 'pagerduty', id: 'pagerduty:/pager', serviceRegion: 'us', routingKeyReference: '/pager' },
    ],
    [
      'PagerDuty in Europe',
      { type: 'pagerduty', routing_key_reference: '/pager', service_region: 'eu' },
      { kind: 'pagerduty', id: 'pagerduty:/pager', serviceRegion: 'eu', routingKeyReference: '/pager' },
    ],
    [
      'a webhook',
      { type: 'webhook', url_reference: '/url' },
      { kind: 'webhook', id: 'https:/url', urlReference: '/url', secretReference: null },
    ],
    [
      'a signed webhook',
      { type: 'webhook', url_reference: '/url', secret_reference: '/key' },
      { kind: 'webhook', id: 'https:/url signed by /key', urlReference: '/url', secretReference: '/key' },
    ],
    [
      'a delivery stream by name',
      { type: 'firehose', delivery_stream_name: 'events' },
      { kind: 'firehose', id: 'firehose:events', streamName: 'events', region: null },
    ],
    [
      'a delivery stream by ARN',
      { type: 'firehose', delivery_stream_arn: arn('firehose', 'deliverystream/events') },
      {
        kind: 'firehose',
        id: `firehose:${arn('firehose', 'deliverystream/events')}`,
        streamName: 'events',
        region: 'eu-west-1',
      },
    ],
    [
      'an event bus',
      { type: 'event_bus', event_bus_arn: arn('events', 'event-bus/alerts') },
      {
        kind: 'event-bus',
        id: `event-bus:${arn('events', 'event-bus/alerts')}`,
        busArn: arn('events', 'event-bus/alerts'),
      },
    ],
  ];
  it.each(cases)('accepts %s, which receives everything if no route names it', (_, given, expected) => {
    const settings = parseSettings({ ...token, destinations: { one: { ...nulls, ...given } } });
    expect(settings.destinations).toEqual([expected]);
    expect(settings.routeTables).toEqual([[{ destination: settings.destinations[0]?.id }]]);
  });

  it('adds a table for every route to the tables of the predecessor', () => {
    const settings = parseSettings({
      ...token,
      default_slack_channel_id: 'C1',
      destinations: {
        teams: { type: 'teams', url_reference: '/teams' },
        audit: { type: 'slack', channel_id: 'C2' },
        stream: { type: 'firehose', delivery_stream_name: 'all' },
      },
      routes: [
        { severities: ['critical'], accounts: null, destinations: ['teams', 'audit'] },
        { rules: ['root-*'], packs: ['core'], accounts: ['111122223333'], destinations: ['audit'] },
      ],
    });
    expect(settings.routeTables).toEqual([
      [{ destination: 'slack:C1' }],
      [{ severities: ['critical'], destination: 'teams:/teams' }],
      [{ severities: ['critical'], destination: 'slack:C2' }],
      [{ accounts: ['111122223333'], rules: ['root-*'], packs: ['core'], destination: 'slack:C2' }],
      [{ destination: 'firehose:all' }],
    ]);
  });

  it('merges destinations with the same address', () => {
    const settings = parseSettings({
      ...token,
      default_slack_channel_id: 'C1',
      destinations: { same: { type: 'slack', channel_id: 'C1' }, again: { type: 'slack', channel_id: 'C1' } },
    });
    expect(settings.destinations.map(({ id }) => id)).toEqual(['slack:C1']);
  });

  it.each([
    ['https://d-0123456789.awsapps.com/start', 'https://d-0123456789.awsapps.com/start'],
    ['https://d-0123456789.awsapps.com/start/', 'https://d-0123456789.awsapps.com/start'],
    [null, null],
  ])('accepts the access portal %s', (access_portal_url, expected) => {
    expect(parseSettings({ access_portal_url }).accessPortalUrl).toBe(expected);
  });

  it.each([
    'http://d-0123456789.awsapps.com/start',
    'd-0123456789.awsapps.com',
    'https://x.example/#/console',
    'https://x.example/>',
    'https://x.example/ y',
    '',
  ])('refuses the access portal %j', (access_portal_url) => {
    expect(problemsOf({ access_portal_url })).toEqual([
      expect.stringMatching(/^access_portal_url: must be the https URL/),
    ]);
  });

  it('accepts mentions by severity', () => {
    const slack_mentions = { critical: ['S0123456789', 'U0123456789', 'here', 'channel'], info: [] };
    expect(parseSettings({ slack_mentions }).slackMentions).toEqual(slack_mentions);
    expect(parseSettings({ slack_mentions: null }).slackMentions).toEqual({});
  });

  it.each([
    [{ urgent: ['here'] }, /^slack_mentions\.urgent: /],
    [{ high: ['@alice'] }, /^slack_mentions\.high\.0: must be the ID of a Slack user or user group, here or channel$/],
    [{ high: Array.from({ length: 6 }, () => 'here') }, /^slack_mentions\.high: has more than 5 IDs$/],
  ])('refuses the mentions %j', (slack_mentions, problem) => {
    expect(problemsOf({ slack_mentions })).toEqual([expect.stringMatching(problem)]);
  });

  it('accepts settings without destinations', () => {
    expect(parseSettings({ destinations: null, routes: null })).toMatchObject({ destinations: [], routeTables: [] });
  });
});

describe('parseSettings, for an invalid destination or route,', () => {
  const teams = { teams: { type: 'teams', url_reference: '/teams' } };
  it.each<[what: string, json: object, problem: string]>([
    ['an unknown type', { destinations: { a: { type: 'fax' } } }, 'destinations.a.type: '],
    ['a missing address', { destinations: { a: { type: 'sns', topic_arn: null } } }, 'destinations.a.topic_arn: '],
    [
      'an address of another type',
      { destinations: { a: { type: 'teams', url_reference: '/x', topic_arn: 'y' } } },
      'destinations.a.topic_arn: ',
    ],
    [
      'an ARN of another service',
      { destinations: { a: { type: 'sns', topic_arn: 'arn:aws:sqs:x' } } },
      'an ARN of sns',
    ],
    [
      'no delivery stream',
      { destinations: { a: { type: 'firehose' } } },
      'destinations.a: needs either delivery_stream_name or delivery_stream_arn',
    ],
    [
      'two delivery streams',
      {
        destinations: {
          a: {
            type: 'firehose',
            delivery_stream_name: 'x',
            delivery_stream_arn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/x',
          },
        },
      },
      'destinations.a: needs either',
    ],
    [
      'a Slack channel without a token',
      { destinations: { a: { type: 'slack', channel_id: 'C1' } } },
      'destinations.a: type slack requires slack_bot_token',
    ],
    [
      'a route to nowhere',
      { destinations: teams, routes: [{ destinations: ['team'] }] },
      'routes.0.destinations: team is not one of the destinations (teams)',
    ],
    ['a route without destinations', { routes: [{ destinations: [] }] }, 'routes.0.destinations: names no'],
    [
      'an empty condition',
      { destinations: teams, routes: [{ accounts: [], destinations: ['teams'] }] },
      'routes.0.accounts: is empty',
    ],
    [
      'a misspelled condition',
      { destinations: teams, routes: [{ account: ['111122223333'], destinations: ['teams'] }] },
      'routes.0.account: ',
    ],
    [
      'a pack that is not on',
      { destinations: teams, routes: [{ packs: ['cis'], destinations: ['teams'] }] },
      'routes.0.packs: cis is not on (rule_packs: core)',
    ],
    [
      'an invalid account id',
      { destinations: teams, routes: [{ accounts: ['12'], destinations: ['teams'] }] },
      'routes.0.accounts.0: an account id has 12 digits',
    ],
  ])('reports %s', (_, json, problem) => {
    expect(problemsOf(json)).toEqual([expect.stringContaining(problem)]);
  });

  it('reports every problem in one error', () => {
    const destinations = { a: { type: 'slack', channel_id: 'C1' }, b: { type: 'sns' }, c: 'c' };
    const problems = problemsOf({ log_level: 'LOUD', destinations, routes: [{ destinations: ['d', 'a'] }] });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'log_level',
      'destinations.b.topic_arn',
      'destinations.c',
      'destinations.a',
      'routes.0.destinations',
    ]);
  });

  it('reports a secret in place of a reference without repeating it', () => {
    const url = 'https://example.webhook.office.com/secret';
    const problems = problemsOf({ destinations: { a: { type: 'teams', url_reference: url } } });
    expect(problems).toEqual([expect.stringContaining('destinations.a.url_reference: must be the name')]);
    expect(problems.join()).not.toContain('office.com');
  });
});

describe('parseSettings, for an invalid rule,', () => {
  it.each<[what: string, json: object, problem: string]>([
    ['a rule without an expression', { rules: ['a', { name: 'b' }] }, 'rules.1.expression: '],
    ['a rule whose name is a number', { ignore_rules: [{ name: 5, expression: 'a' }] }, 'ignore_rules.0.name: '],
    ['a predicate that is not a string', { predicates: { isA: 5 } }, 'predicates.isA: '],
    ['a rule of unknown severity', { rules: [{ expression: 'a', severity: 'urgent' }] }, 'rules.0.severity: '],
    ['a list inside the list', { rules: [['a']] }, 'rules.0: '],
    ['a number instead of the list', { rules: 5 }, 'rules: '],
    ['a number among event names', { events_to_track: ['A', 5] }, 'events_to_track.1: '],
  ])('reports the position of %s', (_, json, problem) => {
    expect(problemsOf(json)[0]).toMatch(new RegExp(`^${problem}`));
  });
});

describe('parseSettings', () => {
  it('lists every problem with its position', () => {
    const problems = problemsOf({ log_level: 'LOUD', dynamodb_time_to_live: 0, account_names: { 12: 'x' } });
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).toMatch(/log_level[\s\S]*account_names\.12[\s\S]*dynamodb_time_to_live/);
  });

  it('rejects the string "false" as a boolean', () => {
    expect(problemsOf({ rule_evaluation_errors_to_slack: 'false' })[0]).toContain('rule_evaluation_errors_to_slack');
  });
});

describe('loadSettings', () => {
  const noItem = () => Promise.resolve(undefined);
  it('reads the settings from the environment', async () => {
    expect((await loadSettings({ SETTINGS: encode({ function_name: 'f' }) }, noItem)).functionName).toBe('f');
  });

  it('reads the item that the environment variables name', async () => {
    const read = (table: string, key: string) => Promise.resolve(encode({ function_name: `${table}/${key}` }));
    expect((await loadSettings({ SETTINGS_TABLE: 't', SETTINGS_KEY: 'k' }, read)).functionName).toBe('t/k');
  });

  it.each([
    ['an environment without settings', {}, 'neither SETTINGS nor'],
    ['a missing item', { SETTINGS_TABLE: 't', SETTINGS_KEY: 'k' }, 'table t has no item k'],
    ['a string that is not gzip', { SETTINGS: 'abc' }, 'not base64 of gzipped JSON'],
  ] as [string, Record<string, string>, string][])('rejects %s', async (_, environment, message) => {
    await expect(loadSettings(environment, noItem)).rejects.toThrow(message);
  });
});
