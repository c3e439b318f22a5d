// In which order Terraform changes what exists: permissions are there before they are used, and until nothing uses them. Read from what
// the files of the module refer to, as Terraform does.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');

const SOURCES = readdirSync(ROOT)
  .filter((name) => name.endsWith('.tf'))
  .map((name) => readFileSync(path.join(ROOT, name), 'utf8').replace(/^ *#.*$/gm, ''));

// A resource, or one value of a block of locals, and what it refers to.
const RESOURCES = SOURCES.flatMap((text) => [...text.matchAll(/^resource "(\w+)" "(\w+)" \{(.*?)^\}/gms)]).map(
  ([, type, name, body]) => [`${type}.${name}`, referencesIn(body)] as const,
);
const LOCALS = SOURCES.flatMap((text) => [...text.matchAll(/^locals \{(.*?)^\}/gms)])
  .flatMap(([, body = '']) => [...body.matchAll(/^ {2}(\w+) += (.*?)(?=^ {2}\w+ +=|$(?![\s\S]))/gms)])
  .map(([, name, value]) => [`local.${name}`, referencesIn(value)] as const);
const REFERENCES = new Map<string, readonly string[]>([...RESOURCES, ...LOCALS]);

function referencesIn(text = ''): readonly string[] {
  return [...new Set([...text.matchAll(/\b(?:aws_\w+|local|terraform_data)\.\w+/g)].map(([address]) => address))];
}

function waitsFor(later: string, earlier: string, seen = new Set<string>()): boolean {
  if (seen.has(later)) return false;
  seen.add(later);
  const direct = REFERENCES.get(later) ?? [];
  return direct.includes(earlier) || direct.some((next) => waitsFor(next, earlier, seen));
}

it('reads the resources of the module', () => {
  expect(RESOURCES.length).toBeGreaterThan(40);
  expect(LOCALS.length).toBeGreaterThan(100);
});

it.each<[later: string, earlier: string, why: string]>([
  ['aws_sqs_queue.log_files', 'aws_iam_role_policy.key', 'the function can decrypt messages with another key'],
  ['aws_sqs_queue.dead_letter', 'aws_iam_role_policy.key', 'the function can decrypt them after a redrive, too'],
  ['aws_sns_topic.events_to_sns', 'aws_iam_role_policy.key', 'the function can publish with another key'],
  ['aws_iam_role_policy.notifier', 'aws_sqs_queue.log_files', 'it keeps the old key until the queue has the new one'],
  ['aws_iam_role_policy.notifier', 'aws_dynamodb_table.state', 'it keeps the old key until the table has the new one'],
  ['aws_lambda_function.notifier', 'aws_iam_role_policy.notifier', 'a new version has its permissions'],
  ['aws_lambda_function.notifier', 'aws_dynamodb_table_item.settings', 'a new version has its settings'],
  ['aws_lambda_alias.live', 'aws_lambda_invocation.self_check', 'no trigger uses a version that was not checked'],
  ['aws_s3_bucket_notification.bucket_notification', 'aws_sqs_queue_policy.log_files', 'S3 may send'],
  ['aws_lambda_event_source_mapping.log_files', 'aws_lambda_alias.live', 'there is a version that receives'],
])('Terraform changes %s after %s, so that %s', (later, earlier) => {
  expect([REFERENCES.has(later), REFERENCES.has(earlier), waitsFor(later, earlier)]).toEqual([true, true, true]);
});

// What is created before it is destroyed passes that on to all that it waits for. A role or queue cannot be: the new one has the same name.
it.each(['aws_iam_role.notifier', 'aws_iam_role_policy.key', 'aws_sqs_queue.log_files'])(
  'the settings in the table do not wait for %s, which cannot be created before it is destroyed',
  (address) => {
    expect([REFERENCES.has(address), waitsFor('aws_dynamodb_table_item.settings', address)]).toEqual([true, false]);
  },
);

it('the output role_policy_json does not wait for the role, because a role that the module does not create may wait for the output', () => {
  expect([REFERENCES.has('local.role_policy'), waitsFor('local.role_policy', 'aws_iam_role.notifier')]).toEqual([
    true,
    false,
  ]);
});
