// Threats by way of networks and shared services: doors opened, private endpoints abused, mail prepared.
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
    description: 'SSH, remote desktop or every port was opened to the whole internet.',
    noise: 'Low; test machines.',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html',
    mitre: { id: 'T1562.007', name: 'Impair Defenses: Disable or Modify Cloud Firewall' },
  },
  {
    name: 'endpoint-used-by-foreign-account',
    expression: `eventType == "AwsVpceEvent" and exists(userIdentity.accountId)
      and userIdentity.accountId != recipientAccountId and not byAwsService()`,
    severity: 'medium',
    description:
      'An identity of another account reached AWS through a VPC endpoint of this one, as data is carried out.',
    noise: 'Moderate where accounts share endpoints; needs network activity events in the trail.',
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
    description: 'Trails, keys or secrets were tampered with from inside a VPC, where such work is seldom done.',
    noise: 'Close to none; needs network activity events in the trail.',
    reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html',
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'mail-sending-explored',
    expression: `eventSource == "ses.amazonaws.com"
      and eventName in ("GetSendQuota", "GetAccountSendingEnabled", "ListIdentities", "GetAccount")
      and not endsWith(event.get("sourceIPAddress", ""), ".amazonaws.com") and not byAwsService()`,
    severity: 'low',
    description: 'Somebody looked how much mail the account may send, as one does before sending spam.',
    noise: 'Moderate where mail dashboards are in use.',
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
    description: 'Sending mail was switched on, a way out of the sandbox asked for, or a sender added.',
    noise: 'Low; new sender addresses.',
    reference: 'https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html',
    mitre: { id: 'T1496.004', name: 'Resource Hijacking: Cloud Service Hijacking' },
  },
];
