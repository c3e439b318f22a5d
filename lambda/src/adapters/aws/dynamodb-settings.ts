// Settings that are too large for a function's environment, from the state table. In: a table and the item's key.
// Out: the settings text. Never writes: Terraform does.

import { clientConfig } from './client.ts';
import { awsFault } from './failure.ts';

/** Reads the attribute `settings` of the item `id`; undefined if the item does not exist. */
export async function readSettingsItem(table: string, id: string): Promise<string | undefined> {
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
