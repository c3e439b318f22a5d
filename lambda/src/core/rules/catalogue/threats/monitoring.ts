// Threats to what watches an account: detectors, event rules, event data stores, web ACLs, and the defaults that keep disks
// private. Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique, when } from '../catalogue-rule.ts';

const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_';

const CLOUD_LOGS: Technique = { id: 'T1562.008', name: 'Impair Defenses: Disable or Modify Cloud Logs' };
const TOOLS: Technique = { id: 'T1562.001', name: 'Impair Defenses: Disable or Modify Tools' };
const CLOUD_FIREWALL: Technique = { id: 'T1562.007', name: 'Impair Defenses: Disable or Modify Cloud Firewall' };

const WAF = '("wafv2.amazonaws.com", "waf.amazonaws.com", "waf-regional.amazonaws.com")';

export const MONITORING_THREATS: readonly CatalogueRule[] = [
  {
    name: 'event-rule-disabled',
    expression: `eventSource == "events.amazonaws.com" and eventName in ("DeleteEventBus", "DeleteRule", "DisableRule", "RemoveTargets")
      and not byAwsService()`,
    severity: 'low',
    description:
      'An EventBridge rule, its targets or an event bus were deleted. Alerts or automation may depend on it.',
    noise: 'Moderate where stacks are deleted by infrastructure code other than CloudFormation.',
    reference: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html',
    mitre: TOOLS,
    variants: [
      refused('A call to disable or delete an EventBridge rule was refused.', 'low'),
      when('eventName == "DisableRule"', 'medium', 'An EventBridge rule was disabled.'),
    ],
  },
  {
    name: 'event-data-store-disabled',
    expression: `eventSource == "cloudtrail.amazonaws.com"
      and (eventName in ("DeleteChannel", "DeleteEventDataStore", "StopEventDataStoreIngestion")
        or (eventName == "UpdateEventDataStore" and requestParameters.terminationProtectionEnabled == False))`,
    severity: 'high',
    description: 'An event data store of CloudTrail Lake, its channel or its protection was stopped or deleted.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteEventDataStore.html',
    mitre: CLOUD_LOGS,
    variants: [refused('A call to stop or delete an event data store of CloudTrail Lake was refused.')],
  },
  {
    name: 'trail-administrator-removed',
    expression: `eventSource == "cloudtrail.amazonaws.com"
      and eventName == "DeregisterOrganizationDelegatedAdmin" and succeeded()`,
    severity: 'medium',
    description: 'An account no longer administers CloudTrail for the organization.',
    noise: 'Close to none.',
    reference:
      'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeregisterOrganizationDelegatedAdmin.html',
    mitre: CLOUD_LOGS,
  },
  {
    name: 'request-parameters-omitted',
    expression: `eventSource == "iam.amazonaws.com" and requestParameters.omitted in (True, "true") and succeeded()`,
    severity: 'high',
    description: 'A request to IAM was so large that CloudTrail did not record it. Padding can hide a policy this way.',
    noise: 'Close to none.',
    reference:
      'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html',
    mitre: CLOUD_LOGS,
  },
  {
    name: 'config-recording-narrowed',
    expression: `eventSource == "config.amazonaws.com"
      and (eventName in ("DeleteConformancePack", "DeleteOrganizationConfigRule", "DeleteOrganizationConformancePack",
          "DeleteRemediationConfiguration", "DeleteRetentionConfiguration")
        or (eventName == "PutConfigurationRecorder"
          and requestParameters.configurationRecorder.recordingGroup.allSupported == False))
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'AWS Config no longer records every kind of resource, or rules or remediation were deleted.',
    noise: 'Low. Accounts that record some kinds only, to reduce cost.',
    reference: 'https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationRecorder.html',
    mitre: CLOUD_LOGS,
  },
  {
    name: 'web-acl-deleted',
    expression: `((eventSource in ${WAF} and eventName in ("DeleteRuleGroup", "DeleteWebACL"))
        or (eventSource in ("waf.amazonaws.com", "waf-regional.amazonaws.com") and eventName == "DeleteRule"))
      and not byAwsService()`,
    severity: 'medium',
    description: 'A web ACL, a rule group or a rule of WAF was deleted.',
    noise: 'Low. Stacks that are deleted.',
    reference: 'https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html',
    mitre: CLOUD_FIREWALL,
    variants: [refused('A call to delete a web ACL, a rule group or a rule of WAF was refused.', 'medium')],
  },
  {
    name: 'web-acl-logging-deleted',
    expression: `eventSource in ${WAF} and eventName == "DeleteLoggingConfiguration" and succeeded()`,
    severity: 'high',
    description: 'The logging of the requests that a web ACL inspects was disabled.',
    noise: 'Low. Web ACLs that are deleted.',
    reference: 'https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteLoggingConfiguration.html',
    mitre: CLOUD_LOGS,
  },
  {
    name: 'macie-weakened',
    expression: `eventSource == "macie2.amazonaws.com"
      and (eventName in ("DeleteMember", "DisableMacie", "DisableOrganizationAdminAccount",
          "DisassociateFromAdministratorAccount", "DisassociateFromMasterAccount", "DisassociateMember")
        or (eventName in ("UpdateMacieSession", "UpdateMemberSession") and requestParameters.status == "PAUSED")
        or (eventName in ("CreateFindingsFilter", "UpdateFindingsFilter") and requestParameters.action == "ARCHIVE"))`,
    severity: 'high',
    description: 'Macie was disabled, paused or detached from its administrator, or a filter hides findings.',
    noise: 'Close to none. Filters for known data.',
    reference: 'https://docs.aws.amazon.com/macie/latest/APIReference/macie.html',
    mitre: TOOLS,
    variants: [refused('A call to disable Macie or a part of it was refused.')],
  },
  {
    name: 'inspector-weakened',
    expression: `eventSource == "inspector2.amazonaws.com"
      and (eventName in ("Disable", "DisableDelegatedAdminAccount", "DisassociateMember")
        or (eventName in ("CreateFilter", "UpdateFilter") and requestParameters.action == "SUPPRESS"))`,
    severity: 'medium',
    description: 'Inspector was disabled or detached from its administrator, or a filter hides findings.',
    noise: 'Low. Filters for accepted vulnerabilities.',
    reference: 'https://docs.aws.amazon.com/inspector/v2/APIReference/API_Disable.html',
    mitre: TOOLS,
    variants: [refused('A call to disable Inspector or a part of it was refused.', 'medium')],
  },
  {
    name: 'security-hub-weakened',
    expression: `eventSource == "securityhub.amazonaws.com"
      and (eventName in ("BatchDisableStandards", "DeleteMembers", "DisassociateFromAdministratorAccount",
          "DisassociateFromMasterAccount", "DisassociateMembers")
        or (eventName == "UpdateStandardsControl" and requestParameters.ControlStatus == "DISABLED"))`,
    severity: 'high',
    description:
      'Standards or controls of Security Hub were disabled, or accounts were detached from its administrator.',
    noise: 'Low. Controls that do not apply.',
    reference: 'https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DisassociateMembers.html',
    mitre: TOOLS,
    variants: [refused('A call to disable a part of Security Hub or to detach accounts was refused.')],
  },
  {
    name: 'access-analyzer-weakened',
    expression: `eventSource == "access-analyzer.amazonaws.com"
      and eventName in ("CreateArchiveRule", "DeleteAnalyzer", "UpdateArchiveRule") and not byAwsService()`,
    severity: 'medium',
    description: 'An access analyzer was deleted, or a rule archives its findings about access from outside.',
    noise: 'Low. Archive rules for known access.',
    reference: 'https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_DeleteAnalyzer.html',
    mitre: TOOLS,
    variants: [refused('A call to delete an access analyzer or to archive its findings was refused.', 'medium')],
  },
  {
    name: 'disk-encryption-default-disabled',
    expression: 'eventSource == "ec2.amazonaws.com" and eventName == "DisableEbsEncryptionByDefault"',
    severity: 'high',
    description: 'New disks in a region are no longer encrypted by default.',
    noise: 'Close to none.',
    reference: `${EC2}DisableEbsEncryptionByDefault.html`,
    mitre: { id: 'T1562', name: 'Impair Defenses' },
    variants: [refused('A call to disable the default encryption of disks was refused.')],
  },
  {
    name: 'sharing-block-lifted',
    expression: `eventSource == "ec2.amazonaws.com"
      and eventName in ("DisableImageBlockPublicAccess", "DisableSnapshotBlockPublicAccess")`,
    severity: 'high',
    description: 'The block that keeps machine images or disk snapshots from being made public was lifted.',
    noise: 'Close to none. Vendors of images.',
    reference: `${EC2}DisableSnapshotBlockPublicAccess.html`,
    mitre: TOOLS,
    variants: [refused('A call to lift the block of public images or snapshots was refused.')],
  },
];
