// The attributes of a route that make it a digest. In: `digest` and its details. Out: the schedule of its summaries.

import * as v from 'valibot';
import type { Severity } from '../core/rules/rule.ts';
import { isTimeZone, type SummarySchedule, WEEKDAYS } from '../core/summaries/schedule.ts';

/** How to validate the attributes. */
export const scheduleFields = {
  digest: v.nullish(v.picklist(['daily', 'weekly'], 'must be "daily" or "weekly"')),
  digest_at: v.nullish(v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as "08:00"'))),
  digest_zone: v.nullish(
    v.pipe(
      v.string(),
      v.check(isTimeZone, 'is not a time zone; use a name such as "Europe/Berlin" or "UTC" (IANA time zone database)'),
    ),
  ),
  digest_day: v.nullish(v.picklist(WEEKDAYS, `must be one of ${WEEKDAYS.join(', ')}`)),
};

interface ScheduleAttributes {
  readonly digest?: 'daily' | 'weekly' | null | undefined;
  readonly digest_at?: string | null | undefined;
  readonly digest_zone?: string | null | undefined;
  readonly digest_day?: (typeof WEEKDAYS)[number] | null | undefined;
}

/** What contradicts each other in a route; null if nothing does. */
export function scheduleProblem({
  digest,
  digest_at,
  digest_zone,
  digest_day,
  severities,
}: RouteAttributes): string | null {
  if (!digest && (digest_at ?? digest_zone ?? digest_day)) {
    return 'digest_at, digest_zone and digest_day need digest = "daily" or "weekly"';
  }
  if (digest === 'daily' && digest_day) return 'digest_day needs digest = "weekly"';
  if (!digest || !severities?.includes('critical')) return null;
  return 'severities contains critical, but a critical alert never waits for a digest; name it in a route without digest';
}

interface RouteAttributes extends ScheduleAttributes {
  readonly severities?: readonly Severity[] | null | undefined;
}

/** The schedule of a route; undefined if it has none. By default 08:00 UTC, weekly on Monday. */
export function toSchedule(route: ScheduleAttributes): SummarySchedule | undefined {
  const { digest, digest_at: at, digest_zone: zone, digest_day: day } = route;
  if (!digest) return undefined;
  const [hour = 8, minute = 0] = (at ?? '08:00').split(':').map(Number);
  const weekday = digest === 'weekly' ? WEEKDAYS.indexOf(day ?? 'monday') : null;
  return { every: digest === 'daily' ? 'day' : 'week', weekday, hour, minute, zone: zone ?? 'UTC' };
}
