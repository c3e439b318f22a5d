// The packs must not cause a function to parse ordinary records, which are nearly all.

import { describe, expect, it } from 'vitest';
import { hasMark, marksOf } from '../../src/core/log-files/marks.ts';
import { compileRules } from '../../src/setup/compose-rules.ts';
import { parseSettings } from '../../src/setup/settings.ts';

const ROLE = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:session',
  arn: 'arn:aws:sts::111122223333:assumed-role/app/session',
  accountId: '111122223333',
  accessKeyId: 'ASIAEXAMPLE',
  sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/app', userName: 'app' } },
};

const RECORDS = [
  { eventSource: 'ec2.amazonaws.com', eventName: 'DescribeInstances', userIdentity: ROLE, readOnly: true },
  {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    userIdentity: ROLE,
    resources: [{ ARN: 'arn:aws:iam::111122223333:role/x' }],
  },
  {
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    userIdentity: { type: 'AWSService', invokedBy: 'ebs.amazonaws.com' },
  },
  { eventSource: 'dynamodb.amazonaws.com', eventName: 'PutItem', userIdentity: ROLE, userAgent: 'aws-sdk-java/2.20' },
].map((record) =>
  JSON.stringify({
    ...record,
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    recipientAccountId: '111122223333',
  }),
);

describe.each(['core', 'threats', 'cis', 'account-watch', 'insights', 'console-actions'])('the pack %s', (pack) => {
  const { filter } = compileRules(parseSettings({ rule_packs: [pack] }));

  it.each(RECORDS)('has no mark in %s', (record) => {
    const marks = marksOf(filter);
    expect(marks).not.toBeNull();
    expect(hasMark(marks ?? [], record)).toBe(false);
  });
});
