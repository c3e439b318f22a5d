import { describe, expect, it } from 'vitest';
import { readJson } from '../../../test/repository.ts';
import { type Actor, actorOf, isMachineSession, permissionSetOf } from './actor.ts';
import type { CloudTrailRecord } from './record.ts';

const consoleActions: { cases: { name: string; event: CloudTrailRecord; user_email: string }[] } = readJson(
  'lambda/test/conformance/console-actions.json',
);

const SSO_ROLE = 'AWSReservedSSO_AWSAdministratorAccess_4cd06aad9151ee95';
const ACCOUNT = '123456789012';

function session(role: string, name: string): string {
  return `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`;
}

describe('actorOf', () => {
  it.each(consoleActions.cases)('finds the expected email address in console action $name', ({ event, user_email }) => {
    expect(actorOf(event).email ?? 'Unknown').toBe(user_email);
  });

  it.each<[string, object, Partial<Actor>]>([
    [
      'names a person by their Identity Center session, with the permission set',
      { type: 'AssumedRole', principalId: 'AROAEXAMPLE:jane@example.com', arn: session(SSO_ROLE, 'jane@example.com') },
      { name: 'jane@example.com', email: 'jane@example.com', kind: 'person', via: 'AWSAdministratorAccess' },
    ],
    [
      'treats an Identity Center session as a person even if it is not an email address',
      { type: 'AssumedRole', arn: session(SSO_ROLE, 'jane') },
      { name: 'jane', email: null, kind: 'person', via: 'AWSAdministratorAccess' },
    ],
    [
      'names a person by the email address of any role session',
      { type: 'AssumedRole', arn: session('Admin', 'jane@example.com') },
      { name: 'jane@example.com', kind: 'person', via: 'Admin' },
    ],
    [
      'names the person in the source identity',
      {
        type: 'AssumedRole',
        arn: session('Admin', 'deploy'),
        sessionContext: { sourceIdentity: 'jane', sessionIssuer: { userName: 'Admin' } },
      },
      { name: 'jane', kind: 'person', via: 'Admin' },
    ],
    [
      'names a role session by its session name, with the role',
      { type: 'AssumedRole', arn: session('BucketAdministrator', 'user_name') },
      { name: 'user_name', kind: 'role', via: 'BucketAdministrator' },
    ],
    [
      'names only the role if the session name is generated',
      { type: 'AssumedRole', arn: session('web', 'i-0dbc91f429e48eeed') },
      { name: 'web', kind: 'role', via: null },
    ],
    [
      'does not take a generated session name for a role',
      { type: 'AssumedRole', principalId: 'AROAEXAMPLE:i-0dbc91f429e48eeed' },
      { name: 'i-0dbc91f429e48eeed', kind: 'unknown', via: null },
    ],
    ['does not name a role without a name', { type: 'Role' }, { name: 'a role', kind: 'unknown' }],
    [
      'reads the session from the principal id if there is no ARN',
      {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE:nightly',
        sessionContext: { sessionIssuer: { userName: 'batch' } },
      },
      { name: 'nightly', kind: 'role', via: 'batch' },
    ],
    [
      'names an IAM user',
      { type: 'IAMUser', userName: 'bert-jan', principalId: 'AIDAEXAMPLE' },
      { name: 'bert-jan', kind: 'iam-user' },
    ],
    [
      'names an IAM user by the ARN if there is no user name',
      { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/team/jane` },
      { name: 'jane', kind: 'iam-user' },
    ],
    [
      'does not show a user name that AWS hides',
      { type: 'IAMUser', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS', accessKeyId: '' },
      { name: 'an unknown user', kind: 'iam-user' },
    ],
    [
      'does not show a raw principal id as a name',
      { type: 'IAMUser', principalId: 'AIDAEXAMPLE', accountId: ACCOUNT },
      { name: 'an unknown user' },
    ],
    ['names the root user', { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root` }, { name: 'Root user', kind: 'root' }],
    [
      'names a federated user, with the user who created the credentials',
      {
        type: 'FederatedUser',
        arn: `arn:aws:sts::${ACCOUNT}:federated-user/stratus_red_team`,
        sessionContext: { sessionIssuer: { userName: 'federation-user' } },
      },
      { name: 'stratus_red_team', kind: 'person', via: 'federation-user' },
    ],
    [
      'names an AWS service',
      { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
      { name: 'ec2.amazonaws.com', kind: 'service' },
    ],
    [
      'names the session of another account, and the account',
      { type: 'AWSAccount', accountId: '111111111111', principalId: 'AROAEXAMPLE:session-name' },
      { name: 'session-name', kind: 'unknown', via: 'account 111111111111' },
    ],
    [
      'names another account if nothing else is known',
      { type: 'AWSAccount', accountId: '111111111111', principalId: 'AIDAEXAMPLE' },
      { name: 'account 111111111111', kind: 'unknown' },
    ],
    [
      'says that a caller is anonymous',
      { type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL', principalId: '' },
      { name: 'an anonymous caller', kind: 'unknown' },
    ],
    [
      'names an Identity Center user by id if the record has no name',
      {
        type: 'IdentityCenterUser',
        onBehalfOf: { userId: '544894e8-80c1', identityStoreArn: 'arn:aws:identitystore::1:x' },
      },
      { name: 'Identity Center user 544894e8-80c1', kind: 'person' },
    ],
    [
      'uses the ARN if there is no type',
      { arn: session('Admin', 'jane') },
      { name: 'jane', kind: 'role', via: 'Admin' },
    ],
    [
      'returns an unknown caller if nothing is recorded',
      {},
      { name: 'an unknown caller', kind: 'unknown', email: null },
    ],
    [
      'ignores fields of unexpected types',
      { type: 7, arn: ['x'], userName: {} },
      { name: 'an unknown caller', kind: 'unknown' },
    ],
  ])('%s', (_, userIdentity, expected) => {
    expect(actorOf({ userIdentity } as CloudTrailRecord)).toMatchObject(expected);
  });

  const onBehalfOf = {
    userId: 'f12bb510-a011-702f-10dd-5607e2776dbc',
    identityStoreArn: 'arn:aws:identitystore::123456789012:identitystore/d-9a670c546e',
  };
  it.each<[string, CloudTrailRecord, string]>([
    [
      'a sign-in, by its additional data',
      {
        eventName: 'CredentialChallenge',
        userIdentity: { type: 'IdentityCenterUser', accountId: ACCOUNT, onBehalfOf, credentialId: 'b41f0a02' },
        additionalEventData: { CredentialType: 'PASSWORD', UserName: 'anyuser' },
      },
      'anyuser',
    ],
    [
      'a sign-in that spells the field differently',
      {
        eventName: 'UserAuthentication',
        userIdentity: { type: 'IdentityCenterUser', onBehalfOf },
        additionalEventData: { CredentialType: 'EXTERNAL_IDP', userName: 'jane@example.com' },
      },
      'jane@example.com',
    ],
    [
      'an older record, by its identity',
      {
        eventName: 'UserAuthentication',
        userIdentity: {
          type: 'Unknown',
          principalId: ACCOUNT,
          arn: '',
          accountId: ACCOUNT,
          accessKeyId: '',
          userName: 'demo-user-2',
          onBehalfOf,
        },
        additionalEventData: { AuthWorkflowID: '7a4ef12c', CredentialType: 'PASSWORD' },
      },
      'demo-user-2',
    ],
    [
      'an event of the access portal, by its details',
      {
        eventName: 'Federate',
        userIdentity: { type: 'IdentityCenterUser', onBehalfOf },
        serviceEventDetails: { role_name: 'Admin', account_id: ACCOUNT, userName: 'jane' },
      },
      'jane',
    ],
    [
      'any other event, by the user id',
      {
        eventName: 'Federate',
        userIdentity: { type: 'IdentityCenterUser', onBehalfOf },
        additionalEventData: { UserName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
        requestParameters: { userName: 'the-user-to-change' },
      },
      'Identity Center user f12bb510-a011-702f-10dd-5607e2776dbc',
    ],
  ])('names the Identity Center user of %s', (_, record, name) => {
    expect(actorOf(record)).toMatchObject({ name, kind: 'person' });
  });

  it.each<[string, CloudTrailRecord]>([
    ['is missing', {}],
    ['is null', { userIdentity: null }],
    ['is a list', { userIdentity: ['Root'] }],
  ])('returns an unknown caller if the identity %s', (_, record) => {
    expect(actorOf(record).kind).toBe('unknown');
  });

  it('reads hostile identities in linear time', () => {
    const name = 'a.'.repeat(500_000);
    const started = performance.now();
    actorOf({ userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::1:assumed-role/r/${name}@${name}` } });
    actorOf({ userIdentity: { type: 'IAMUser', arn: '/'.repeat(1_000_000) } });
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('permissionSetOf', () => {
  it.each([
    ['AWSReservedSSO_AWSAdministratorAccess_4cd06aad9151ee95', 'AWSAdministratorAccess'],
    ['AWSReservedSSO_my_set_4cd06aad9151ee95', 'my_set'],
    ['Admin', null],
    ['AWSReservedSSO_', null],
  ])('reads %s as %s', (role, permissionSet) => {
    expect(permissionSetOf(role)).toBe(permissionSet);
  });
});

describe('isMachineSession', () => {
  it.each([
    'i-0dbc91f429e48eeed',
    'mi-0dbc91f429e48eeed',
    'aws-go-sdk-1688990515440126480',
    'botocore-session-1688990515',
    '1688990515440126480',
    '2f6d3c1e-90ab-4cde-8f01-23456789abcd',
  ])('treats %s as generated', (name) => expect(isMachineSession(name)).toBe(true));
  it.each(['jane', 'jane@example.com', 'deploy-42', 'GitHubActions', 'my-function'])(
    'does not treat %s as generated',
    (name) => expect(isMachineSession(name)).toBe(false),
  );
});
