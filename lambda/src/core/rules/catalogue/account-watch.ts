// The pack `account-watch`: the S3, IAM and sign-in events that the SAM account watcher monitored, one rule each.
// Pure data. Like its event patterns, the rules match the call whether or not it succeeded.

import { type Pack, refused } from './catalogue-rule.ts';

const S3 = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_';
const IAM = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_';

export const ACCOUNT_WATCH: Pack = {
  name: 'account-watch',
  description: 'A few S3, IAM and sign-in events for the owners of an account.',
  rules: [
    {
      name: 'bucket-deleted',
      expression: 'eventSource == "s3.amazonaws.com" and eventName == "DeleteBucket"',
      severity: 'medium',
      description: 'A bucket was deleted.',
      noise: 'Low. Short-lived test stacks delete their buckets.',
      reference: `${S3}DeleteBucket.html`,
      variants: [refused('A call to delete a bucket was refused.', 'medium')],
    },
    {
      name: 'bucket-policy-set',
      expression: 'eventSource == "s3.amazonaws.com" and eventName == "PutBucketPolicy"',
      severity: 'medium',
      description: 'The policy of a bucket was set, which can open the bucket to other accounts.',
      noise: 'One for each bucket that infrastructure code creates or changes.',
      reference: `${S3}PutBucketPolicy.html`,
      variants: [refused('A call to set the policy of a bucket was refused.', 'medium')],
    },
    {
      name: 'bucket-policy-deleted',
      expression: 'eventSource == "s3.amazonaws.com" and eventName == "DeleteBucketPolicy"',
      severity: 'medium',
      description: 'The policy of a bucket was deleted, together with everything that it denied.',
      noise: 'Low.',
      reference: `${S3}DeleteBucketPolicy.html`,
      variants: [refused('A call to delete the policy of a bucket was refused.', 'medium')],
    },
    {
      name: 'access-key-created',
      expression: 'eventSource == "iam.amazonaws.com" and eventName == "CreateAccessKey"',
      severity: 'medium',
      description: 'A long-term access key was created for an IAM user.',
      noise: 'One for each rotation of a key.',
      reference: `${IAM}CreateAccessKey.html`,
      variants: [refused('A call to create an access key was refused.', 'medium')],
    },
    {
      name: 'access-key-deleted',
      expression: 'eventSource == "iam.amazonaws.com" and eventName == "DeleteAccessKey"',
      severity: 'low',
      description: 'A long-term access key of an IAM user was deleted.',
      noise: 'One for each rotation of a key.',
      reference: `${IAM}DeleteAccessKey.html`,
      variants: [refused('A call to delete an access key was refused.', 'low')],
    },
    {
      name: 'role-updated',
      expression: 'eventSource == "iam.amazonaws.com" and eventName == "UpdateRole"',
      severity: 'low',
      description: 'The description or the maximum session duration of a role was changed.',
      noise: 'Low.',
      reference: `${IAM}UpdateRole.html`,
      variants: [refused('A call to update a role was refused.', 'low')],
    },
    {
      name: 'role-deleted',
      expression: 'eventSource == "iam.amazonaws.com" and eventName == "DeleteRole"',
      severity: 'medium',
      description: 'A role was deleted.',
      noise: 'One for each stack that is deleted.',
      reference: `${IAM}DeleteRole.html`,
      variants: [refused('A call to delete a role was refused.', 'medium')],
    },
    {
      name: 'root-user-signed-in',
      expression:
        'eventSource == "signin.amazonaws.com" and eventName == "ConsoleLogin" and userIdentity.type == "Root"',
      severity: 'high',
      description: 'The root user signed in to the console.',
      noise: 'Rare.',
      reference:
        'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html',
      variants: [refused('A sign-in to the console as the root user failed.')],
    },
  ],
};
