// The calls to the state table. In: items and conditions. Out: the item that prevented a write, as data.
// A failed condition is an answer, not an error; every error of DynamoDB is thrown unchanged.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type AwsOptions, clientConfig } from './client.ts';
import type { Item } from './state-item.ts';

/** In conditions and changes, `#name` is an attribute and `:name` a value. */
export interface StateTable {
  /** Writes an item; returns the item that failed the condition, or null if the item was written. */
  put(item: Item, condition?: string, values?: Item): Promise<Item | null>;
  /** Deletes an item if the condition holds; returns whether it did. */
  delete(id: string, condition?: string, values?: Item): Promise<boolean>;
  /** Changes an item if the condition holds; returns the changed item, or undefined if the condition does not hold. */
  update(id: string, change: string, condition: string, values: Item): Promise<Item | undefined>;
  /** The item as it is now. */
  get(id: string): Promise<Item | undefined>;
  /** The items that exist among some ids, as they are now. */
  getAll(ids: readonly string[]): Promise<readonly Item[]>;
  /** Changes an item, or creates it; returns the item as it was before, or undefined if there was none. */
  change(id: string, change: string, values: Item): Promise<Item | undefined>;
  /** Writes an item if the condition holds and no transaction is writing it; returns whether it did. */
  putUnlessRefused(item: Item, condition: string, values: Item): Promise<boolean>;
  /**
   * Takes up to 100 actions on different items, all or none of them. Returns the ids of those that prevented it: their condition
   * does not hold, or another transaction is writing the item. Empty if all were taken.
   */
  transact(actions: readonly TableAction[]): Promise<ReadonlySet<string>>;
  /** Adds a string to the set `members` of an item, or deletes it from the set. */
  changeSet(id: string, change: 'ADD' | 'DELETE', member: string): Promise<void>;
}

/** Writes an item if the condition holds for what is stored under its id; only checks the condition if there is no item. */
export interface TableAction {
  readonly id: string;
  readonly item: Item | undefined;
  readonly condition: string;
  readonly values: Item;
}

type Sdk = typeof import('./sdk/dynamodb.ts');

/** Calls the table and turns what it throws into a fault of the port; `what` describes the attempt. */
export type WithTable = <T>(what: string, call: (table: StateTable) => Promise<T>) => Promise<T>;

/** Loads the SDK and creates the client of a table. */
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
    getAll: (ids) => readAll(client, sdk, TableName, ids),
    change: async (id, change, values) => {
      const input = { TableName, Key: { id: { S: id } }, UpdateExpression: change, ...named(change, values) };
      return (await client.send(new sdk.UpdateItemCommand({ ...input, ReturnValues: 'ALL_OLD' }))).Attributes;
    },
    changeSet: async (id, change, member) => {
      const values = { ExpressionAttributeValues: { ':members': { SS: [member] } } };
      const input = { TableName, Key: { id: { S: id } }, UpdateExpression: `${change} members :members`, ...values };
      await client.send(new sdk.UpdateItemCommand(input));
    },
  };
}

function toTransactItem(TableName: string) {
  return ({ id, item, condition, values }: TableAction) =>
    item
      ? { Put: { TableName, Item: item, ...conditional(condition, values) } }
      : { ConditionCheck: { TableName, Key: { id: { S: id } }, ...conditional(condition, values) } };
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

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
const READ_MAX = 100;

async function readAll(client: DynamoDBClient, sdk: Sdk, TableName: string, ids: readonly string[]): Promise<Item[]> {
  const found: Item[] = [];
  const keys: Item[] = ids.map((id) => ({ id: { S: id } }));
  while (keys.length > 0) {
    const lot = { Keys: keys.splice(0, READ_MAX), ConsistentRead: true };
    const input = { RequestItems: { [TableName]: lot } };
    const { Responses, UnprocessedKeys } = await client.send(new sdk.BatchGetItemCommand(input));
    found.push(...(Responses?.[TableName] ?? []));
    const left = UnprocessedKeys?.[TableName]?.Keys ?? [];
    if (left.length === lot.Keys.length) throw new Error('the table returned none of the items'); // The table is throttled.
    keys.push(...left);
  }
  return found;
}

// Every attribute has a placeholder, because words such as `state`, `owner` and `total` are reserved.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
function conditional(condition: string, values: Item = {}, change = '') {
  return { ConditionExpression: condition, ...named(`${condition} ${change}`, values) };
}

function named(expression: string, values: Item) {
  const names = expression.match(/(?<=#)\w+/g) ?? [];
  return {
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
  };
}
