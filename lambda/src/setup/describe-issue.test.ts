import { describe, expect, it } from 'vitest';
import { settingsProblems as problemsOf } from '../../test/settings-problems.ts';

describe('a problem with a setting is described in the words of Terraform:', () => {
  it.each<[json: unknown, problem: string]>([
    [5, 'must be an object, not 5'],
    [{ rules: [{ expresion: 'a' }] }, 'rules.0.expresion: does not exist; did you mean `expression`?'],
    [
      { rules: [{ expression: 'a', tags: 1 }] },
      'rules.0.tags: does not exist; the attributes are name, expression, severity, ',
    ],
    [
      { rules: [{ name: 'a', correlation: { type: 'event_count', timspan: '1m', gte: 2 } }] },
      'rules.0.correlation.timspan: does not exist; did you mean `timespan`?',
    ],
    [
      { rules: [{ expression: 'a', severity: 'hgh' }] },
      'rules.0.severity: must be info, low, medium, high or critical, not "hgh"',
    ],
    [{ rules: [{ expression: 5 }] }, 'rules.0.expression: must be a string, not 5'],
    [{ rules: [5] }, 'rules.0: must be an object, not 5'],
    [{ rules: [['a']] }, 'rules.0: must be a string or an object, not a list'],
    [{ rules: 5 }, 'rules: must be a list, not 5'],
    [{ use_default_rules: 'no' }, 'use_default_rules: must be true or false, not "no"'],
    [{ dynamodb_time_to_live: 'long' }, 'dynamodb_time_to_live: must be a number, not "long"'],
    [{ slack_app_configuration: [{ accounts: [] }] }, 'slack_app_configuration.0.slack_channel_id: is missing; add it'],
    [{ lists: { office: '10.0.0.0/8' } }, 'lists.office: must be a list, not "10.0.0.0/8"'],
    [
      { routes: [{ destinations: ['a'], severity: ['high'] }] },
      'routes.0.severity: does not exist; the attributes are accounts, rules, severities, ',
    ],
    [
      { destinations: { a: { type: 'teams', url_reference: '/x', topic_arn: 'y' } } },
      'destinations.a.topic_arn: does not exist; remove it, or correct its name',
    ],
    [
      { rules: [{ name: 'a', expression: 'a', correlation: { type: 'count' } }] },
      'must be event_count, value_count, first_seen, temporal or temporal_ordered',
    ],
    [
      { console_actions: { excluded_user: ['a'] } },
      'console_actions.excluded_user: does not exist; did you mean `excluded_users`?',
    ],
  ])('%j', (json, problem) => {
    expect(problemsOf(json)[0]).toContain(problem);
  });
});
