// Threats to the bill: limits raised, purchases made, spending hidden. Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique } from '../catalogue-rule.ts';

const SERVICE_HIJACKING: Technique = { id: 'T1496.004', name: 'Resource Hijacking: Cloud Service Hijacking' };

export const MONEY_THREATS: readonly CatalogueRule[] = [
  {
    name: 'quota-increase-requested',
    expression: `eventSource == "servicequotas.amazonaws.com"
      and eventName in ("RequestServiceQuotaIncrease", "PutServiceQuotaIncreaseRequestIntoTemplate")
      and not byAwsService()`,
    severity: 'medium',
    description: 'A higher quota was requested, as attackers do before they start many instances.',
    noise: 'Low. Teams that grow.',
    reference: 'https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html',
    mitre: {
      id: 'T1578.005',
      name: 'Modify Cloud Compute Infrastructure: Modify Cloud Compute Configurations',
    },
    variants: [refused('A request for a higher quota was refused.', 'medium')],
  },
  {
    name: 'marketplace-agreement-accepted',
    expression: `eventSource == "agreement-marketplace.amazonaws.com" and eventName == "AcceptAgreementRequest"
      and succeeded()`,
    severity: 'medium',
    description: 'A purchase in AWS Marketplace was agreed to. Models of Bedrock are sold there too.',
    noise: 'Low. Purchases, and the first use of a model.',
    reference:
      'https://docs.aws.amazon.com/marketplace/latest/buyerguide/logging-aws-marketplace-api-calls-with-aws-cloudtrail.html',
    mitre: SERVICE_HIJACKING,
  },
  {
    name: 'spending-alert-removed',
    expression: `((eventSource == "budgets.amazonaws.com"
          and eventName in ("DeleteBudget", "DeleteBudgetAction", "DeleteNotification", "DeleteSubscriber"))
        or (eventSource == "ce.amazonaws.com"
          and eventName in ("DeleteAnomalyMonitor", "DeleteAnomalySubscription")))
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'A budget, its notifications or the detection of unusual costs was deleted.',
    noise: 'Low. Budgets that infrastructure code replaces.',
    reference: 'https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_DeleteBudget.html',
    mitre: { id: 'T1562.001', name: 'Impair Defenses: Disable or Modify Tools' },
  },
  {
    name: 'sms-spending-raised',
    expression: `((eventSource == "sns.amazonaws.com" and eventName == "SetSMSAttributes"
          and exists(requestParameters.attributes.MonthlySpendLimit))
        or (eventSource == "sms-voice.amazonaws.com" and eventName in ("SetTextMessageSpendLimitOverride",
          "SetVoiceMessageSpendLimitOverride", "SetMediaMessageSpendLimitOverride")))
      and not byAwsService() and succeeded()`,
    severity: 'high',
    description:
      'The monthly limit for text or voice messages was set. Messages to premium numbers earn money for attackers.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html',
    mitre: { id: 'T1496.003', name: 'Resource Hijacking: SMS Pumping' },
  },
  {
    name: 'sms-sending-explored',
    expression: `((eventSource == "sns.amazonaws.com"
          and eventName in ("GetSMSAttributes", "GetSMSSandboxAccountStatus", "ListOriginationNumbers"))
        or (eventSource == "sms-voice.amazonaws.com"
          and eventName in ("DescribeSpendLimits", "DescribeAccountLimits", "DescribeAccountAttributes")))
      and not fromConsole() and not byAwsService()`,
    severity: 'low',
    description: 'The limits for text messages were read, as attackers do before they send phishing messages.',
    noise: 'Low. Inventories of the account; ignore their roles.',
    reference: 'https://docs.aws.amazon.com/sns/latest/api/API_GetSMSSandboxAccountStatus.html',
    mitre: { id: 'T1526', name: 'Cloud Service Discovery' },
    variants: [refused('A call to read the limits for text messages was refused.', 'low')],
  },
  {
    name: 'phone-number-requested',
    expression: `eventSource == "sms-voice.amazonaws.com" and eventName in ("RequestPhoneNumber", "RequestSenderId")
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'A phone number or a sender ID for text messages was leased.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_RequestPhoneNumber.html',
    mitre: { id: 'T1496.003', name: 'Resource Hijacking: SMS Pumping' },
  },
  {
    name: 'lightsail-server-created',
    expression: `eventSource == "lightsail.amazonaws.com"
      and eventName in ("CreateInstances", "CreateInstancesFromSnapshot", "CreateContainerService")
      and not byAwsService()`,
    severity: 'medium',
    description: 'A Lightsail instance or container was created, which network and EC2 controls may not cover.',
    noise: 'None where Lightsail is not in use. Disable the rule elsewhere.',
    reference: 'https://docs.aws.amazon.com/lightsail/2016-11-28/api-reference/API_CreateInstances.html',
    mitre: { id: 'T1578.002', name: 'Modify Cloud Compute Infrastructure: Create Cloud Instance' },
    variants: [refused('A call to create a Lightsail instance or container was refused.', 'medium')],
  },
  {
    name: 'lightsail-credentials-read',
    expression: `eventSource == "lightsail.amazonaws.com"
      and eventName in ("DownloadDefaultKeyPair", "GetInstanceAccessDetails", "GetRelationalDatabaseMasterUserPassword",
        "CreateBucketAccessKey")
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'Credentials for a Lightsail instance, database or bucket were obtained.',
    noise: 'One for each login to an instance in the browser.',
    reference: 'https://docs.aws.amazon.com/lightsail/2016-11-28/api-reference/API_GetInstanceAccessDetails.html',
    mitre: { id: 'T1552', name: 'Unsecured Credentials' },
  },
];
