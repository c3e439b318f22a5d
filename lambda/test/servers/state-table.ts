// The state table as the Terraform module creates it, in the AWS endpoint of the environment.

import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { onStateTable, type WithTable } from '../../src/adapters/aws/state-table.ts';

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

/** A connection that waits: on a busy machine, moto takes longer than a call may, and what is only added to counts twice then. */
export function patientTable(tableName: string): WithTable {
  return onStateTable({ tableName, timeoutMs: 30_000 });
}
