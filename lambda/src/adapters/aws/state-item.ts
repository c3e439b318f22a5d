// Items of the state table. In: ids of any length and fields. Out: DynamoDB's form of them, and back.
// `id` is the hash key; `untilMs` is the time until which an item counts; `expiresAt` is the same in seconds, for DynamoDB's
// time-to-live, which may delete days late and therefore never decides anything.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html

import { createHash, randomInt } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;
export type Fields = Readonly<Record<string, string | number | readonly string[]>>;

// A partition key may have 2,048 bytes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const ID_BYTES_MAX = 1_024;

/** The hash key of a claim or a thread. Long ids are hashed, because they may share any prefix that would fit. */
export function itemId(
  kind: 'claim' | 'ledger' | 'thread' | 'note' | 'mute' | 'alert' | 'collected',
  id: string,
): string {
  const short = Buffer.byteLength(id) <= ID_BYTES_MAX;
  return short ? `${kind}#${id}` : `${kind}#sha256:${createHash('sha256').update(id).digest('hex')}`;
}

/** Fields as DynamoDB takes them; a list of strings becomes a set, which must not be empty. */
export function toItem(fields: Fields): Item {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, toAttribute(value)]));
}

function toAttribute(value: Fields[string]): AttributeValue {
  if (typeof value === 'number') return { N: String(value) };
  return typeof value === 'string' ? { S: value } : { SS: [...value] };
}

/** An item that counts until `untilMs`. */
export function toTimedItem(id: string, untilMs: number, fields: Fields): Item {
  return toItem({ id, ...timesUntil(untilMs), ...fields });
}

/** The fields of an item that counts until `untilMs`; an expression sets them with `SET_TIMES`. */
export function timesUntil(untilMs: number) {
  return { untilMs, expiresAt: Math.ceil(untilMs / 1_000) };
}

/** The part of an expression that sets the fields of `timesUntil`. */
export const SET_TIMES = '#untilMs = :untilMs, #expiresAt = :expiresAt';

/** The condition that no item counts now. One without a time, for whatever reason, must not count indefinitely. */
export const ABSENT_OR_PAST = 'attribute_not_exists(#id) OR NOT #untilMs > :nowMs';

/**
 * The version of what is written now: a random number. If it counted writes, a value that is written after another had expired or was
 * removed could have its version.
 */
export function newVersion(): number {
  return randomInt(2 ** 48 - 1);
}

/** Whether an item counts now. */
export function isCurrent(item: Item | undefined, nowMs: number): boolean {
  return numberOf(item, 'untilMs', 0) > nowMs;
}

/** Items by their id. */
export function byId(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [textOf(item, 'id'), item]));
}

/** A string of an item; empty if there is none. */
export function textOf(item: Item | undefined, name: string): string {
  return item?.[name]?.S ?? '';
}

/** A number of an item; `missing` if there is none. */
export function numberOf(item: Item | undefined, name: string, missing: number): number {
  return Number(item?.[name]?.N ?? missing);
}
