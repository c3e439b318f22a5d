// The state table as the Terraform module creates it, in the AWS endpoint of the environment.

import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Creates an empty state table. */
export async function createStateTable(tableName: string): Promise<void> {
  await new DynamoDBClient({}).send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
}
