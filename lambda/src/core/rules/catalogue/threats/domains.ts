// Threats to domains and DNS zones: taken over, registered, opened, no longer protected. Part of the pack `threats`; pure data.

import { type CatalogueRule, refused } from '../catalogue-rule.ts';

const ROUTE53 = 'https://docs.aws.amazon.com/Route53/latest/APIReference/API_';

export const DOMAIN_THREATS: readonly CatalogueRule[] = [
  {
    name: 'domain-control-changed',
    expression: `eventSource == "route53domains.amazonaws.com"
      and eventName in ("TransferDomainToAnotherAwsAccount", "PushDomain", "DisableDomainTransferLock",
        "RetrieveDomainAuthCode", "UpdateDomainNameservers", "DeleteDomain")
      and not byAwsService() and succeeded()`,
    severity: 'high',
    description: 'A domain was transferred, deleted or prepared for a transfer, or its name servers were replaced.',
    noise: 'Close to none. Domains that move to another account.',
    reference: `${ROUTE53}domains_TransferDomainToAnotherAwsAccount.html`,
    mitre: { id: 'T1584.001', name: 'Compromise Infrastructure: Domains' },
  },
  {
    name: 'domain-registered',
    expression: `eventSource == "route53domains.amazonaws.com" and eventName == "RegisterDomain" and not byAwsService()`,
    severity: 'medium',
    description: 'A domain was bought, as attackers do for phishing in your name and at your expense.',
    noise: 'Low. New domains that you buy.',
    reference: `${ROUTE53}domains_RegisterDomain.html`,
    mitre: { id: 'T1583.001', name: 'Acquire Infrastructure: Domains' },
    variants: [refused('A call to buy a domain was refused.', 'medium')],
  },
  {
    name: 'private-zone-opened',
    expression: `eventSource == "route53.amazonaws.com"
      and eventName in ("CreateVPCAssociationAuthorization", "AssociateVPCWithHostedZone")
      and not byAwsService() and succeeded()`,
    severity: 'low',
    description:
      'A private DNS zone was associated with another VPC, or a VPC of another account was authorized for it.',
    noise: 'One for each VPC that infrastructure code connects to a zone; ignore its role.',
    reference: `${ROUTE53}CreateVPCAssociationAuthorization.html`,
    mitre: { id: 'T1584.002', name: 'Compromise Infrastructure: DNS Server' },
  },
  {
    name: 'zone-protection-removed',
    expression: `eventSource == "route53.amazonaws.com"
      and eventName in ("DisableHostedZoneDNSSEC", "DeactivateKeySigningKey", "DeleteQueryLoggingConfig")
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'The signing of a DNS zone (DNSSEC) or the logging of its queries was disabled.',
    noise: 'Low. Zones that are retired and keys that are rotated.',
    reference: `${ROUTE53}DisableHostedZoneDNSSEC.html`,
    mitre: { id: 'T1562', name: 'Impair Defenses' },
  },
  {
    name: 'zone-deleted',
    expression: `eventSource == "route53.amazonaws.com" and eventName == "DeleteHostedZone"
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'A DNS zone was deleted. If its domain still refers to the name servers, others can take it over.',
    noise: 'Low. Test environments that are deleted.',
    reference: `${ROUTE53}DeleteHostedZone.html`,
    mitre: { id: 'T1485', name: 'Data Destruction' },
  },
];
