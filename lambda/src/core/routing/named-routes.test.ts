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
} as const;
const told = (routes: readonly NamedRoute[]) =>
  routeNotice(subject, withIds(namedRoutes(routes, destinations)).routeTables);

describe('routes by name', () => {
  it.each<[what: string, routes: readonly NamedRoute[], expected: readonly string[]]>([
    ['tell every destination everything where there are none', [], ['teams:/teams', 'sns:mail', 'sns:archive']],
    [
      'add up: every one that matches counts',
      [
        { severities: ['critical'], destinations: ['teams'] },
        { rules: ['root-*'], destinations: ['mail'] },
      ],
      ['teams:/teams', 'sns:mail', 'sns:archive'],
    ],
    [
      'keep from a destination what none of its routes takes',
      [{ severities: ['low'], destinations: ['teams', 'mail'] }],
      ['sns:archive'],
    ],
    [
      'tell a destination once, however many of its routes match',
      [
        { packs: ['core'], destinations: ['teams', 'mail', 'archive'] },
        { accounts: ['111111111111'], destinations: ['teams'] },
      ],
      ['teams:/teams', 'sns:mail', 'sns:archive'],
    ],
    [
      'need all of their conditions',
      [{ severities: ['critical'], accounts: ['222222222222'], destinations: ['teams', 'mail', 'archive'] }],
      [],
    ],
    [
      'take null for a condition that is left out',
      [{ severities: null, accounts: null, rules: null, packs: null, destinations: ['mail', 'teams', 'archive'] }],
      ['sns:mail', 'teams:/teams', 'sns:archive'],
    ],
  ])('%s', (_, routes, expected) => {
    expect(told(routes)).toEqual(expected);
  });

  it('fail on a name that nobody checked', () => {
    expect(() => told([{ destinations: ['fax'] }])).toThrow('no destination is called fax');
  });
});
