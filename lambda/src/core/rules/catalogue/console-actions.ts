// The pack `console-actions`: changes that people make by hand, outside infrastructure code.
// Pure data. Exclusions and watched users come from named lists that `packLists` fills from the settings.

import { type Pack, refused } from './catalogue-rule.ts';

const READING_NAMES = '("Get", "Describe", "List", "Head")';

// From the authors of the user-agent rules: calls that CloudTrail does not mark as read-only and that change nothing.
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

// An entry is `eventSource:eventName`; removing both from it leaves the colon.
const NOT_EXCLUDED_ACTION =
  'not any(lists.console_excluded_scoped_actions, replace(replace(it, eventSource, ""), eventName, "") == ":")';

const ACCOUNT = '(recipientAccountId or userIdentity.accountId or "")';

const IN_WATCHED_ACCOUNT = `not glob(${ACCOUNT}, lists.console_excluded_accounts)
  and glob(${ACCOUNT}, lists.console_included_accounts)`;

const isUserIn = (list: string): string =>
  `(glob(userIdentity.userName, lists.${list})
    or glob(userIdentity.principalId, lists.${list})
    or glob(userIdentity.arn, lists.${list}))`;

// An identity without an email address cannot be selected by one, so it is watched.
const HAS_NO_EMAIL = `not ("@" in userIdentity.userName
    or "@" in userIdentity.principalId
    or "@" in userIdentity.arn)`;

const BY_WATCHED_USER = `not ${isUserIn('console_excluded_users')}
  and (${isUserIn('console_included_users')} or ${HAS_NO_EMAIL})`;

const WATCHED = [NOT_EXCLUDED_ACTION, IN_WATCHED_ACCOUNT, BY_WATCHED_USER].join('\n  and ');

const SESSION_CREDENTIAL =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html';

export const CONSOLE_ACTIONS: Pack = {
  name: 'console-actions',
  description:
    'Changes made by hand: in the console and, if you enable it, with the CLI or an SDK or in the sessions of people.',
  rules: [
    {
      name: 'change-made-in-console',
      expression: `${NOT_READING}\n  and fromConsole()\n  and ${NOT_BY_THE_SERVICE_ITSELF}\n  and ${WATCHED}`,
      severity: 'medium',
      description: 'A change was made by hand in the AWS console.',
      noise: 'One for each click that changes something. High in sandbox accounts; exclude them.',
      reference: SESSION_CREDENTIAL,
      mitre: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
      variants: [refused('A change by hand in the AWS console was refused.', 'medium')],
    },
    {
      name: 'change-made-in-session-of-person',
      expression: `glob(event.get("userIdentity.principalId", ""), lists.console_human_sessions)
        and userIdentity.type == "AssumedRole"\n  and ${NOT_READING}\n  and ${NOT_BY_THE_SERVICE_ITSELF}\n  and ${WATCHED}`,
      severity: 'medium',
      description: 'A change was made in a role session that is named after a person, with any client.',
      noise: 'None until you set `human_sessions`. Then one for each change that people make.',
      reference:
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_rolesessionname',
      mitre: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
      variants: [refused('A change in a role session that is named after a person was refused.', 'medium')],
    },
    {
      name: 'change-made-with-cli-or-sdk',
      expression: `userIdentity.type in lists.console_client_identity_types
        and byPerson()
        and not fromConsole()
        and not byAwsService()\n  and ${NOT_READING}\n  and ${NOT_BY_THE_SERVICE_ITSELF}\n  and ${WATCHED}`,
      severity: 'low',
      description: 'A person made a change with the command line or an SDK.',
      noise: 'None until you set `include_cli_and_sdk`. Then high where people deploy from their own machines.',
      reference:
        'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html',
      mitre: { id: 'T1059.009', name: 'Command and Scripting Interpreter: Cloud API' },
      variants: [refused('A change by a person with the command line or an SDK was refused.', 'low')],
    },
  ],
};
