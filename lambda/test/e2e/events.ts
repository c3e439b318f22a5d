// Records and queue messages as AWS sends them, for deployed functions.

export const BUCKET = 'my-cloudtrail-logs';
export const PRODUCTION = '111111111111';
/** The region of the examples' provider. */
export const REGION = 'eu-west-1';

let serial = 0;
/** A record of the current time with a unique id. */
export const record = (more: Record<string, unknown>, accountId = PRODUCTION, user = 'jane') => ({
  eventVersion: '1.08',
  userIdentity: {
    type: 'IAMUser',
    principalId: `AIDA${user}`,
    arn: `arn:aws:iam::${accountId}:user/${user}`,
    accountId,
    userName: user,
  },
  eventTime: new Date().toISOString().replace(/\.\d+/, ''),
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  awsRegion: 'us-east-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: 'aws-cli/2.15.0',
  requestParameters: { userName: 'eve' },
  eventID: `00000000-0000-4000-8000-${String(serial++).padStart(12, '0')}`,
  eventType: 'AwsApiCall',
  recipientAccountId: accountId,
  ...more,
});

/** The key of a log file. */
export const keyOf = (name: string) => `AWSLogs/${PRODUCTION}/CloudTrail/us-east-1/2026/01/01/${name}.json.gz`;
/** A queue message about log files. */
export const message = (id: string, ...keys: string[]) => ({
  messageId: id,
  receiptHandle: id,
  attributes: {},
  messageAttributes: {},
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:cloudtrail-to-slack',
  awsRegion: 'us-east-1',
  body: JSON.stringify({
    Records: keys.map((key) => ({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-east-1',
      eventTime: '2026-01-01T00:00:00.000Z',
      eventName: 'ObjectCreated:Put',
      userIdentity: { principalId: 'AWS:x' },
      requestParameters: { sourceIPAddress: '203.0.113.7' },
      s3: {
        bucket: { name: BUCKET, arn: `arn:aws:s3:::${BUCKET}` },
        object: { key: encodeURIComponent(key), size: 1, sequencer: '1' },
      },
    })),
  }),
});
