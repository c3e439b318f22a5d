// Phrases for monitoring and governance: trails, Config, detectors, alarms, logs, organization. Data only; see `phrase.ts`.

import type { Phrase } from './phrase.ts';

export const WATCH_PHRASES: Readonly<Record<string, Readonly<Record<string, Phrase>>>> = {
  'cloudtrail.amazonaws.com': {
    CreateTrail: 'created trail {request.name}',
    DeleteTrail: 'deleted trail {request.name}',
    UpdateTrail: 'changed trail {request.name}',
    StartLogging: 'started trail {request.name}',
    StopLogging: 'stopped trail {request.name}',
    PutEventSelectors: 'changed what trail {request.trailName} records',
    PutInsightSelectors: 'changed the insights of trail {request.trailName}',
    DeleteEventDataStore: 'deleted event data store {request.eventDataStore}',
  },
  'config.amazonaws.com': {
    StopConfigurationRecorder: 'stopped configuration recorder {request.configurationRecorderName}',
    DeleteConfigurationRecorder: 'deleted configuration recorder {request.configurationRecorderName}',
    PutConfigurationRecorder: 'set configuration recorder[ {request.configurationRecorder.name}]',
    DeleteDeliveryChannel: 'deleted delivery channel {request.deliveryChannelName}',
    PutDeliveryChannel: 'set delivery channel[ {request.deliveryChannel.name}]',
    DeleteConfigRule: 'deleted Config rule {request.configRuleName}',
  },
  'guardduty.amazonaws.com': {
    DeleteDetector: 'deleted GuardDuty detector {request.detectorId}',
    UpdateDetector: 'changed GuardDuty detector {request.detectorId}',
    CreateFilter: 'created GuardDuty filter {request.name}',
    CreateIPSet: 'created trusted IP list {request.name}',
    ArchiveFindings: 'archived GuardDuty findings',
    DisassociateFromAdministratorAccount: 'left the GuardDuty administrator account',
  },
  'securityhub.amazonaws.com': {
    DisableSecurityHub: 'disabled Security Hub',
    BatchDisableStandards: 'disabled Security Hub standards',
    DeleteInsight: 'deleted Security Hub insight[ {request.Name|response.InsightArn}]',
    UpdateFindings: 'changed Security Hub findings',
  },
  'access-analyzer.amazonaws.com': { DeleteAnalyzer: 'deleted access analyzer {request.analyzerName}' },
  'macie2.amazonaws.com': { DisableMacie: 'disabled Macie' },
  'monitoring.amazonaws.com': {
    DeleteAlarms: 'deleted alarms[ {request.alarmNames.*}]',
    DisableAlarmActions: 'disabled the actions of alarms[ {request.alarmNames.*}]',
    PutMetricAlarm: 'set alarm {request.alarmName}',
  },
  'logs.amazonaws.com': {
    DeleteLogGroup: 'deleted log group {request.logGroupName}',
    DeleteLogStream: 'deleted log stream {request.logStreamName} of {request.logGroupName}',
    PutRetentionPolicy: 'set the retention of log group {request.logGroupName}[ to {request.retentionInDays} days]',
    DeleteMetricFilter: 'deleted metric filter {request.filterName}[ of {request.logGroupName}]',
    PutSubscriptionFilter: 'set subscription filter {request.filterName} on {request.logGroupName}',
    DeleteSubscriptionFilter: 'deleted subscription filter {request.filterName} of {request.logGroupName}',
  },
  'events.amazonaws.com': {
    DisableRule: 'disabled EventBridge rule {request.name}',
    DeleteRule: 'deleted EventBridge rule {request.name}',
  },
  'organizations.amazonaws.com': {
    LeaveOrganization: 'left the organization',
    CreateAccount: 'created account {request.accountName}',
    CloseAccount: 'closed account {request.accountId}',
    RemoveAccountFromOrganization: 'removed account {request.accountId} from the organization',
    InviteAccountToOrganization: 'invited account {request.target.id} to the organization',
    MoveAccount: 'moved account {request.accountId} to {request.destinationParentId}',
    AttachPolicy: 'attached policy {request.policyId} to {request.targetId}',
    DetachPolicy: 'detached policy {request.policyId} from {request.targetId}',
    UpdatePolicy: 'changed organization policy {request.policyId}',
    DeletePolicy: 'deleted organization policy {request.policyId}',
    RegisterDelegatedAdministrator: 'made account {request.accountId} administrator of {request.servicePrincipal}',
  },
  'account.amazonaws.com': { EnableRegion: 'enabled region {request.RegionName|request.regionName}' },
  'backup.amazonaws.com': {
    DeleteBackupVault: 'deleted backup vault {request.backupVaultName}',
    DeleteRecoveryPoint: 'deleted recovery point {request.recoveryPointArn}',
    DeleteBackupPlan: 'deleted backup plan {request.backupPlanId}',
    DeleteBackupVaultLockConfiguration: 'removed the lock of backup vault {request.backupVaultName}',
  },
};
