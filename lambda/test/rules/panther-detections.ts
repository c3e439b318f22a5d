// How each detection of the Panther conformance data is expressed: by a rule of the catalogue, by a separate expression if
// no rule of the catalogue means the same, or not at all, with the reason. Data only.

/** A detection that is a rule of the catalogue. */
interface ByRule {
  readonly rule: string;
  /** Its tests mock its configuration, which the rule contains: those tests run as well. */
  readonly mocksConfiguration?: true;
}

/** A detection that an expression states. `lists` contains what the detection reads from its configuration. */
interface ByExpression {
  readonly expression: string;
  readonly lists?: Readonly<Record<string, readonly string[]>>;
  readonly remark?: string;
}

/** A detection that no expression over one record can state. Each of its tests must mock a lookup. */
interface LeftOut {
  readonly reason: 'outside lookup';
  readonly explanation: string;
}

export type Treatment = ByRule | ByExpression | LeftOut;

export const DETECTIONS: Readonly<Record<string, Treatment>> = {
  'AWS.Bedrock.DeleteModelInvocationLoggingConfiguration': { rule: 'model-invocation-logging-deleted' },
  'AWS.CloudTrail.AMIModifiedForPublicAccess': { rule: 'image-made-public' },
  'AWS.CloudTrail.AttemptToLeaveOrg': { rule: 'organization-left' },
  'AWS.CloudTrail.CodebuildProjectMadePublic': { rule: 'build-project-made-public' },
  'AWS.CloudTrail.EnableRegion': { rule: 'region-enabled' },
  'AWS.CloudTrail.EventSelectorsDisabled': { rule: 'trail-event-selectors-narrowed' },
  'AWS.CloudTrail.IAMEntityCreatedWithoutCloudFormation': { rule: 'iam-entity-created-by-hand' },
  'AWS.CloudTrail.IMDSCredentialExfiltration': { rule: 'instance-credentials-used-elsewhere' },
  'AWS.CloudTrail.Password.Policy.Discovery': {
    expression: `event.get("eventname", event.get("eventName", ""))
        in ("GetAccountPasswordPolicy", "UpdateAccountPasswordPolicy", "PutAccountPasswordPolicy")
      and event.get("eventtype", event.get("eventType", "")) != "AwsServiceEvent"`,
    remark: 'its test records have field names in lower case; `password-policy-read` is the rule for real records',
  },
  'AWS.CloudTrail.RootAccessKeyCreated': { rule: 'root-access-key-created' },
  'AWS.CloudTrail.SES.CheckSESSendingEnabled': { rule: 'mail-sending-explored' },
  'AWS.CloudTrail.SES.CheckSendQuota': { rule: 'mail-sending-explored' },
  'AWS.CloudTrail.SES.ListIdentities': { rule: 'mail-sending-explored' },
  'AWS.CloudTrail.SnapshotMadePublic': { rule: 'snapshot-shared' },
  'AWS.CloudTrail.Stopped': {
    expression: `eventSource == "cloudtrail.amazonaws.com" and eventName in ("StopLogging", "DeleteTrail")
      and succeeded()`,
    remark: '`trail-stopped`, which also matches refused attempts',
  },
  'AWS.CloudTrail.UserAccessKeyAuth': {
    expression: `userIdentity.type == "IAMUser" and startsWith(event.get("userIdentity.accessKeyId", ""), "AKIA")
      and succeeded()`,
    remark: 'true of every call with a long-term key, so the catalogue has no such rule',
  },
  'AWS.CloudTrail.VPCE.ExternalPrincipal': { rule: 'endpoint-used-by-foreign-account' },
  'AWS.CloudTrail.VPCE.SensitiveAPICalls': { rule: 'trail-administered-through-endpoint' },
  'AWS.ConfigService.Created': {
    expression: `eventSource == "config.amazonaws.com"
      and eventName in ("PutDeliveryChannel", "PutConfigurationRecorder", "StartConfigurationRecorder") and succeeded()`,
  },
  'AWS.ConfigService.DisabledDeleted': { rule: 'config-recorder-disabled' },
  'AWS.Console.LoginWithoutMFA': {
    reason: 'outside lookup',
    explanation:
      'exempts new users and accounts, with a table of when each was first seen; equal records have different results. ' +
      'Without that table it is `signed-in-without-mfa` or `iam-user-signed-in-without-mfa`.',
  },
  'AWS.Console.LoginWithoutSAML': { rule: 'signed-in-past-saml' },
  'AWS.Console.RootLoginFailed': { rule: 'root-sign-in-failed' },
  'AWS.EC2.LaunchUnusualEC2Instances': {
    rule: 'costly-instance-requested',
    mocksConfiguration: true,
  },
  'AWS.EC2.MultiInstanceConnect': { rule: 'ssh-key-pushed-to-instance' },
  'AWS.EC2.RouteTableModified': {
    expression: `eventSource == "ec2.amazonaws.com"
      and eventName in ("CreateRoute", "CreateRouteTable", "ReplaceRoute", "ReplaceRouteTableAssociation",
        "DeleteRouteTable", "DeleteRoute", "DisassociateRouteTable")
      and succeeded()`,
    remark: '`route-table-changed`, which also matches failed calls, as CIS requires',
  },
  'AWS.EC2.Vulnerable.XZ.Image.Launched': {
    expression: `eventName == "RunInstances" and eventSource == "ec2.amazonaws.com"
      and any(requestParameters.instancesSet.items[*], it.imageId in lists.vulnerable_images) and succeeded()`,
    lists: { vulnerable_images: ['ami-020a359780bc6f835', 'ami-092e3b17e435e5e58'] },
  },
  'AWS.ECR.CRUD': {
    expression: `eventSource == "ecr.amazonaws.com"
      and not endsWith(event.get("userIdentity.arn", ""), lists.deployment_users)
      and eventName in ("BatchDeleteImage", "CompleteLayerUpload", "CreateRepository", "DeleteRepository",
        "DeleteRepositoryPolicy", "PutImage", "PutImageScanningConfiguration", "SetRepositoryPolicy", "UploadLayerPart")`,
    lists: { deployment_users: ['user/DeployRole'] },
  },
  'AWS.ECR.EVENTS': {
    expression: `eventSource == "ecr.amazonaws.com"
      and not (recipientAccountId in lists.registry_accounts and awsRegion in lists.registry_regions)`,
    lists: { registry_accounts: ['123456789012'], registry_regions: ['us-west-1', 'us-west-2'] },
  },
  'AWS.IAM.AttachAdminUserPolicy': { rule: 'administrator-policy-attached' },
  'AWS.IAM.BackdoorRole': { rule: 'role-opened-to-anyone' },
  'AWS.IAM.CredentialsUpdated': { rule: 'iam-credentials-updated' },
  'AWS.IAM.Group.Read.Only.Events': {
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("GetGroup", "GetGroupPolicy", "ListAttachedGroupPolicies", "ListGroupPolicies", "ListGroups",
        "ListGroupsForUser")`,
    remark: 'true of many calls of auditors, so the catalogue has no such rule',
  },
  'AWS.IAM.PolicyModified': {
    expression: `eventSource == "iam.amazonaws.com"
      and glob(eventName, ("*GroupPolicy", "*RolePolicy", "*UserPolicy", "*PolicyVersion", "CreatePolicy", "DeletePolicy"))
      and not startsWith(eventName, ("Get", "List")) and succeeded()`,
    remark: '`iam-policy-changed`, which also matches failed calls, as CIS requires',
  },
  'AWS.LAMBDA.CRUD': {
    expression: `eventSource == "lambda.amazonaws.com"
      and startsWith(eventName, ("AddPermission", "CreateFunction", "DeleteFunction", "RemovePermission", "UpdateFunction"))
      and not endsWith(event.get("userIdentity.arn", ""), lists.deployment_users)`,
    lists: { deployment_users: ['user/DeployRole'] },
  },
  'AWS.Lambda.UpdateFunctionCode': {
    expression: `eventSource == "lambda.amazonaws.com" and startsWith(eventName, "UpdateFunctionCode")
      and byPerson() and not byAwsService() and succeeded()`,
    remark: '`function-code-updated-by-person`, which also matches roles of workloads, as they can be stolen',
  },
  'AWS.Lambda.UpdateFunctionConfiguration': {
    expression: `eventSource == "lambda.amazonaws.com" and startsWith(eventName, "UpdateFunctionConfiguration")
      and any(responseElements.layers[*], exists(it.arn)) and byPerson() and not byAwsService() and succeeded()`,
    remark: '`function-layer-added-by-person`, which also matches roles of workloads, as they can be stolen',
  },
  'AWS.Potential.Backdoor.Lambda': { rule: 'function-opened-to-others' },
  'AWS.RDS.AutomatedBackupDeleted': { rule: 'database-backup-deleted' },
  'AWS.RDS.ClusterFailover': {
    expression: `eventSource == "rds.amazonaws.com" and eventName in ("FailoverDBCluster", "FailoverGlobalCluster")
      and succeeded()`,
    remark: 'part of `database-restarted`',
  },
  'AWS.RDS.InstanceDeletion': { rule: 'database-deleted' },
  'AWS.RDS.InstanceMadePublic': { rule: 'database-made-public' },
  'AWS.RDS.InstanceRebooted': { rule: 'database-restarted' },
  'AWS.RDS.LogFileDownloaded': { rule: 'database-log-downloaded' },
  'AWS.RDS.SecurityGroupIngressAuthorized': { rule: 'database-opened-to-network' },
  'AWS.RDS.SnapshotExport': { rule: 'database-snapshot-exported' },
  'AWS.RDS.SnapshotShared': { rule: 'database-snapshot-shared' },
  'AWS.Root.Activity': { rule: 'root-user-made-change' },
  'AWS.S3.BucketDeleted': {
    expression: 'eventSource == "s3.amazonaws.com" and eventName == "DeleteBucket" and succeeded()',
    remark: '`bucket-deleted`, which also matches failed calls',
  },
  'AWS.S3.CopyObject.CrossAccount.Encryption.KMS': { rule: 'object-encrypted-with-foreign-key' },
  'AWS.S3.CopyObjectToExternalAccountBucket': { rule: 'object-copied-to-foreign-bucket' },
  'AWS.S3.DeleteBucketReplication': { rule: 'bucket-replication-deleted' },
  'AWS.S3.DeleteObject': {
    expression: 'eventSource == "s3.amazonaws.com" and eventName in ("DeleteObject", "DeleteObjects") and succeeded()',
    remark: 'true of many calls of applications, so the catalogue has no such rule',
  },
  'AWS.S3.DisableBucketLogging': { rule: 'bucket-logging-disabled' },
  'AWS.S3.DisableMfaDelete': { rule: 'bucket-mfa-delete-disabled' },
  'AWS.S3.RansomwareNoteUpload': { rule: 'ransom-note-uploaded' },
  'AWS.SecretsManager.BatchRetrieveSecrets': { rule: 'secrets-read-in-batch' },
  'AWS.SecurityHub.Finding.Evasion': { rule: 'security-findings-hidden' },
  'AWS.Suspicious.SAML.Activity': { rule: 'saml-provider-changed' },
  'AWS.UnusedRegion': {
    expression: 'awsRegion not in lists.regions_in_use and not isReadOnly() and eventName != "AssumeRole"',
    lists: { regions_in_use: ['us-east-1', 'us-west-2'] },
  },
  'AWS.User.Login.Profile.Modified': {
    expression: `eventSource == "iam.amazonaws.com" and eventName == "UpdateLoginProfile"
      and requestParameters.passwordResetRequired is not True
      and not endsWith(event.get("userIdentity.arn", ""), event.get("requestParameters.userName", ""))
      and succeeded()`,
    remark:
      '`console-password-of-other-user-changed`, which also matches a role session with the name of the other user',
  },
  'AWS.VPCFlow.LogsDeleted': { rule: 'flow-logs-deleted' },
  'AWS.WAF.Disassociation': { rule: 'web-acl-detached' },
  'Role.Assumed.by.AWS.Service': {
    expression:
      'eventSource == "sts.amazonaws.com" and eventName == "AssumeRole" and userIdentity.type == "AWSService"',
    remark: 'true of every service role, so the catalogue has no such rule',
  },
  'Sign-in.with.AWS.CLI.prompt': {
    expression: 'eventSource == "sso.amazonaws.com" and eventName == "ListApplications"',
    remark: 'true of every sign-in to the access portal, so the catalogue has no such rule',
  },
};
