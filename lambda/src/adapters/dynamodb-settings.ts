// Reads settings that did not fit into the environment from an item of the state table.
// In: table and key. Out: the item's `settings` text. Used once in the life of a function instance.

/** The text of a settings item; undefined where there is none. Rejects with the SDK's error where it cannot be read. */
export async function readSettingsItem(table: string, key: string): Promise<string | undefined> {
  const { DynamoDBClient, GetItemCommand } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient({});
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: { id: { S: key } }, ConsistentRead: true }),
  );
  return Item?.settings?.S;
}
