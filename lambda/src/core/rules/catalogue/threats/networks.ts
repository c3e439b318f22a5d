// Threats that use networks and shared services: open ports, abused private endpoints, prepared spam.
// Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique } from '../catalogue-rule.ts';

const CLOUD_ACCOUNTS: Technique = { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' };

interface PermissionFields {
  readonly protocol: string;
  readonly from: string;
  readonly to: string;
}

const reachesAdministration = ({ protocol, from, to }: PermissionFields): string =>
  `(${protocol} == "-1" or (${from} <= 22 and ${to} >= 22) or (${from} <= 3389 and ${to} >= 3389))`;

const IN_LOWER_CAMEL_CASE = { protocol: 'it.ipProtocol', from: 'it.fromPort', to: 'it.toPort' };

const prefixLengths = (shortest: number, longest: number): string =>
  `(${Array.from({ length: longest - shortest + 1 }, (_, index) => `"/${shortest + index}"`).join(', ')})`;

// No private network has a prefix this short, and a few such networks make up the internet. IPv6 addresses that begin
// with f are private, link-local or multicast. https://www.iana.org/assignments/ipv6-address-space
const isInternet = (network: string): string =>
  `((endsWith(${network}, ${prefixLengths(0, 7)}) or (":" in ${network} and endsWith(${network}, ${prefixLengths(8, 15)})))
            and not startsWith(${network}, ("f", "F")))`;

// The parameters of both spellings of AuthorizeSecurityGroupIngress, those of ModifySecurityGroupRules, and the response.
const OPENED_RULES = [
  `any(requestParameters.ipPermissions.items[*], ${reachesAdministration(IN_LOWER_CAMEL_CASE)}
          and (any(it.ipRanges.items[*].cidrIp, ${isInternet('it')})
            or any(it.ipv6Ranges.items[*].cidrIpv6, ${isInternet('it')})))`,
  `(${reachesAdministration({
    protocol: 'requestParameters.ipProtocol',
    from: 'requestParameters.fromPort',
    to: 'requestParameters.toPort',
  })}
          and ${isInternet('requestParameters.cidrIp')})`,
  `any(requestParameters.ModifySecurityGroupRulesRequest.SecurityGroupRule[*].SecurityGroupRule[*],
          ${reachesAdministration({ protocol: 'it.IpProtocol', from: 'it.FromPort', to: 'it.ToPort' })}
          and (${isInternet('it.CidrIpv4')} or ${isInternet('it.CidrIpv6')}))`,
  `any(responseElements.securityGroupRuleSet.items[*], it.isEgress != True
          and ${reachesAdministration(IN_LOWER_CAMEL_CASE)}
          and (${isInternet('it.cidrIpv4')} or ${isInternet('it.cidrIpv6')}))`,
];

// Ports for remote desktop are among those from 1024, which ACLs must open for replies.
const OPENED_ENTRY = `(requestParameters.aclProtocol in ("-1", -1)
        or (requestParameters.portRange.from <= 22 and requestParameters.portRange.to >= 22))`;

const CLOUD_FIREWALL: Technique = { id: 'T1562.007', name: 'Impair Defenses: Disable or Modify Cloud Firewall' };

export const NETWORK_THREATS: readonly CatalogueRule[] = [
  {
    name: 'security-group-opened-to-internet',
    expression: `eventSource == "ec2.amazonaws.com"
      and eventName in ("AuthorizeSecurityGroupIngress", "ModifySecurityGroupRules")
      and (${OPENED_RULES.join('\n        or ')})
      and succeeded()`,
    severity: 'high',
    description: 'SSH, remote desktop or every port was opened to the internet or to a large part of it.',
    noise: 'Low. Test machines.',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html',
    mitre: CLOUD_FIREWALL,
  },
  {
    name: 'network-acl-opened-to-internet',
    expression: `eventSource == "ec2.amazonaws.com" and eventName in ("CreateNetworkAclEntry", "ReplaceNetworkAclEntry")
      and requestParameters.ruleAction == "allow" and requestParameters.egress not in (True, "true")
      and ${OPENED_ENTRY}
      and (${isInternet('requestParameters.cidrBlock')}
        or ${isInternet('requestParameters.ipv6CidrBlock')})
      and succeeded()`,
    severity: 'medium',
    description:
      'A network ACL lets the internet, or a large part of it, reach SSH or every port. Only security groups protect the subnets.',
    noise: 'Low. Networks that are created, where ACLs allow everything on purpose.',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html',
    mitre: CLOUD_FIREWALL,
  },
  {
    name: 'load-balancer-security-groups-changed',
    expression: `eventSource == "elasticloadbalancing.amazonaws.com"
      and eventName in ("ApplySecurityGroupsToLoadBalancer", "SetSecurityGroups") and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'The security groups of a load balancer were replaced, so other addresses may reach it.',
    noise: 'Low. Controllers of Kubernetes that manage load balancers; ignore their roles.',
    reference: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSecurityGroups.html',
    mitre: CLOUD_FIREWALL,
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
    variants: [refused('A call from inside a VPC to change a trail, a key or a secret was refused.')],
  },
  {
    name: 'mail-sending-explored',
    expression: `eventSource == "ses.amazonaws.com"
      and eventName in ("GetSendQuota", "GetAccountSendingEnabled", "ListIdentities", "GetAccount")
      and not endsWith(sourceIPAddress, ".amazonaws.com") and not byAwsService()`,
    severity: 'low',
    description: 'The email sending limits of the account were read, as attackers do before they send spam.',
    noise: 'Moderate where email dashboards are in use.',
    reference: 'https://docs.aws.amazon.com/ses/latest/APIReference/API_GetSendQuota.html',
    mitre: { id: 'T1526', name: 'Cloud Service Discovery' },
    variants: [refused('A call to read the email sending limits of the account was refused.', 'low')],
  },
  {
    name: 'mail-sending-widened',
    expression: `eventSource == "ses.amazonaws.com"
      and eventName in ("UpdateAccountSendingEnabled", "PutAccountSendingAttributes", "PutAccountDetails",
        "PutConfigurationSetSendingOptions", "UpdateConfigurationSetSendingEnabled",
        "VerifyEmailIdentity", "VerifyDomainDkim", "VerifyDomainIdentity", "CreateEmailIdentity")
      and requestParameters.enabled not in (False, "false") and requestParameters.sendingEnabled not in (False, "false")
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'Email sending was enabled, production access was requested, or a sender was added.',
    noise: 'Low. New sender addresses.',
    reference: 'https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html',
    mitre: { id: 'T1496.004', name: 'Resource Hijacking: Cloud Service Hijacking' },
  },
];
