// Threats that use networks and shared services: open ports, abused private endpoints, prepared spam.
// Part of the pack `threats`; pure data.

import type { CatalogueRule, Technique } from '../catalogue-rule.ts';

const CLOUD_ACCOUNTS: Technique = { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' };

const REACHES_ADMINISTRATION =
  '(it.ipProtocol == "-1" or (it.fromPort <= 22 and it.toPort >= 22) or (it.fromPort <= 3389 and it.toPort >= 3389))';

export const NETWORK_THREATS: readonly CatalogueRule[] = [
  {
    name: 'security-group-opened-to-internet',
    expression: `eventSource == "ec2.amazonaws.com" and eventName == "AuthorizeSecurityGroupIngress"
      and any(requestParameters.ipPermissions.items[*], ${REACHES_ADMINISTRATION}
        and ("0.0.0.0/0" in it.ipRanges.items[*].cidrIp or "::/0" in it.ipv6Ranges.items[*].cidrIpv6))
      and succeeded()`,
    severity: 'high',
    description: 'SSH, remote desktop or every port was opened to the internet.',
    noise: 'Low. Test machines.',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html',
    mitre: { id: 'T1562.007', name: 'Impair Defenses: Disable or Modify Cloud Firewall' },
  },
  {
    name: 'endpoint-used-by-foreign-account',
    expression: `eventType == "AwsVpceEvent" and exists(userIdentity.accountId)
      and userIdentity.accountId != recipientAccountId and not byAwsService()`,
    severity: 'medium',
    description: 'An identity of another account used a VPC endpoint of this account, as in data exfiltration.',
    noise: 'Moderate where accounts share endpoints. Needs network activity events in the trail.',
    reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html',
    mitre: { id: 'T1567', name: 'Exfiltration Over Web Service' },
  },
  {
    name: 'trail-administered-through-endpoint',
    expression: `eventType == "AwsVpceEvent"
      and ((eventSource == "cloudtrail.amazonaws.com"
          and eventName in ("StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"))
        or (eventSource == "kms.amazonaws.com" and eventName in ("ScheduleKeyDeletion", "DisableKey"))
        or (eventSource == "secretsmanager.amazonaws.com" and eventName == "DeleteSecret"))`,
    severity: 'high',
    description: 'A trail, a key or a secret was changed from inside a VPC, which is unusual for such work.',
    noise: 'Close to none. Needs network activity events in the trail.',
    reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html',
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'mail-sending-explored',
    expression: `eventSource == "ses.amazonaws.com"
      and eventName in ("GetSendQuota", "GetAccountSendingEnabled", "ListIdentities", "GetAccount")
      and not endsWith(event.get("sourceIPAddress", ""), ".amazonaws.com") and not byAwsService()`,
    severity: 'low',
    description: 'The email sending limits of the account were read, as attackers do before they send spam.',
    noise: 'Moderate where email dashboards are in use.',
    reference: 'https://docs.aws.amazon.com/ses/latest/APIReference/API_GetSendQuota.html',
    mitre: { id: 'T1526', name: 'Cloud Service Discovery' },
  },
  {
    name: 'mail-sending-widened',
    expression: `eventSource == "ses.amazonaws.com"
      and eventName in ("UpdateAccountSendingEnabled", "PutAccountSendingAttributes", "PutAccountDetails",
        "VerifyEmailIdentity", "VerifyDomainIdentity", "CreateEmailIdentity")
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'Email sending was enabled, production access was requested, or a sender was added.',
    noise: 'Low. New sender addresses.',
    reference: 'https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html',
    mitre: { id: 'T1496.004', name: 'Resource Hijacking: Cloud Service Hijacking' },
  },
];
