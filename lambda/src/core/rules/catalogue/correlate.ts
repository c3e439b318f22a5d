// Short forms for the correlations of the catalogue. Pure data.

import type { Correlation } from '../../correlation/correlation.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Who calls, whatever the session: the role of a role session, otherwise the identity. */
export const CALLER = 'userIdentity.sessionContext.sessionIssuer.arn or userIdentity.arn';

const ALONE = { rules: null, field: null, aliases: {}, learnMs: 0 } as const;

/** At least `gte` events of a group within `timespanMs`. */
export const many = (groupBy: readonly string[], gte: number, timespanMs: number): Correlation => ({
  ...ALONE,
  type: 'event_count',
  groupBy,
  gte,
  timespanMs,
});

/** At least `gte` different values of `field` in the events of a group within `timespanMs`. */
export const different = (field: string, groupBy: readonly string[], gte: number, timespanMs: number): Correlation => ({
  ...ALONE,
  type: 'value_count',
  field,
  groupBy,
  gte,
  timespanMs,
});

/** A group that did not occur for `timespanMs`; nothing alerts for the first `learnMs`. */
export const first = (groupBy: readonly string[], timespanMs: number, learnMs: number): Correlation => ({
  ...ALONE,
  type: 'first_seen',
  groupBy,
  gte: 1,
  timespanMs,
  learnMs,
});

/** Events of each rule, in this order, within `timespanMs`. */
export const oneAfterTheOther = (
  rules: readonly string[],
  groupBy: readonly string[],
  timespanMs: number,
  aliases: Correlation['aliases'] = {},
): Correlation => ({ ...ALONE, type: 'temporal_ordered', rules, groupBy, aliases, gte: rules.length, timespanMs });

/** Events of each rule, in any order, within `timespanMs`. */
export const inAnyOrder = (rules: readonly string[], groupBy: readonly string[], timespanMs: number): Correlation => ({
  ...ALONE,
  type: 'temporal',
  rules,
  groupBy,
  gte: rules.length,
  timespanMs,
});
