import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from './record.ts';
import { resourceOf } from './resource.ts';

describe('the resource of a record', () => {
  it.each<[string, CloudTrailRecord, string]>([
    [
      'is the first listed ARN',
      { resources: [{ type: 'AWS::S3::Object' }, { ARN: 'arn:aws:s3:::logs' }] },
      'arn:aws:s3:::logs',
    ],
    [
      'is listed before it is requested',
      { resources: [{ ARN: 'arn:aws:s3:::logs' }], requestParameters: { bucketName: 'other' } },
      'arn:aws:s3:::logs',
    ],
    ['is what the request names', { requestParameters: { bucketName: 'logs' } }, 'logs'],
    ['is the policy before the role', { requestParameters: { roleName: 'admin', policyArn: 'arn:p' } }, 'arn:p'],
    [
      'has its ARN decoded',
      { requestParameters: { secretId: 'arn%3Aaws%3Asecretsmanager' } },
      'arn:aws:secretsmanager',
    ],
    ['is empty if the record names none', { requestParameters: null, resources: [] }, ''],
    ['is empty if its name is not text', { requestParameters: { bucketName: 7 }, resources: 'x' }, ''],
  ])('%s', (_, record, expected) => {
    expect(resourceOf(record)).toBe(expected);
  });
});
