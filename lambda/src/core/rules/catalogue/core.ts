// The pack `core`: the nine default rules of cloudtrail-to-slack (Python), each with the same meaning as there,
// except that `access-denied` leaves out AWS services unless `access_denied_by_services` is true.
// Pure data. `lists.own_function_names` contains the name of the function that runs the rules.

import { type Pack, refused } from './catalogue-rule.ts';

const RECORD_CONTENTS =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html';
const SIGN_IN_EVENTS =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html';

export const CORE: Pack = {
  name: 'core',
  description: 'The nine default rules of cloudtrail-to-slack (Python), on unless `use_default_rules` is false.',
  rules: [
    {
      name: 'signed-in-without-mfa',
      expression: `eventName == "ConsoleLogin"
        and event.get("additionalEventData.MFAUsed", "") != "Yes"
        and "assumed-role/AWSReservedSSO" not in userIdentity.arn`,
      severity: 'high',
      description: 'A user signed in to the console without MFA. Sign-ins through IAM Identity Center are excluded.',
      noise: 'One for each sign-in through a SAML provider other than Identity Center. Failed attempts are included.',
      reference: SIGN_IN_EVENTS,
      variants: [refused('A sign-in to the console without MFA failed.', 'medium')],
    },
    {
      name: 'operation-not-authorized',
      expression: 'event.get("errorCode", "").endsWith("UnauthorizedOperation")',
      severity: 'medium',
      description:
        'A call was refused with `UnauthorizedOperation`, the error that EC2 and some other services return for a missing permission.',
      noise: 'Bursts while the permissions of a new role are incomplete. Security scanners probe on purpose.',
      reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html',
    },
    {
      name: 'access-denied',
      expression: `event.get("errorCode", "").startsWith("AccessDenied")
        and event.get("userIdentity.accountId", "") != "ANONYMOUS_PRINCIPAL"
        and (not isAwsService() or event.get("userIdentity.type", "") in lists.access_denied_service_types)`,
      severity: 'medium',
      description:
        'A known identity was denied access. Anonymous callers are excluded, and AWS services unless `access_denied_by_services` is true.',
      noise: 'The most frequent default rule. Threads and ignore rules keep it readable.',
      reference: RECORD_CONTENTS,
    },
    {
      name: 'root-user-acted',
      expression: `event.get("userIdentity.type", "") == "Root"
        and not eventName.startsWith(("Get", "List", "Describe", "Head"))`,
      severity: 'high',
      description: 'The root user signed in or made a call that is not a read.',
      noise: 'Rare. Few tasks need the root user.',
      reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html',
      variants: [
        refused('The root user tried to sign in or to make a call that is not a read, and it failed or was refused.'),
      ],
    },
    {
      name: 'trail-logging-stopped',
      expression: 'eventSource == "cloudtrail.amazonaws.com" and eventName == "StopLogging"',
      severity: 'critical',
      description: 'A trail was stopped. This function may receive no more events.',
      noise: 'Close to none. Infrastructure code does it when it replaces a trail.',
      reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html',
      variants: [refused('A call to stop a trail was refused.')],
    },
    {
      name: 'trail-updated',
      expression: 'eventSource == "cloudtrail.amazonaws.com" and eventName == "UpdateTrail"',
      severity: 'high',
      description: 'The settings of a trail were changed, such as its bucket or its regions.',
      noise: 'Only when you change the trail itself.',
      reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html',
      variants: [refused('A call to change the settings of a trail was refused.')],
    },
    {
      name: 'trail-deleted',
      expression: 'eventSource == "cloudtrail.amazonaws.com" and eventName == "DeleteTrail"',
      severity: 'critical',
      description: 'A trail was deleted. This function may receive no more events.',
      noise: 'Close to none.',
      reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteTrail.html',
      variants: [refused('A call to delete a trail was refused.')],
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
