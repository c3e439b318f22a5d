import { describe, expect, it } from 'vitest';
import { parseSettings, SettingsError } from './settings.ts';

const destinations = {
  teams: { type: 'teams', url_reference: '/teams' },
  tickets: { type: 'webhook', url_reference: '/tickets' },
};
const parse = (route: object) => parseSettings({ destinations, routes: [{ destinations: ['teams'], ...route }] });

describe('the digest of a route', () => {
  const daily = { every: 'day', weekday: null, hour: 8, minute: 0, zone: 'UTC' };
  const weekly = { ...daily, every: 'week', weekday: 1 };
  it.each<[what: string, route: object, schedule: object]>([
    ['is daily', { digest: 'daily', digest_at: null, digest_zone: null, digest_day: null }, daily],
    ['is weekly, on Monday', { digest: 'weekly' }, weekly],
    ['is weekly, on another day', { digest: 'weekly', digest_day: 'sunday' }, { ...weekly, weekday: 0 }],
    ['has a time', { digest: 'daily', digest_at: '17:30' }, { ...daily, hour: 17, minute: 30 }],
    ['has a time zone', { digest: 'daily', digest_zone: 'Europe/Berlin' }, { ...daily, zone: 'Europe/Berlin' }],
  ])('%s', (_, route, schedule) => {
    expect(parse(route).routeTables[0]).toEqual([{ destination: 'teams:/teams', schedule }]);
  });

  it('is absent from a route without one', () => {
    expect(parse({ digest: null, digest_at: null }).routeTables[0]).toEqual([{ destination: 'teams:/teams' }]);
  });

  it.each<[what: string, route: object, problem: string]>([
    ['of critical alerts', { digest: 'daily', severities: ['critical'] }, 'routes.0: severities contains critical'],
    ['that is hourly', { digest: 'hourly' }, 'routes.0.digest: must be "daily" or "weekly"'],
    ['at no time', { digest: 'daily', digest_at: '24:00' }, 'routes.0.digest_at: must be a time such as "08:00"'],
    ['at more than a time', { digest: 'daily', digest_at: '08:000' }, 'routes.0.digest_at: must be a time'],
    ['at less than a time', { digest: 'daily', digest_at: '8:00' }, 'routes.0.digest_at: must be a time'],
    ['in no time zone', { digest: 'daily', digest_zone: 'Europe/Nowhere' }, 'routes.0.digest_zone: is not a time zone'],
    ['on no day', { digest: 'weekly', digest_day: 'Mon' }, 'routes.0.digest_day: must be one of sunday, monday'],
    [
      'that is daily, on a day',
      { digest: 'daily', digest_day: 'monday' },
      'routes.0: digest_day needs digest = "weekly"',
    ],
    ['with a time alone', { digest_at: '08:00' }, 'routes.0: digest_at, digest_zone and digest_day need digest'],
    ['with a time zone alone', { digest_zone: 'UTC' }, 'routes.0: digest_at, digest_zone and digest_day need digest'],
    ['with a day alone', { digest_day: 'monday' }, 'routes.0: digest_at, digest_zone and digest_day need digest'],
    [
      'for a machine',
      { digest: 'daily', destinations: ['teams', 'tickets'] },
      'routes.0.digest: tickets receives every alert as JSON, never a digest',
    ],
  ])('is refused %s', (_, route, problem) => {
    expect(() => parse(route)).toThrow(SettingsError);
    expect(() => parse(route)).toThrow(problem);
  });
});
