// Fields that have few values, and what a misspelled value was probably meant to be. In: a field and a value. Out: the values that were meant.

import { closest } from '../../core/language/suggest.ts';

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'additionalEventData.MFAUsed': ['Yes', 'No'],
  // There are many more; these are those of most rules.
  errorCode: ['AccessDenied', 'AccessDeniedException', 'Client.UnauthorizedOperation', 'UnauthorizedOperation'],
  eventCategory: ['Management', 'Data', 'NetworkActivity', 'Insight', 'Aggregated'],
  eventType: [
    'AwsAggregatedEvent',
    'AwsApiCall',
    'AwsCloudTrailInsight',
    'AwsConsoleAction',
    'AwsConsoleSignIn',
    'AwsServiceEvent',
    'AwsVpceEvent',
  ],
  'responseElements.ConsoleLogin': ['Success', 'Failure'],
  'userIdentity.sessionContext.attributes.mfaAuthenticated': ['true', 'false'],
  'userIdentity.type': [
    'AWSAccount',
    'AWSService',
    'AssumedRole',
    'Directory',
    'FederatedUser',
    'IAMUser',
    'IdentityCenterUser',
    'Role',
    'Root',
    'SAMLUser',
    'Unknown',
    'WebIdentityUser',
  ],
};

/**
 * The values of a field that were probably meant; empty if the value is known, or if it resembles none. Fields with two values have no
 * other ones.
 */
export function valuesMeant(field: string, written: string): readonly string[] {
  if (field === 'awsRegion') return regionsMeant(written);
  const known = Object.hasOwn(VALUES, field) ? (VALUES[field] ?? []) : [];
  if (known.includes(written)) return [];
  const close = closest(written, known, { most: 2 });
  return close.length > 0 || known.length > 2 ? close : known;
}

// AWS adds regions, but all of them are spelled alike. `eu-west1`, `EU-WEST-1` and the availability zone `eu-west-1a` are no regions.
function regionsMeant(written: string): readonly string[] {
  const region = written
    .toLowerCase()
    .replace(/(?<=[a-z])(?=\d)/, '-')
    .replace(/(?<=\d)[a-f]$/, '');
  return region !== written && /^[a-z]+(?:-[a-z]+)+-\d+$/.test(region) ? [region] : [];
}
