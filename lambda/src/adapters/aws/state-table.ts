// The calls that the state table gets. In: items and conditions. Out: what stood in the way of a write, as data.
// A failed condition is an answer and no error; everything else that DynamoDB says is thrown on as it is.

import type { TransactionCanceledException, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type AwsOptions, clientConfig } from './client.ts';
import type { Item } from './state-item.ts';

/** In conditions and changes, `#name` is an attribute and `:name` a value. */
export interface StateTable {
  /** Writes an item; gives the one that failed the condition, or null when it was written. */
  put(item: Item, condition?: string, values?: Item): Promise<Item | null>;
  /** Deletes an item if the condition holds; says whether it did. */
  delete(id: string, condition?: string, values?: Item): Promise<boolean>;
  /** Changes an item if the condition holds; gives what it is then, or undefined if it does not hold. */
  update(id: string, change: string, condition: string, values: Item): Promise<Item | undefined>;
  /** The item as it is now. */
  get(id: string): Promise<Item | undefined>;
  /** Those of at most 100 items that exist, as they are now. */
  getAll(ids: readonly string[]): Promise<readonly Item[]>;
  /**
   * Applies up to 100 writes, each to another item, in one transaction. Returns null where all were applied; else none was,
   * and for each write the answer says why it stood in the way. Rejects where the table does not answer.
   */
  writeTogether(writes: readonly Write[]): Promise<readonly Obstacle[] | null>;
  /** Puts a text into, or takes it out of, the set `members` of an item. */
  changeSet(id: string, change: 'ADD' | 'DELETE', member: string): Promise<void>;
}

/** Calls the table and turns what it throws into a fault of the port; `what` says what was tried. */
export type WithTable = <T>(what: string, call: (table: StateTable) => Promise<T>) => Promise<T>;

/** A put of `item`, a change of the item `id`, or its deletion; each only if the condition holds. */
export type Write = { readonly values?: Item } & (
  | { readonly item: Item; readonly condition?: string }
  | { readonly id: string; readonly change: string; readonly condition: string }
  | { readonly id: string; readonly change: null; readonly condition: string }
);

/**
 * `none`: this write would have been applied. `condition`: its condition does not hold for the item found. `conflict`:
 * another transaction was at work on the item.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html
 */
export type Obstacle =
  | { readonly kind: 'none' | 'conflict' }
  | { readonly kind: 'condition'; readonly found: Item | undefined };

/** Loads the SDK and makes the client of a table. */
export async function connectStateTable(options: AwsOptions & { readonly tableName: string }): Promise<StateTable> {
  const sdk = await import('./sdk/dynamodb.ts');
  const client = new sdk.DynamoDBClient(clientConfig(options));
  const TableName = options.tableName;
  const refusedItem = (error: unknown): Item => {
    if (error instanceof sdk.ConditionalCheckFailedException) return error.Item ?? {};
    throw error;
  };
  return {
    put: (item, condition, values) => {
      const input = { TableName, Item: item, ...(condition && conditional(condition, values)) };
      const command = new sdk.PutItemCommand({ ...input, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
      return client.send(command).then(() => null, refusedItem);
    },
    delete: (id, condition, values) => {
      const input = { TableName, Key: { id: { S: id } }, ...(condition && conditional(condition, values)) };
      return client.send(new sdk.DeleteItemCommand(input)).then(
        () => true,
        (error: unknown) => {
          refusedItem(error);
          return false;
        },
      );
    },
    update: (id, change, condition, values) => {
      const input = { TableName, Key: { id: { S: id } }, ...conditional(condition, values, change) };
      const command = new sdk.UpdateItemCommand({ ...input, UpdateExpression: change, ReturnValues: 'ALL_NEW' });
      return client.send(command).then(
        ({ Attributes }) => Attributes,
        (error: unknown) => void refusedItem(error),
      );
    },
    get: async (id) => {
      const input = { TableName, Key: { id: { S: id } }, ConsistentRead: true };
      return (await client.send(new sdk.GetItemCommand(input))).Item;
    },
    getAll: async (ids) => {
      const found: Item[] = [];
      let keys: Item[] = ids.map((id) => ({ id: { S: id } }));
      // What a busy table leaves out may be asked for again; after a few rounds what is missing counts as absent.
      for (let round = 0; round < READ_ROUNDS && keys.length > 0; round++) {
        const input = { RequestItems: { [TableName]: { Keys: keys, ConsistentRead: true } } };
        const { Responses, UnprocessedKeys } = await client.send(new sdk.BatchGetItemCommand(input));
        found.push(...(Responses?.[TableName] ?? []));
        keys = UnprocessedKeys?.[TableName]?.Keys ?? [];
      }
      return found;
    },
    writeTogether: async (writes) => {
      const TransactItems = writes.map((write) => transactItem(TableName, write));
      try {
        await client.send(new sdk.TransactWriteItemsCommand({ TransactItems }));
        return null;
      } catch (error) {
        if (error instanceof sdk.TransactionCanceledException) return toObstacles(error);
        throw error;
      }
    },
    changeSet: async (id, change, member) => {
      const values = { ExpressionAttributeValues: { ':members': { SS: [member] } } };
      const input = { TableName, Key: { id: { S: id } }, UpdateExpression: `${change} members :members`, ...values };
      await client.send(new sdk.UpdateItemCommand(input));
    },
  };
}

const READ_ROUNDS = 4;

function transactItem(TableName: string, write: Write): TransactWriteItem {
  const { condition, values } = write;
  const input = { TableName, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
  if ('item' in write) {
    return { Put: { ...input, Item: write.item, ...(condition && conditional(condition, values)) } };
  }
  const Key = { id: { S: write.id } };
  if (write.change === null) return { Delete: { ...input, Key, ...conditional(write.condition, values) } };
  const { change } = write;
  return { Update: { ...input, Key, UpdateExpression: change, ...conditional(write.condition, values, change) } };
}

// A transaction that was cancelled for any other reason, such as too little capacity, is a failure of the table.
function toObstacles(error: TransactionCanceledException): readonly Obstacle[] {
  return (error.CancellationReasons ?? []).map(({ Code, Item: found }): Obstacle => {
    if (Code === undefined || Code === 'None') return { kind: 'none' };
    if (Code === 'ConditionalCheckFailed') return { kind: 'condition', found };
    if (Code === 'TransactionConflict') return { kind: 'conflict' };
    throw error;
  });
}

// Every attribute goes by a placeholder, since words such as `state`, `owner` and `total` are reserved.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
function conditional(condition: string, values: Item = {}, change = '') {
  const names = `${condition} ${change}`.match(/(?<=#)\w+/g) ?? [];
  return {
    ConditionExpression: condition,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
  };
}
