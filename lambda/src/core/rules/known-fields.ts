// The fields that CloudTrail documents. The checker uses them to suggest corrections ("did you mean"). Data only.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aggregated-events.html

const under = (parent: string, names: readonly string[]): string[] => names.map((name) => `${parent}.${name}`);

const SESSION_CONTEXT = 'userIdentity.sessionContext';

const TEXTS: readonly string[] = [
  ...['awsRegion', 'errorCode', 'errorMessage', 'eventCategory', 'eventID', 'eventName', 'eventSource', 'eventTime'],
  ...['eventType', 'eventVersion', 'recipientAccountId', 'requestID', 'sharedEventID', 'sourceIPAddress', 'userAgent'],
  ...['vpcEndpointAccountId', 'vpcEndpointId'],
  ...['additionalEventData.MFAUsed', 'responseElements.ConsoleLogin'],
  ...under('tlsDetails', ['cipherSuite', 'clientProvidedHostHeader', 'tlsVersion']),
  ...under('userIdentity', ['accessKeyId', 'accountId', 'arn', 'credentialId', 'identityProvider', 'invokedBy']),
  ...under('userIdentity', ['principalId', 'type', 'userName']),
  ...under(`${SESSION_CONTEXT}.attributes`, ['creationDate', 'mfaAuthenticated']),
  ...under(`${SESSION_CONTEXT}.sessionIssuer`, ['accountId', 'arn', 'principalId', 'type', 'userName']),
];

/** The types of fields that CloudTrail always writes with the same type. */
export const FIELD_TYPES: Readonly<Record<string, 'text' | 'boolean'>> = {
  readOnly: 'boolean',
  managementEvent: 'boolean',
  ...Object.fromEntries(TEXTS.map((name) => [name, 'text'] as const)),
};

/** Dotted field names of a record. Below a name that ends in `.*`, every name is allowed. */
export const KNOWN_FIELDS: readonly string[] = [
  ...Object.keys(FIELD_TYPES),
  ...under('additionalEventData', ['*', 'LoginTo', 'MobileVersion']),
  ...under('addendum', ['originalEventID', 'originalRequestID', 'reason', 'updatedFields']),
  'annotation',
  'apiVersion',
  'edgeDeviceDetails.*',
  'eventContext.*',
  'insightDetails.*',
  'requestParameters.*',
  'resources.*',
  'responseElements.*',
  'serviceEventDetails.*',
  'sessionCredentialFromConsole',
  'summary.*',
  ...under('timeWindow', ['windowEnd', 'windowSize', 'windowStart']),
  ...under('userIdentity', ['identityStoreArn', 'inScopeOf.*', 'invokedByDelegate.accountId', 'userId']),
  ...under('userIdentity.onBehalfOf', ['identityStoreArn', 'userId']),
  ...under(SESSION_CONTEXT, ['assumedRoot', 'ec2RoleDelivery', 'ec2IssuedInVpc', 'sourceIdentity']),
  `${SESSION_CONTEXT}.webIdFederationData.*`,
];
