// A service that is refused all day, replayed from the outside: log delivery to a bucket that does not allow it.

import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { logFile } from '../pipeline/payloads.ts';
import { useCommand } from './command.ts';

const REFUSALS = 10_000;
const FILES = 100;
const DAY_MS = 24 * 60 * 60 * 1000;

const command = useCommand();
let logFiles: string;
let settings: string;

const timeOf = (file: number) => new Date(Date.UTC(2026, 0, 1) + (file * DAY_MS) / FILES).toISOString();
const compact = (time: string) => time.slice(0, 16).replaceAll(/[-:]/g, '');

function refusal(index: number, eventTime: string) {
  return {
    eventVersion: '1.10',
    eventID: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    eventTime,
    awsRegion: 'eu-west-1',
    eventSource: 's3.amazonaws.com',
    eventName: 'PutObject',
    eventType: 'AwsApiCall',
    readOnly: false,
    errorCode: 'AccessDenied',
    errorMessage: 'Access Denied',
    sourceIPAddress: 'delivery.logs.amazonaws.com',
    userAgent: 'delivery.logs.amazonaws.com',
    userIdentity: { type: 'AWSService', invokedBy: 'delivery.logs.amazonaws.com' },
    requestParameters: { bucketName: 'flow-logs', key: `AWSLogs/${index}.gz` },
    recipientAccountId: '111122223333',
  };
}

beforeAll(async () => {
  for (let file = 0; file < FILES; file++) {
    const time = timeOf(file);
    const Records = Array.from({ length: REFUSALS / FILES }, (_, index) => refusal(file * FILES + index, time));
    const name = `111122223333_CloudTrail_eu-west-1_${compact(time)}Z_${String(file).padStart(16, '0')}.json.gz`;
    logFiles = path.dirname(command.write(`log-files/${name}`, logFile(...Records)));
  }
  settings = command.write(
    'services.tfvars.json',
    JSON.stringify({ access_denied_by_services: true, dynamodb_time_to_live: 2 * 24 * 60 * 60 }),
  );
});

const replay = (...args: string[]) => command.run(['replay', logFiles, ...args, '--format', 'slack']);
const messagesOf = (out: string) => out.split('\n').filter(Boolean);

describe('replay of ten thousand refusals of a service in a day', () => {
  it('posts fewer than 10 messages with the defaults', async () => {
    const { out, err } = await replay();
    expect(err).toContain('10,000');
    expect(messagesOf(out).length).toBeLessThan(10);
  });

  it('posts one thread if services are included and threads last longer than a day', async () => {
    const { out } = await replay('--tfvars', settings);
    const messages = messagesOf(out).map((line) => JSON.parse(line));
    expect(messages.filter((message) => message.thread_ts === undefined)).toHaveLength(1);
    expect(messages.length).toBeLessThan(15);
  });
});
