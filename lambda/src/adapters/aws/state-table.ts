// The calls to the state table. In: items and conditions. Out: the item that prevented a write, as data.
// A failed condition is an answer, not an error; every error of DynamoDB is thrown unchanged.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type AwsOptions, clientConfig, onFirstUse, TIMEOUT_MS } from './client.ts';
import { awsFault } from './failure.ts';
import { conditional, named } from './state-expressions.ts';
import type { Item } from './state-item.ts';
import { type TransactionCalls, transactionCalls } from './state-transactions.ts';

/** In conditions and changes, `#name` is an attribute and `:name` a value. */
export interface StateTable extends TransactionCalls {
  /** Writes an item; returns the item that failed the condition, or null if the item was written. Gives up when `signal` aborts. */
  put(item: Item, condition?: string, values?: Item, signal?: AbortSignal): Promise<Item | null>;
  /** Deletes an item if the condition holds; returns whether it did. */
  delete(id: string, condition?: string, values?: Item): Promise<boolean>;
  /** Changes an item if the condition holds; returns the changed item, or undefined if the condition does not hold. */
  update(id: string, change: string, condition: string, values: Item): Promise<Item | undefined>;
  /** The item as it is now. */
  get(id: string): Promise<Item | undefined>;
  /** The items that exist among some ids, as they are now; for half the price as they were a moment ago. */
  getAll(ids: readonly string[], when?: 'now' | 'a moment ago'): Promise<readonly Item[]>;
  /** Writes items without a condition, each independently of the others. Throws if one of them may not be written. */
  putAll(items: readonly Item[]): Promise<void>;
  /** Changes an item, or creates it; returns the item as it was before, or undefined if there was none. `aliases`: see `named`. */
  change(
    id: string,
    change: string,
    values: Item,
    aliases?: Readonly<Record<string, string>>,
  ): Promise<Item | undefined>;
  /** Adds a string to the set `members` of an item, or deletes it from the set. */
  changeSet(id: string, change: 'ADD' | 'DELETE', member: string): Promise<void>;
}

type Sdk = typeof import('./sdk/dynamodb.ts');

/** Calls the table and turns what it throws into a fault of the port; `what` describes the attempt. */
export type WithTable = <T>(what: string, call: (table: StateTable) => Promise<T>) => Promise<T>;

export interface TableOptions extends AwsOptions {
  readonly tableName: string;
}

type AttemptOptions = TableOptions & { readonly timeoutMs: number };

const PERMANENT = new Set(['ResourceNotFoundException', 'ValidationException']);

/** Connects on first use to a table with the hash key `id` (S) and the time-to-live attribute `expiresAt` (N, seconds). */
export function onStateTable(options: TableOptions): WithTable {
  // More attempts than the other clients: after one fault, an invocation delivers the rest of its alerts unclaimed. They are for a
  // table that is busy: one that does not answer is not called so often.
  const connect = onFirstUse(() => connectStateTable({ timeoutMs: TIMEOUT_MS, maxAttempts: 4, ...options }));
  return async (what, call) => {
    try {
      return await call(await connect());
    } catch (error) {
      throw awsFault(error, `cannot ${what} in table ${options.tableName}`, PERMANENT);
    }
  };
}

// An invocation keeps five seconds for its last calls, and makes several calls one after the other.
const UNANSWERED_MAX = 2.2;

function createClient(sdk: Sdk, options: AttemptOptions): DynamoDBClient {
  const client = new sdk.DynamoDBClient(clientConfig(options));
  const ms = UNANSWERED_MAX * options.timeoutMs;
  client.middlewareStack.add((next) => (call) => within(ms, next(call)), { step: 'initialize' });
  return client;
}

async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException(`no answer within ${ms} ms`, 'TimeoutError')), ms);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

// Loads the SDK and creates the client of a table.
async function connectStateTable(options: AttemptOptions): Promise<StateTable> {
  const sdk = await import('./sdk/dynamodb.ts');
  const client = createClient(sdk, options);
  const TableName = options.tableName;
  const refusedItem = (error: unknown): Item => {
    if (error instanceof sdk.ConditionalCheckFailedException) return error.Item ?? {};
    throw error;
  };
  return {
    put: (item, condition, values, signal) => {
      const input = { TableName, Item: item, ...(condition && conditional(condition, values)) };
      const command = new sdk.PutItemCommand({ ...input, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
      return client.send(command, signal && { abortSignal: signal }).then(() => null, refusedItem);
    },
    ...transactionCalls(client, sdk, TableName),
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
    getAll: (ids, when = 'now') => readAll(client, sdk, TableName, { ids, ConsistentRead: when === 'now' }),
    putAll: (items) => writeAll(client, sdk, TableName, items),
    change: async (id, change, values, aliases) => {
      const input = { TableName, Key: { id: { S: id } }, UpdateExpression: change, ...named(change, values, aliases) };
      return (await client.send(new sdk.UpdateItemCommand({ ...input, ReturnValues: 'ALL_OLD' }))).Attributes;
    },
    changeSet: async (id, change, member) => {
      const values = { ExpressionAttributeValues: { ':members': { SS: [member] } } };
      const input = { TableName, Key: { id: { S: id } }, UpdateExpression: `${change} members :members`, ...values };
      await client.send(new sdk.UpdateItemCommand(input));
    },
  };
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
const READ_MAX = 100;

interface Reading {
  readonly ids: readonly string[];
  readonly ConsistentRead: boolean;
}

async function readAll(
  client: DynamoDBClient,
  sdk: Sdk,
  TableName: string,
  { ids, ConsistentRead }: Reading,
): Promise<Item[]> {
  const found: Item[] = [];
  const keys: Item[] = ids.map((id) => ({ id: { S: id } }));
  while (keys.length > 0) {
    const lot = { Keys: keys.splice(0, READ_MAX), ConsistentRead };
    const input = { RequestItems: { [TableName]: lot } };
    const { Responses, UnprocessedKeys } = await client.send(new sdk.BatchGetItemCommand(input));
    found.push(...(Responses?.[TableName] ?? []));
    const left = UnprocessedKeys?.[TableName]?.Keys ?? [];
    if (left.length === lot.Keys.length) throw new Error('the table returned none of the items'); // The table is throttled.
    keys.push(...left);
  }
  return found;
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
const WRITE_MAX = 25;

async function writeAll(client: DynamoDBClient, sdk: Sdk, TableName: string, items: readonly Item[]): Promise<void> {
  const left = items.map((Item) => ({ PutRequest: { Item } }));
  while (left.length > 0) {
    const lot = left.splice(0, WRITE_MAX);
    const { UnprocessedItems } = await client.send(
      new sdk.BatchWriteItemCommand({ RequestItems: { [TableName]: lot } }),
    );
    const unwritten = UnprocessedItems?.[TableName] ?? [];
    if (unwritten.length === lot.length) throw new Error('the table wrote none of the items'); // The table is throttled.
    left.push(...(unwritten as typeof left));
  }
}
