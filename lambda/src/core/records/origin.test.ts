import { describe, expect, it } from 'vitest';
import { readJson } from '../../../test/repository.ts';
import { type CallOrigin, originOf } from './origin.ts';
import type { CloudTrailRecord } from './record.ts';

const consoleActions: { cases: { name: string; event: CloudTrailRecord; is_clickops: boolean }[] } = readJson(
  'lambda/test/conformance/console-actions.json',
);

describe('originOf', () => {
  it.each(consoleActions.cases.filter((one) => one.is_clickops))(
    'finds the console in manual action $name',
    ({ event }) => {
      expect(originOf(event)).toBe('console');
    },
  );

  it.each<[CallOrigin, CloudTrailRecord]>([
    ['console', { eventType: 'AwsConsoleSignIn', userAgent: 'curl/8.0' }],
    ['console', { eventType: 'AwsConsoleAction' }],
    ['console', { sessionCredentialFromConsole: 'true', userAgent: 'AWS Internal', sourceIPAddress: 'AWS Internal' }],
    ['console', { userAgent: 'console.amazonaws.com' }],
    ['console', { userAgent: 'console.ec2.amazonaws.com' }],
    ['console', { userAgent: 'signin.amazonaws.com', userIdentity: { invokedBy: 'signin.amazonaws.com' } }],
    ['console', { userAgent: 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0' }],
    ['console', { userAgent: '[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488 Linux/5.10.184]' }],
    ['console', { userAgent: 'RDS Console, aws-internal/3 aws-sdk-java/1.11.975 Linux/5.4.247' }],
    ['cli', { userAgent: 'aws-cli/2.13.5 Python/3.11.4' }],
    ['cli', { userAgent: 'aws-cli/2.15.0 exec-env/CloudShell', sessionCredentialFromConsole: 'true' }],
    ['sdk', { userAgent: 'Boto3/1.26.165 Python/3.10.6 Linux/5.19.0-46-generic Botocore/1.29.165' }],
    ['sdk', { userAgent: 'aws-sdk-go-v2/1.32.3 os/linux lang/go#1.23.1' }],
    ['sdk', { userAgent: '[aws-sdk-java/2.20.0]' }],
    [
      'terraform',
      { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io) aws-sdk-go/1.44.157' },
    ],
    ['terraform', { userAgent: 'APN/1.0 OpenTofu/1.6.0 aws-sdk-go-v2/1.24.0' }],
    [
      'cloudformation',
      { userAgent: 'cloudformation.amazonaws.com', userIdentity: { invokedBy: 'cloudformation.amazonaws.com' } },
    ],
    ['service', { userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' } }],
    ['service', { userAgent: 'rds.amazonaws.com' }],
    ['service', { userAgent: 'AWS Internal', sourceIPAddress: 'AWS Internal' }],
    ['service', { eventType: 'AwsServiceEvent' }],
    ['unknown', { userAgent: 'curl/8.0' }],
    ['unknown', {}],
    ['unknown', { userAgent: 7, userIdentity: 'x' }],
  ])('finds %s in %j', (origin, record) => {
    expect(originOf(record)).toBe(origin);
  });
});
