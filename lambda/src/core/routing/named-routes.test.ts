import { describe, expect, it } from 'vitest';
import { type DestinationSettings, snsTopic, teams, withIds } from './destination-settings.ts';
import { type NamedRoute, namedRoutes } from './named-routes.ts';
import { routeNotice } from './route.ts';

const destinations = new Map<string, DestinationSettings>([
  ['teams', teams('/teams')],
  ['mail', snsTopic('mail')],
  ['archive', snsTopic('archive')],
]);
const subject = {
  accountIds: ['111111111111'],
  ruleName: 'root-user-signed-in',
  pack: 'core',
  severity: 'critical',
  otherRules: [{ name: 'own-rule', severity: 'low', pack: null }],
} as const;
const destinationsFor = (routes: readonly NamedRoute[]) =>
  routeNotice(subject, withIds(namedRoutes(routes, destinations)).routeTables);

describe('named routes', () => {
  it.each<[what: string, routes: readonly NamedRoute[], expected: readonly string[]]>([
    ['send every notice to every destination if there are none', [], ['teams:/teams', 'sns:mail', 'sns:archive']],
    [
      'add up: every route that fits applies',
      [
        { severities: ['critical'], destinations: ['teams'] },
        { rules: ['root-*'], destinations: ['mail'] },
      ],
      ['teams:/teams', 'sns:mail', 'sns:archive'],
    ],
    [
      'send nothing to a destination if none of its routes fits',
      [{ severities: ['high'], destinations: ['teams', 'mail'] }],
      ['sns:archive'],
    ],
    [
      'reach a destination once, however many of its routes fit',
      [
        { packs: ['core'], destinations: ['teams', 'mail', 'archive'] },
        { accounts: ['111111111111'], destinations: ['teams'] },
      ],
      ['teams:/teams', 'sns:mail', 'sns:archive'],
    ],
    [
      'fit only if all of their conditions hold',
      [{ severities: ['critical'], accounts: ['222222222222'], destinations: ['teams', 'mail', 'archive'] }],
      [],
    ],
    [
      'send one notice to the destinations of every matching rule',
      [
        { severities: ['critical'], destinations: ['teams'] },
        { rules: ['own-*'], severities: ['low'], destinations: ['mail', 'teams'] },
        { rules: ['own-*'], severities: ['critical'], destinations: ['archive'] },
      ],
      ['teams:/teams', 'sns:mail'],
    ],
    [
      'treat null as an omitted condition',
      [{ severities: null, accounts: null, rules: null, packs: null, destinations: ['mail', 'teams', 'archive'] }],
      ['sns:mail', 'teams:/teams', 'sns:archive'],
    ],
  ])('%s', (_, routes, expected) => {
    expect(destinationsFor(routes)).toEqual(expected);
  });

  it('fail on an unknown destination name', () => {
    expect(() => destinationsFor([{ destinations: ['fax'] }])).toThrow('there is no destination fax');
  });
});
