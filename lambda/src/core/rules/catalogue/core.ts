// The pack `core`: the nine default rules of cloudtrail-to-slack (Python), each with exactly the meaning it had there.
// Pure data. `lists.own_function_names` holds the name of the very function that runs the rules.

import type { Pack } from './catalogue-rule.ts';

const RECORD_CONTENTS =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html';
const SIGN_IN_EVENTS =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html';

export const CORE: Pack = {
  name: 'core',
  description: 'The nine default rules of the predecessor, on unless `use_default_rules` is false.',
  rules: [
    {
      name: 'signed-in-without-mfa',
      expression: `eventName == "ConsoleLogin"
        and event.get("additionalEventData.MFAUsed", "") != "Yes"
        and "assumed-role/AWSReservedSSO" not in event.get("userIdentity.arn", "")`,
      severity: 'high',
      description: 'Somebody signed in to the console without a second factor, other than through IAM Identity Center.',
      noise: 'One for each sign-in through a SAML provider other than Identity Center; failed attempts are included.',
      reference: SIGN_IN_EVENTS,
    },
    {
      name: 'operation-not-authorized',
      expression: 'event.get("errorCode", "").endsWith("UnauthorizedOperation")',
      severity: 'medium',
      description: 'A call was refused because the caller lacks the permission, as EC2 and its kin word it.',
      noise: 'Bursts while a new role is being fitted with permissions; scanners and auditors probe on purpose.',
      reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html',
    },
    {
      name: 'access-denied',
      expression: `event.get("errorCode", "").startsWith("AccessDenied")
        and event.get("userIdentity.accountId", "") != "ANONYMOUS_PRINCIPAL"`,
      severity: 'medium',
      description: 'A known identity was denied access; anonymous callers, who scan for open buckets, are left out.',
      noise: 'The most frequent of the default rules; threads and ignore rules keep it readable.',
      reference: RECORD_CONTENTS,
    },
    {
      name: 'root-user-acted',
      expression: `event.get("userIdentity.type", "") == "Root"
        and not eventName.startsWith(("Get", "List", "Describe", "Head"))`,
      severity: 'high',
      description: 'The root user did something other than read, sign-in included.',
      noise: 'Rare: a handful of tasks need the root user.',
      reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html',
    },
    {
      name: 'trail-logging-stopped',
      expression: 'eventSource == "cloudtrail.amazonaws.com" and eventName == "StopLogging"',
      severity: 'critical',
      description: 'A trail was told to stop logging; from then on this function may see nothing.',
      noise: 'Close to none; infrastructure code that replaces a trail does it.',
      reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html',
    },
    {
      name: 'trail-updated',
      expression: 'eventSource == "cloudtrail.amazonaws.com" and eventName == "UpdateTrail"',
      severity: 'high',
      description: 'The settings of a trail were changed, such as its bucket or its regions.',
      noise: 'Only when the trail itself is being worked on.',
      reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html',
    },
    {
      name: 'trail-deleted',
      expression: 'eventSource == "cloudtrail.amazonaws.com" and eventName == "DeleteTrail"',
      severity: 'critical',
      description: 'A trail was deleted; from then on this function may see nothing.',
      noise: 'Close to none.',
      reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteTrail.html',
    },
    {
      name: 'own-function-configuration-updated',
      expression: `eventSource == "lambda.amazonaws.com"
        and responseElements.functionName in lists.own_function_names
        and eventName.startsWith("UpdateFunctionConfiguration")`,
      severity: 'high',
      description: 'The configuration of the function that sends these alerts was changed.',
      noise: 'One for each deployment of this module that changes settings.',
      reference: 'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html',
    },
    {
      name: 'own-function-code-updated',
      expression: `eventSource == "lambda.amazonaws.com"
        and responseElements.functionName in lists.own_function_names
        and eventName.startsWith("UpdateFunctionCode")`,
      severity: 'high',
      description: 'The code of the function that sends these alerts was replaced.',
      noise: 'One for each upgrade of this module.',
      reference: 'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html',
    },
  ],
};
