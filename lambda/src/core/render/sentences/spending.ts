// Phrases for what costs money and for the ownership of accounts. Data only; see `phrase.ts`.

import type { Phrases } from './phrase.ts';

export const SPENDING_PHRASES: Phrases = {
  'organizations.amazonaws.com': {
    CreateGovCloudAccount: 'created <GovCloud account {request.accountName}>',
    PutResourcePolicy: 'set the delegation policy of the organization',
  },
  'account.amazonaws.com': {
    StartPrimaryEmailUpdate: 'started changing the email address of the root user[ of account {request.accountId}]',
    AcceptPrimaryEmailUpdate: 'changed the email address of the root user[ of account {request.accountId}]',
  },
  'servicequotas.amazonaws.com': {
    PutServiceQuotaIncreaseRequestIntoTemplate:
      'added <quota {request.quotaCode}>[ of {request.serviceCode}] to the template for new accounts',
  },
  'budgets.amazonaws.com': {
    DeleteBudget: 'deleted <budget {request.budgetName}>',
    DeleteBudgetAction: 'deleted an action of <budget {request.budgetName}>',
    DeleteNotification: 'deleted a notification of <budget {request.budgetName}>',
    DeleteSubscriber: 'deleted a subscriber of <budget {request.budgetName}>',
  },
  'ce.amazonaws.com': {
    DeleteAnomalyMonitor: 'deleted <cost anomaly monitor {request.monitorArn}>',
    DeleteAnomalySubscription: 'deleted <cost anomaly subscription {request.subscriptionArn}>',
  },
  'sns.amazonaws.com': {
    SetSMSAttributes:
      'changed the settings for text messages[, with a monthly limit of {request.attributes.MonthlySpendLimit} dollars]',
  },
  'sms-voice.amazonaws.com': {
    SetTextMessageSpendLimitOverride: 'set the monthly limit for text messages[ to {request.monthlyLimit} dollars]',
    SetVoiceMessageSpendLimitOverride: 'set the monthly limit for voice messages[ to {request.monthlyLimit} dollars]',
    SetMediaMessageSpendLimitOverride: 'set the monthly limit for media messages[ to {request.monthlyLimit} dollars]',
    RequestPhoneNumber: 'requested a phone number[ in {request.isoCountryCode}]',
    RequestSenderId: 'requested <sender ID {request.senderId}>',
    DescribeSpendLimits: 'read the spending limits for text messages',
    DescribeAccountLimits: 'read the limits of the account for text messages',
    DescribeAccountAttributes: 'read the settings of the account for text messages',
  },
  'lightsail.amazonaws.com': {
    CreateInstancesFromSnapshot: 'created Lightsail instances[ {request.instanceNames.*}] from a snapshot',
    CreateContainerService: 'created <Lightsail container service {request.serviceName}>',
    DownloadDefaultKeyPair: 'downloaded the default key pair of Lightsail',
    GetInstanceAccessDetails: 'got access to <Lightsail instance {request.instanceName}>',
    GetRelationalDatabaseMasterUserPassword:
      'read the password of <Lightsail database {request.relationalDatabaseName}>',
    CreateBucketAccessKey: 'created an access key for <Lightsail bucket {request.bucketName}>',
  },
};
