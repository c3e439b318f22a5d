// Who and what a group is: the values of `group_by` as parts of a sentence. In: the alert of a correlation. Out: the actor, if
// the group is one, and the other values with a preposition each.

import { actorOf, roleNameOf } from '../../records/actor.ts';
import { actorParts } from '../headline.ts';
import { code, plain, type SentencePart, shortName, strong } from '../sentences/phrase.ts';
import { shortened } from '../shortened.ts';
import type { CorrelationAlert } from './correlation-alert.ts';

export interface GroupWords {
  /** Who acted; null if the group is not about one identity. */
  readonly actor: readonly SentencePart[] | null;
  /** Every other value: ` from 203.0.113.9 in eu-west-3`. */
  readonly qualifiers: readonly SentencePart[];
}

export interface GroupValue {
  readonly by: string;
  readonly value: string;
}

const ACTOR = /^userIdentity\.(?:arn|principalId|userName)$/;
const ROLE = /^userIdentity\.sessionContext\.sessionIssuer\.(?:arn|principalId|userName)$/;
const LONGEST_VALUE = 120;
const MOST_QUALIFIERS = 4;

const PREPOSITIONS: readonly (readonly [expression: RegExp, words: string])[] = [
  [/^sourceIPAddress$/, ' from '],
  [/^networkOf\(sourceIPAddress\)$/, ' from network '],
  [/^awsRegion$/, ' in '],
  [/^recipientAccountId$/, ' in account '],
  [/^userIdentity\.accountId$/, ' by account '],
  [/^userIdentity\.accessKeyId$/, ' with access key '],
  [/^userAgent$/, ' with user agent '],
  [/^userAgent\.before\("\/"\)$/, ' with client '],
  [/^requestParameters\.roleArn$/, ' with role '],
];

/** The group of an alert in words. The account of an actor is named elsewhere in the sentence. */
export function groupWords({ record, correlation }: CorrelationAlert): GroupWords {
  const values = groupValues(correlation);
  const [identity] = values.filter(({ by }) => isIdentity(by));
  const role = identity && hasRole(identity.by) ? roleNameOf(record) : null;
  if (identity === undefined || (role === null && hasRole(identity.by) && !namesUser(identity.by))) {
    return { actor: null, qualifiers: qualifiersOf(values) };
  }
  return {
    actor: role === null ? actorParts(actorOf(record)) : [plain('role '), strong(role)],
    qualifiers: qualifiersOf(values.filter(({ by }) => !isIdentity(by) && by !== 'recipientAccountId')),
  };
}

// Packs group by the role of a session, or by the user where there is none.
const alternatives = (by: string) => by.split(' or ').map((one) => one.trim());
/** Whether an expression of a group is the caller. */
export const isIdentity = (by: string) => alternatives(by).every((one) => ACTOR.test(one) || ROLE.test(one));
const hasRole = (by: string) => alternatives(by).some((one) => ROLE.test(one));
const namesUser = (by: string) => alternatives(by).some((one) => ACTOR.test(one));

function qualifiersOf(values: readonly GroupValue[]): readonly SentencePart[] {
  return values.slice(0, MOST_QUALIFIERS).flatMap(qualifier);
}

/** The expressions of the group with their values. */
export function groupValues({ groupBy, group }: CorrelationAlert['correlation']): readonly GroupValue[] {
  return group.map((value, index) => ({ by: groupBy[index] ?? '', value }));
}

function qualifier({ by, value }: GroupValue): readonly SentencePart[] {
  const known = PREPOSITIONS.find(([expression]) => expression.test(by));
  const words = known === undefined ? [plain(' with '), code(cut(by)), plain(' ')] : [plain(known[1])];
  return [...words, code(cut(shortName(value)))];
}

/** A text of a length that fits into a sentence. */
export function cut(text: string): string {
  return shortened(text, LONGEST_VALUE);
}
