// The pack `integrity`: what the function finds out from CloudTrail's digest files. It is on exactly if `verify_log_files` is. Pure
// data. The records that it matches are made by the function (`core/digests/finding.ts`); no record from outside can match.

import type { Pack } from './catalogue-rule.ts';

const GUIDE = 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide';
const VALIDATION = `${GUIDE}/cloudtrail-log-file-validation-intro.html`;
const STRUCTURE = `${GUIDE}/cloudtrail-log-file-validation-digest-file-structure.html`;
const REGIONS = 'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html';
const CLOSED = 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_close.html';
const INDICATOR_REMOVAL = { id: 'T1070', name: 'Indicator Removal' };
const IMPAIRED_LOGS = { id: 'T1562.008', name: 'Impair Defenses: Disable or Modify Cloud Logs' };

const found = (eventName: string): string => `eventSource == "cloudtrail-to-slack" and eventName == "${eventName}"`;

export const INTEGRITY: Pack = {
  name: 'integrity',
  description: 'Missing, altered and late log files, and silent accounts. On exactly if `verify_log_files` is.',
  rules: [
    {
      name: 'log-file-missing',
      expression: found('LogFileMissing'),
      severity: 'critical',
      description:
        'A log file that CloudTrail delivered is not in the bucket and was never read. It was removed before the function read it.',
      noise: 'None, unless a lifecycle rule or a person removes new log files.',
      reference: VALIDATION,
      mitre: INDICATOR_REMOVAL,
    },
    {
      name: 'log-file-altered',
      expression: found('LogFileAltered'),
      severity: 'critical',
      description: 'A log file does not have the content that CloudTrail delivered, so its events cannot be trusted.',
      noise: 'None, unless a tool rewrites log files.',
      reference: VALIDATION,
      mitre: INDICATOR_REMOVAL,
    },
    {
      name: 'log-files-removed',
      expression: found('LogFilesRemoved'),
      severity: 'critical',
      description: 'Log files of a day were removed after the function read them. Their alerts were delivered.',
      noise: 'None, unless something removes or moves log files within a day of their delivery.',
      reference: VALIDATION,
      mitre: INDICATOR_REMOVAL,
    },
    {
      name: 'log-files-unlisted',
      expression: found('LogFilesUnlisted'),
      severity: 'medium',
      description:
        'No digest file lists some log files of a day that digest files cover, so nothing proves that CloudTrail wrote them. The function read them like all others.',
      noise:
        'One a day for each account and region in which another trail without log file validation writes to the same folder. A delay of CloudTrail of more than a day can cause one.',
      reference: STRUCTURE,
    },
    {
      name: 'digest-missing',
      expression: found('DigestMissing'),
      severity: 'critical',
      description:
        'A digest file that a later one refers to is not in the bucket. Nothing proves which log files CloudTrail delivered in its time.',
      noise: 'None, unless a lifecycle rule or a person removes digest files.',
      reference: STRUCTURE,
      mitre: INDICATOR_REMOVAL,
    },
    {
      name: 'digest-invalid',
      expression: found('DigestInvalid'),
      severity: 'critical',
      description: 'A digest file is not the one that CloudTrail signed, so its list of log files proves nothing.',
      noise: 'None, unless a tool moves or rewrites digest files.',
      reference: STRUCTURE,
      mitre: INDICATOR_REMOVAL,
    },
    {
      name: 'digests-not-verified',
      expression: found('DigestsNotVerified'),
      severity: 'medium',
      description:
        'CloudTrail does not list its public keys of a region for the account of the function, so nothing verifies the digest files of that region. Enable the region in that account, or allow cloudtrail:ListPublicKeys there.',
      noise: 'One a week for each such region in which a trail writes digest files.',
      reference: REGIONS,
    },
    {
      name: 'account-went-dark',
      expression: found('AccountWentDark'),
      severity: 'high',
      description:
        'No digest file of an account and region has arrived for more than three hours, so its events are missing, too. Its trail was stopped, or the account was closed or left the organization.',
      noise: 'One for each account that is closed. A delay of CloudTrail can cause one, followed by account-came-back.',
      reference: CLOSED,
      mitre: IMPAIRED_LOGS,
    },
    {
      name: 'digests-not-arriving',
      expression: found('DigestsNotArriving'),
      severity: 'high',
      description:
        'No digest file that could be verified has arrived from any account for more than three hours, so nothing proves that log files are complete. Enable log file validation of the trail, and let the notifications of the bucket include the keys of its digest files (CloudTrail-Digest).',
      noise: 'None. One until a digest file arrives.',
      reference:
        'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-enabling.html',
      mitre: IMPAIRED_LOGS,
    },
    {
      name: 'account-came-back',
      expression: found('AccountCameBack'),
      severity: 'low',
      description: 'The digest files of an account and region that was dark arrive again.',
      noise: 'At most one for each account-went-dark.',
      reference: STRUCTURE,
    },
    {
      name: 'log-files-read-late',
      expression: found('LogFilesReadLate'),
      severity: 'low',
      description:
        'Log files for which no notification arrived were read because a digest file lists them. Their alerts are late, but none is missing.',
      noise: 'None, unless notifications of the bucket are turned off or lost.',
      reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html',
    },
  ],
};
