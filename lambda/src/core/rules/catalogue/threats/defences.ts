// Threats to the defenses: logging and detection disabled, their records deleted. Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique, when } from '../catalogue-rule.ts';

const CLOUD_LOGS: Technique = { id: 'T1562.008', name: 'Impair Defenses: Disable or Modify Cloud Logs' };
const TOOLS: Technique = { id: 'T1562.001', name: 'Impair Defenses: Disable or Modify Tools' };
const CONDITIONAL_ACCESS: Technique = {
  id: 'T1556.009',
  name: 'Modify Authentication Process: Conditional Access Policies',
};
const CLOUD_FIREWALL: Technique = { id: 'T1562.007', name: 'Impair Defenses: Disable or Modify Cloud Firewall' };

// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html
const SELECTS_LESS = `it.includeManagementEvents == False
          or it.readWriteType in ("ReadOnly", "WriteOnly")
          or len(it.excludeManagementEventSources) > 0`;

// No selector for management events, or one that has another condition besides the category.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
const ADVANCED_SELECTORS_LACK_MANAGEMENT_EVENTS = `(
          "Management" not in requestParameters.advancedEventSelectors[*].fieldSelectors[*].equals[*]
          or any(requestParameters.advancedEventSelectors[*], "Management" in it.fieldSelectors[*].equals[*]
            and any(it.fieldSelectors[*], it.field != "eventCategory")))`;

const GUARDDUTY_FEATURES_OFF = `(any(requestParameters.features[*], it.status == "DISABLED")
            or requestParameters.dataSources.s3Logs.enable == False
            or requestParameters.dataSources.kubernetes.auditLogs.enable == False
            or requestParameters.dataSources.malwareProtection.scanEc2InstanceWithFindings.ebsVolumes == False)`;

// https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Operations.html
const GUARDDUTY_NARROWED = `(eventName in ("DeleteInvitations", "DeclineInvitations", "DeleteIPSet",
          "DeletePublishingDestination", "UpdatePublishingDestination", "DeleteThreatIntelSet", "DeleteThreatEntitySet",
          "DeleteMalwareProtectionPlan")
        or (eventName in ("CreateFilter", "UpdateFilter") and requestParameters.action == "ARCHIVE")
        or (eventName in ("UpdateThreatEntitySet", "UpdateThreatIntelSet") and requestParameters.activate == False)
        or (eventName in ("UpdateDetector", "UpdateMemberDetectors") and ${GUARDDUTY_FEATURES_OFF}))`;

const GUARDDUTY_DISABLED = `(eventName in ("DeleteDetector", "StopMonitoringMembers", "DisassociateMembers", "DeleteMembers",
          "DisassociateFromAdministratorAccount", "DisassociateFromMasterAccount", "DisableOrganizationAdminAccount",
          "CreateIPSet", "UpdateIPSet", "CreateTrustedEntitySet", "UpdateTrustedEntitySet")
        or (eventName == "UpdateDetector" and requestParameters.enable == False))`;

const CONSOLE_ACCESS_CONTROL = 'https://docs.aws.amazon.com/signin/latest/userguide/console-access-control.html';

export const DEFENCE_THREATS: readonly CatalogueRule[] = [
  {
    name: 'trail-stopped',
    expression: `eventSource == "cloudtrail.amazonaws.com" and eventName in ("StopLogging", "DeleteTrail")`,
    severity: 'critical',
    description: 'A trail was stopped or deleted. It records no more events.',
    noise: 'Close to none. Overlaps with the pack `core`.',
    reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html',
    mitre: CLOUD_LOGS,
    variants: [refused('A call to stop or delete a trail was refused.')],
  },
  {
    name: 'trail-event-selectors-narrowed',
    expression: `eventSource == "cloudtrail.amazonaws.com" and eventName == "PutEventSelectors"
      and (any(requestParameters.eventSelectors[*], ${SELECTS_LESS})
        or (len(requestParameters.advancedEventSelectors) > 0 and ${ADVANCED_SELECTORS_LACK_MANAGEMENT_EVENTS}))
      and succeeded()`,
    severity: 'high',
    description: 'A trail no longer records all management events.',
    noise: 'Close to none. Trails for data events only.',
    reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html',
    mitre: CLOUD_LOGS,
  },
  {
    name: 'config-recorder-disabled',
    expression: `eventSource == "config.amazonaws.com"
      and eventName in ("DeleteConfigRule", "DeleteConfigurationAggregator", "DeleteConfigurationRecorder",
        "DeleteDeliveryChannel", "StopConfigurationRecorder")
      and succeeded()`,
    severity: 'high',
    description: 'AWS Config was stopped or a part of it was deleted. Changes of resources may not be recorded.',
    noise: 'Low. Config rules that are retired.',
    reference: 'https://docs.aws.amazon.com/config/latest/APIReference/API_StopConfigurationRecorder.html',
    mitre: CLOUD_LOGS,
  },
  {
    name: 'flow-logs-deleted',
    expression: 'eventSource == "ec2.amazonaws.com" and eventName == "DeleteFlowLogs" and succeeded()',
    severity: 'high',
    description: 'Flow logs, the record of network traffic, were deleted.',
    noise: 'Low. VPCs that are deleted.',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteFlowLogs.html',
    mitre: CLOUD_LOGS,
  },
  {
    name: 'dns-query-logging-deleted',
    expression: `eventSource == "route53resolver.amazonaws.com"
      and eventName in ("DeleteResolverQueryLogConfig", "DisassociateResolverQueryLogConfig") and succeeded()`,
    severity: 'high',
    description: 'The logging of DNS queries in a VPC was disabled.',
    noise: 'Close to none.',
    reference:
      'https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_DeleteResolverQueryLogConfig.html',
    mitre: CLOUD_LOGS,
  },
  {
    name: 'log-group-deleted',
    expression: `eventSource == "logs.amazonaws.com" and eventName in ("DeleteLogGroup", "DeleteLogStream")
      and succeeded()`,
    severity: 'low',
    description: 'Logs were deleted from CloudWatch.',
    noise: 'High where stacks are created and deleted often.',
    reference: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html',
    mitre: { id: 'T1070', name: 'Indicator Removal' },
  },
  {
    name: 'alarms-silenced',
    expression: `eventSource == "monitoring.amazonaws.com" and eventName in ("DeleteAlarms", "DisableAlarmActions")
      and succeeded()`,
    severity: 'medium',
    description: 'CloudWatch alarms were deleted, or their actions were disabled.',
    noise: 'Moderate. Auto scaling and stacks that are deleted remove their alarms.',
    reference: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableAlarmActions.html',
    mitre: TOOLS,
  },
  {
    name: 'guardduty-weakened',
    expression: `eventSource == "guardduty.amazonaws.com"
      and (${GUARDDUTY_DISABLED} or ${GUARDDUTY_NARROWED})`,
    severity: 'critical',
    description: 'GuardDuty was disabled, detached from its administrator, or configured to trust a list of addresses.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DeleteDetector.html',
    mitre: TOOLS,
    variants: [
      refused('A call to disable GuardDuty or a part of it was refused.'),
      when(
        GUARDDUTY_NARROWED,
        'high',
        'A feature, a source or a destination of GuardDuty was disabled, or a filter archives findings before they are seen.',
      ),
    ],
  },
  {
    name: 'security-findings-hidden',
    expression: `eventSource == "securityhub.amazonaws.com"
      and eventName in ("BatchUpdateFindings", "DeleteInsight", "UpdateFindings", "UpdateInsight", "DisableSecurityHub")
      and succeeded()`,
    severity: 'medium',
    description: 'Findings or insights of Security Hub were changed or deleted, which can hide them.',
    noise: 'One for each finding that people or automation close.',
    reference: 'https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindings.html',
    mitre: TOOLS,
    variants: [when('eventName == "DisableSecurityHub"', 'high', 'Security Hub was disabled.')],
  },
  {
    name: 'model-invocation-logging-deleted',
    expression: `eventSource == "bedrock.amazonaws.com"
      and eventName == "DeleteModelInvocationLoggingConfiguration" and succeeded()`,
    severity: 'high',
    description:
      'The logging of Bedrock model invocations was deleted, as attackers do before they use stolen model access.',
    noise: 'Close to none.',
    reference:
      'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_DeleteModelInvocationLoggingConfiguration.html',
    mitre: CLOUD_LOGS,
  },
  {
    name: 'web-acl-detached',
    expression: `eventSource in ("wafv2.amazonaws.com", "waf-regional.amazonaws.com")
      and eventName == "DisassociateWebACL" and succeeded()`,
    severity: 'critical',
    description: 'A web ACL was removed from a load balancer, an API or another resource.',
    noise: 'Low. Load balancers that are replaced.',
    reference: 'https://docs.aws.amazon.com/waf/latest/APIReference/API_DisassociateWebACL.html',
    mitre: CLOUD_FIREWALL,
  },
  {
    name: 'sign-in-restriction-changed',
    expression: `eventSource == "signin.amazonaws.com" and eventName in (
        "DeleteConsoleAuthorizationConfiguration", "DeleteResourcePermissionStatement",
        "PutConsoleAuthorizationConfiguration", "PutResourcePermissionStatement")
      and succeeded()`,
    severity: 'medium',
    description: 'The networks from which people can sign in to the console, or who is exempt from them, were changed.',
    noise: 'Low. Changes of your networks.',
    reference: CONSOLE_ACCESS_CONTROL,
    mitre: CONDITIONAL_ACCESS,
    variants: [
      when(
        'eventName in ("DeleteConsoleAuthorizationConfiguration", "DeleteResourcePermissionStatement")',
        'high',
        'A restriction of the networks of console sign-ins was removed.',
      ),
    ],
  },
];
