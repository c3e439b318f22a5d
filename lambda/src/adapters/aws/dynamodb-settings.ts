// Settings that are too large for a function's environment, from the state table. In: a table and the item's key.
// Out: the settings text. Never writes: Terraform does.

import { setTimeout as wait } from 'node:timers/promises';
import { PortError } from '../../app/ports.ts';
import { clientConfig } from './client.ts';
import { awsFault } from './failure.ts';

// The self-check runs seconds after Terraform has created the role, and permissions can take some seconds to have an effect.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html
const WAITS_MS = [1_000, 2_000, 4_000];

/** Reads the attribute `settings` of the item `id`; undefined if the item does not exist. Waits up to 7 seconds for the permission. */
export async function readSettingsItem(
  table: string,
  id: string,
  sleep: (ms: number) => Promise<unknown> = wait,
): Promise<string | undefined> {
  for (const waitMs of WAITS_MS) {
    try {
      return await readOnce(table, id);
    } catch (error) {
      if (!(error instanceof PortError && error.code === 'AccessDeniedException')) throw error;
    }
    await sleep(waitMs);
  }
  return await readOnce(table, id);
}

async function readOnce(table: string, id: string): Promise<string | undefined> {
  try {
    const { DynamoDBClient, GetItemCommand } = await import('./sdk/dynamodb.ts');
    const client = new DynamoDBClient(clientConfig({ maxAttempts: 4 }));
    const command = new GetItemCommand({ TableName: table, Key: { id: { S: id } }, ConsistentRead: true });
    const { Item } = await client.send(command);
    return Item?.settings?.S;
  } catch (error) {
    throw awsFault(error, `cannot read the settings from table ${table}`);
  }
}
