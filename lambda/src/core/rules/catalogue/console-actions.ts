// The pack `console-actions`: changes that people make by hand, which infrastructure code knows nothing of.
// Pure data. What is excluded and who is watched comes from named lists that `packLists` fills from the settings.

import type { Pack } from './catalogue-rule.ts';

const READING_NAMES = '("Get", "Describe", "List", "Head")';

// Named by the authors of the user-agent rules: calls that look like changes to CloudTrail and are none.
const HARMLESS_NAMES = `("DownloadDBLogFilePortion", "TestScheduleExpression", "TestEventPattern", "LookupEvents",
    "listDnssec", "Decrypt", "REST.GET.OBJECT_LOCK_CONFIGURATION", "ConsoleLogin")`;

const SERVICE_ROLE_USERS =
  '("ecs-tasks.amazonaws.com", "ec2.amazonaws.com", "monitoring.rds.amazonaws.com", "lambda.amazonaws.com")';

const NOT_READING = `not isReadOnly()
  and not startsWith(eventName, ${READING_NAMES})
  and eventName not in ${HARMLESS_NAMES}`;

const NOT_BY_THE_SERVICE_ITSELF = `event.get("userIdentity.invokedBy", "") != "AWS Internal"
  and not (eventName == "AssumeRole"
    and event.get("userAgent", "") == "Coral/Netty4"
    and event.get("userIdentity.invokedBy", "") in ${SERVICE_ROLE_USERS})`;

// An entry is `eventSource:eventName`; taking both away from it leaves the colon.
const NOT_EXCLUDED_ACTION =
  'not any(lists.console_excluded_scoped_actions, replace(replace(it, eventSource, ""), eventName, "") == ":")';

const ACCOUNT = 'event.get("recipientAccountId", event.get("userIdentity.accountId", ""))';

const IN_WATCHED_ACCOUNT = `not glob(${ACCOUNT}, lists.console_excluded_accounts)
  and glob(${ACCOUNT}, lists.console_included_accounts)`;

const isUserIn = (list: string): string =>
  `(glob(event.get("userIdentity.userName", ""), lists.${list})
    or glob(event.get("userIdentity.principalId", ""), lists.${list})
    or glob(event.get("userIdentity.arn", ""), lists.${list}))`;

// Who has no e-mail address in the identity cannot be told apart by one, and is watched.
const HAS_NO_EMAIL = `not ("@" in event.get("userIdentity.userName", "")
    or "@" in event.get("userIdentity.principalId", "")
    or "@" in event.get("userIdentity.arn", ""))`;

const BY_WATCHED_USER = `not ${isUserIn('console_excluded_users')}
  and (${isUserIn('console_included_users')} or ${HAS_NO_EMAIL})`;

const WATCHED = [NOT_EXCLUDED_ACTION, IN_WATCHED_ACCOUNT, BY_WATCHED_USER].join('\n  and ');

const SESSION_CREDENTIAL =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html';

export const CONSOLE_ACTIONS: Pack = {
  name: 'console-actions',
  description: 'Changes made by hand: in the console, and where wanted by CLI or SDK or in the sessions of people.',
  rules: [
    {
      name: 'change-made-in-console',
      expression: `${NOT_READING}\n  and fromConsole()\n  and ${NOT_BY_THE_SERVICE_ITSELF}\n  and ${WATCHED}`,
      severity: 'medium',
      description: 'Somebody changed something by hand in the AWS console.',
      noise: 'One for each click that changes something; high in sandboxes, so exclude their accounts.',
      reference: SESSION_CREDENTIAL,
      mitre: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
    },
    {
      name: 'change-made-in-session-of-person',
      expression: `glob(event.get("userIdentity.principalId", ""), lists.console_human_sessions)
        and userIdentity.type == "AssumedRole"\n  and ${NOT_READING}\n  and ${NOT_BY_THE_SERVICE_ITSELF}\n  and ${WATCHED}`,
      severity: 'medium',
      description: 'A role session named after a person changed something, whatever the client.',
      noise: 'None until `human_sessions` is set; then one for each change that people make.',
      reference:
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_rolesessionname',
      mitre: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
    },
    {
      name: 'change-made-with-cli-or-sdk',
      expression: `userIdentity.type in lists.console_client_identity_types
        and byPerson()
        and not fromConsole()
        and not byAwsService()\n  and ${NOT_READING}\n  and ${NOT_BY_THE_SERVICE_ITSELF}\n  and ${WATCHED}`,
      severity: 'low',
      description: 'A person changed something with the command line or an SDK.',
      noise: 'None until `include_cli_and_sdk` is set; then high where people deploy from their own machines.',
      reference:
        'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html',
      mitre: { id: 'T1059.009', name: 'Command and Scripting Interpreter: Cloud API' },
    },
  ],
};
