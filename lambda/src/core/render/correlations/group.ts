// Who and what a group is: the values of `group_by` as parts of a sentence. In: the alert of a correlation. Out: the actor, if
// the group is one, and the other values with a preposition each.

import { actorOf, roleNameOf } from '../../records/actor.ts';
import { actorParts } from '../headline.ts';
import type { SentencePart } from '../sentences/phrase.ts';
import type { CorrelationAlert } from './correlation-alert.ts';

export interface GroupWords {
  /** Who acted; null if the group is not about one identity. */
  readonly actor: readonly SentencePart[] | null;
  /** Every other value: ` from 203.0.113.9 in eu-west-3`. */
  readonly qualifiers: readonly SentencePart[];
  /** The other expressions and their values. */
  readonly rest: readonly GroupValue[];
}

export interface GroupValue {
  readonly by: string;
  readonly value: string;
}

const ACTOR = /^userIdentity\.(?:arn|principalId|userName)$/;
const ROLE = /^userIdentity\.sessionContext\.sessionIssuer\.(?:arn|principalId|userName)$/;
// A role whatever the session, otherwise the identity.
const CALLER = /^userIdentity\.sessionContext\.sessionIssuer\.arn or userIdentity\.arn$/;
const LONGEST_VALUE = 120;
const MOST_QUALIFIERS = 4;

const PREPOSITIONS: ReadonlyMap<string, string> = new Map([
  ['sourceIPAddress', ' from '],
  ['awsRegion', ' in '],
  ['recipientAccountId', ' in account '],
  ['userIdentity.accountId', ' by account '],
  ['networkOf(sourceIPAddress)', ' from network '],
  ['userAgent', ' with user agent '],
  ['userAgent.before("/")', ' with '],
  ['userIdentity.accessKeyId', ' with access key '],
  ['requestParameters.roleArn', ' with role '],
]);

/** The group of an alert in words. */
export function groupWords({ record, correlation }: CorrelationAlert): GroupWords {
  const values = groupValues(correlation);
  const role = values.some(({ by }) => ROLE.test(by) || CALLER.test(by)) ? roleNameOf(record) : null;
  const isWho = (by: string) => ACTOR.test(by) || CALLER.test(by) || (role !== null && ROLE.test(by));
  const byActor = values.some(({ by }) => ACTOR.test(by) || (role === null && CALLER.test(by)));
  const actor = byActor ? actorParts(actorOf(record)) : role === null ? null : [plain('role '), strong(role)];
  const rest = values.filter(({ by }) => !isWho(by));
  return { actor, qualifiers: rest.slice(0, MOST_QUALIFIERS).flatMap(qualifier), rest };
}

/** The expressions of the group with their values. */
export function groupValues({ groupBy, group }: CorrelationAlert['correlation']): readonly GroupValue[] {
  return group.map((value, index) => ({ by: groupBy[index] ?? '', value }));
}

function qualifier({ by, value }: GroupValue): readonly SentencePart[] {
  const preposition = PREPOSITIONS.get(by);
  const words = preposition === undefined ? [plain(' with '), code(cut(by)), plain(' ')] : [plain(preposition)];
  return [...words, code(cut(value))];
}

/** A text of a length that fits into a sentence. */
export function cut(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}

/** Words that come from no event. */
export function plain(text: string): SentencePart {
  return { style: 'plain', text };
}

/** A name. */
export function strong(text: string): SentencePart {
  return { style: 'strong', text };
}

/** A value from an event or an expression. */
export function code(text: string): SentencePart {
  return { style: 'code', text };
}
