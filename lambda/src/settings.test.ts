import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadSettings } from './load-settings.ts';
import { parseSettings, type SettingsError } from './settings.ts';

const encode = (value: unknown) => gzipSync(JSON.stringify(value)).toString('base64');
const problemsOf = (json: unknown): readonly string[] => {
  try {
    parseSettings(json);
    return [];
  } catch (error) {
    return (error as SettingsError).problems;
  }
};

describe('rules', () => {
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
      'takes strings and objects mixed',
      { rules: ['a', { name: 'n', expression: 'b' }] },
      [
        ['rule 1', 'a'],
        ['n', 'b'],
      ],
    ],
    ['takes null for none', { rules: null }, []],
  ];
  it.each(cases)('%s', (_, json, expected) => {
    expect(expressions(json)).toEqual(expected);
  });
});

describe('events to track', () => {
  it.each([
    ['a comma-separated string, spaces and all', 'A, B,,C', ['A', 'B', 'C']],
    ['a list', ['A', 'B'], ['A', 'B']],
    ['nothing', '', []],
  ] as [string, unknown, string[]][])('takes %s', (_, events, expected) => {
    expect(parseSettings({ events_to_track: events }).eventsToTrack).toEqual(expected);
  });
});

describe('packs', () => {
  it.each([
    ['core by default', {}, ['core']],
    ['none when the default rules are off', { use_default_rules: false }, []],
    ['core and others, each once', { rule_packs: ['cis', 'core'] }, ['core', 'cis']],
  ] as [string, unknown, string[]][])('are %s', (_, json, expected) => {
    expect(parseSettings(json).rulePacks).toEqual(expected);
  });
});

describe('destinations', () => {
  const slack = { slack_bot_token_reference: '/token', default_slack_channel_id: 'C1' };
  it('translates account channels and the default into one table', () => {
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

  it('gives SNS topics a table of their own', () => {
    const topic = 'arn:aws:sns:eu-west-1:111122223333:t';
    const settings = parseSettings({ default_slack_hook_url_reference: '/hook', default_sns_topic_arn: topic });
    expect(settings.routeTables).toEqual([[{ destination: 'webhook:/hook' }], [{ destination: `sns:${topic}` }]]);
  });
});

describe('problems', () => {
  it('are collected and name their place', () => {
    const problems = problemsOf({ log_level: 'LOUD', dynamodb_time_to_live: 0, account_names: { 12: 'x' } });
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).toMatch(/log_level[\s\S]*account_names\.12[\s\S]*dynamodb_time_to_live/);
  });

  it('are told of a text "false", which is no boolean', () => {
    expect(problemsOf({ rule_evaluation_errors_to_slack: 'false' })[0]).toContain('rule_evaluation_errors_to_slack');
  });
});

describe('loadSettings', () => {
  const noItem = () => Promise.resolve(undefined);
  it('reads the environment', async () => {
    expect((await loadSettings({ SETTINGS: encode({ function_name: 'f' }) }, noItem)).functionName).toBe('f');
  });

  it('reads the item that the environment names', async () => {
    const read = (table: string, key: string) => Promise.resolve(encode({ function_name: `${table}/${key}` }));
    expect((await loadSettings({ SETTINGS_TABLE: 't', SETTINGS_KEY: 'k' }, read)).functionName).toBe('t/k');
  });

  it.each([
    ['no settings at all', {}, 'neither SETTINGS nor'],
    ['an item that is not there', { SETTINGS_TABLE: 't', SETTINGS_KEY: 'k' }, 'table t has no item k'],
    ['text that is not gzip', { SETTINGS: 'abc' }, 'not base64 of gzipped JSON'],
  ] as [string, Record<string, string>, string][])('refuses %s', async (_, environment, message) => {
    await expect(loadSettings(environment, noItem)).rejects.toThrow(message);
  });
});
