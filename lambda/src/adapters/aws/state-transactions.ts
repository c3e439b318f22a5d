// Writes that may meet a transaction of another invocation, and transactions. In: items and the conditions for what is stored under
// their ids. Out: what was refused, as data; every other error of DynamoDB is thrown unchanged.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { conditional, named } from './state-expressions.ts';
import type { Item } from './state-item.ts';

/**
 * Writes an item if the condition holds for what is stored under its id; without an item it changes or deletes what is stored, or
 * only checks the condition. An empty condition always holds.
 */
export interface TableAction {
  readonly id: string;
  readonly item: Item | undefined;
  readonly change?: string;
  readonly remove?: true;
  readonly condition: string;
  readonly values: Item;
}

export interface TransactionCalls {
  /** Writes an item if the condition holds and no transaction is writing it; returns whether it did. */
  putUnlessRefused(item: Item, condition: string, values: Item): Promise<boolean>;
  /**
   * Takes up to 100 actions on different items, all or none of them. Returns the ids of those that prevented it: their condition
   * does not hold, or another transaction is writing the item. Empty if all were taken.
   */
  transact(actions: readonly TableAction[]): Promise<ReadonlySet<string>>;
}

type Sdk = typeof import('./sdk/dynamodb.ts');

/** The calls on one table. */
export function transactionCalls(client: DynamoDBClient, sdk: Sdk, TableName: string): TransactionCalls {
  return {
    putUnlessRefused: (item, condition, values) => {
      const command = new sdk.PutItemCommand({ TableName, Item: item, ...conditional(condition, values) });
      return client.send(command).then(
        () => true,
        (error: unknown) => refusedPut(sdk, error),
      );
    },
    transact: (actions) => {
      const command = new sdk.TransactWriteItemsCommand({ TransactItems: actions.map(toTransactItem(TableName)) });
      return client.send(command).then(
        () => new Set(),
        (error: unknown) => refusedActions(sdk, actions, error),
      );
    },
  };
}

function toTransactItem(TableName: string) {
  return ({ id, item, change, remove, condition, values }: TableAction) => {
    const Key = { id: { S: id } };
    if (item) return { Put: { TableName, Item: item, ...conditional(condition, values) } };
    if (remove) return { Delete: { TableName, Key, ...conditional(condition, values) } };
    if (change === undefined) return { ConditionCheck: { TableName, Key, ...conditional(condition, values) } };
    const guard = condition === '' ? named(change, values) : conditional(condition, values, change);
    return { Update: { TableName, Key, UpdateExpression: change, ...guard } };
  };
}

function refusedPut(sdk: Sdk, error: unknown): false {
  if (error instanceof sdk.ConditionalCheckFailedException || error instanceof sdk.TransactionConflictException)
    return false;
  throw error;
}

const REFUSED = new Set(['ConditionalCheckFailed', 'TransactionConflict']);
const NOT_BLAMED = new Set([...REFUSED, 'None']);

// The reasons are in the order of the actions.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html
function refusedActions(sdk: Sdk, actions: readonly TableAction[], error: unknown): ReadonlySet<string> {
  if (!(error instanceof sdk.TransactionCanceledException)) throw error;
  const reasons = (error.CancellationReasons ?? []).map(({ Code = 'None' }) => Code);
  const other = reasons.find((code) => !NOT_BLAMED.has(code));
  if (other !== undefined) throw Object.assign(new Error(error.message, { cause: error }), { code: other });
  const refused = actions.filter((_, index) => REFUSED.has(reasons[index] ?? 'None'));
  if (refused.length === 0) throw error;
  return new Set(refused.map(({ id }) => id));
}
