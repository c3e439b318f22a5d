// Runs what every invocation with a log file runs, once, on an empty log file. In: the rule set and a way to read. Out: nothing.
// Called while an instance starts, when Lambda gives it a whole core; an invocation gets the share that its memory buys.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html

import { readLogFileParts } from '../core/log-files/read-log-file.ts';
import type { RuleSet } from '../core/rules/rule-set.ts';
import { decodeTrigger } from '../core/sources/decode.ts';
import { decideRecords } from './decide-records.ts';

/** The bytes of a log file without records, gzipped. */
const EMPTY_LOG_FILE = Buffer.from('H4sIAAAAAAAAA6tWCkpNzi9KKVayio6tBQAiCuKWDgAAAA==', 'base64');

// No rule of the packs that are usually on concerns it: a rule compiles when a record needs it.
const RECORD = {
  eventName: 'DescribeInstances',
  eventSource: 'ec2.amazonaws.com',
  userIdentity: { type: 'AssumedRole' },
};

/** Decodes, reads and decides. Nothing is delivered, counted or stored, whatever the rules are. */
export async function warmUp(ruleSet: RuleSet, read: (bytes: Uint8Array) => Promise<Uint8Array>): Promise<void> {
  decodeTrigger(queuePayload());
  for await (const part of readLogFileParts(await read(EMPTY_LOG_FILE), ruleSet.filter)) {
    decideRecords(part.candidates, null, ruleSet);
  }
  ruleSet.decide(RECORD);
}

function queuePayload(): object {
  const s3 = { bucket: { name: 'warm-up' }, object: { key: 'AWSLogs/111122223333/CloudTrail/warm-up.json.gz' } };
  const created = { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 };
  const body = JSON.stringify({ Records: [created] });
  return { Records: [{ messageId: 'warm-up', eventSource: 'aws:sqs', body }] };
}
