// Which values the settings accept: at the bounds, and what merely contains a valid value.

import { describe, expect, it } from 'vitest';
import { readText } from '../../test/repository.ts';
import { settingsProblems as problemsOf } from '../../test/settings-problems.ts';
import { parseSettings, SETTING_NAMES } from './settings.ts';

const VARIABLES = readText('variables.tf');

/** The default of a variable of the module, if it is on one line. */
function defaultOf(name: string): unknown {
  const [, block = ''] = VARIABLES.split(`variable "${name}" {`);
  const [, value] = /^ {2}default += (.*)$/m.exec(block.split('\nvariable "')[0] ?? '') ?? [];
  return value === undefined || value === '{' || value === '[' ? undefined : JSON.parse(value);
}

describe('a setting that is missing', () => {
  // Without this name there is no table, and so no state: only a deployment has one.
  const names = SETTING_NAMES.filter((name) => name !== 'dynamodb_table_name');
  const defaults = names
    .map((name) => [name, defaultOf(name)] as const)
    .filter(([, value]) => value !== undefined && value !== null);

  it('is found with its default in variables.tf', () => {
    expect(Object.fromEntries(defaults)).toMatchObject({ thread_replies_max: 10, use_default_rules: true });
  });

  it.each(defaults)('means the default of the module: %s = %j', (name, value) => {
    expect(parseSettings({ [name]: value })).toEqual(parseSettings({}));
  });
});

const stream = (name: string) => ({ destinations: { a: { type: 'firehose', delivery_stream_name: name } } });
const groups = (count: number) => Array.from({ length: count }, (_, at) => `g${at}`);
const correlation = (more: object) => ({
  rules: [{ name: 'n', correlation: { type: 'event_count', timespan: '7d', gte: 1000, rules: groups(50), ...more } }],
});
describe('a setting', () => {
  it.each<[object]>([
    [{ thread_replies_max: 0, dynamodb_time_to_live: 1, max_messages_per_invocation: 1 }],
    [{ verify_ignored_accounts: ['111122223333', '111122223333/us-gov-west-1'] }],
    [{ account_names: { 111122223333: 'x' } }],
    [{ slack_mentions: { high: ['U01', 'W01', 'S01', 'here', 'channel'] } }],
    [stream('x'.repeat(64))],
    [correlation({ group_by: groups(10) })],
  ])('can be %j', (json) => {
    expect(problemsOf(json)).toEqual([]);
  });

  it.each<[object, string]>([
    [{ thread_replies_max: -1 }, 'thread_replies_max: '],
    [{ max_messages_per_invocation: 0 }, 'max_messages_per_invocation: '],
    ...['1111222233334', 'x111122223333', '111122223333/', '111122223333/EU', '111122223333/eu west'].map(
      (account): [object, string] => [{ verify_ignored_accounts: [account] }, 'verify_ignored_accounts.0: must be'],
    ),
    [{ account_names: { 1111222233334: 'x' } }, 'account_names.1111222233334: an account id has 12 digits'],
    [{ account_names: { x111122223333: 'x' } }, 'account_names.x111122223333: an account id has 12 digits'],
    ...['xhere', 'here>', 'channel ', 'u01', 'U1', '<U01', 'U01>'].map((id): [object, string] => [
      { slack_mentions: { high: [id] } },
      'slack_mentions.high.0: must be the ID',
    ]),
    [{ access_portal_url: 'javascript:https://x.example' }, 'access_portal_url: must be the https URL'],
    [{ access_portal_url: 'https://x.example|y' }, 'access_portal_url: must be the https URL'],
    ...['', 'deliverystream/events', 'a b', 'x'.repeat(65)].map((name): [object, string] => [
      stream(name),
      'destinations.a.delivery_stream_name: must be the name of a stream',
    ]),
  ])('cannot be %j', (json, problem) => {
    expect(problemsOf(json)).toEqual([expect.stringContaining(problem)]);
  });

  it.each(['recovery_queue_url', 'dynamodb_table_name', 'slack_api_url'])(
    'is as given, or null if empty: %s',
    (name) => {
      const withValue = (value: string) => Object.values(parseSettings({ [name]: value }));
      expect(withValue('https://x.example')).toContain('https://x.example');
      expect(withValue('')).toEqual(Object.values(parseSettings({})));
    },
  );
});

it('a rule has the attributes that it was given', () => {
  const rule = { name: 'n', expression: 'x', severity: 'high', description: 'd', runbook_url: 'https://x.example' };
  const { runbook_url: runbookUrl, ...same } = rule;
  expect(parseSettings({ rules: [rule] }).rules).toEqual([{ ...same, runbookUrl, pack: null }]);
  expect(parseSettings({ rules: ['x'] }).rules).toEqual([
    { ...{ name: 'rule 1', expression: 'x', severity: 'medium' }, description: '', runbookUrl: null, pack: null },
  ]);
});
