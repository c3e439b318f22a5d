// Which rules name the attacks that Stratus Red Team simulates and whose logs are public. Data only; attacks.test.ts checks it
// against the logs. https://stratus-red-team.cloud/attack-techniques/AWS/

/** The rules of the packs that are made for a technique, each of which matches a record of its log. */
export const RULES_BY_TECHNIQUE: Readonly<Record<string, readonly string[]>> = {
  'aws.credential-access.secretsmanager-batch-retrieve-secrets': ['secrets-read-in-batch'],
  'aws.defense-evasion.cloudtrail-delete': ['trail-stopped', 'trail-deleted'],
  'aws.defense-evasion.cloudtrail-event-selectors': ['trail-event-selectors-narrowed'],
  'aws.defense-evasion.cloudtrail-stop': ['trail-stopped', 'trail-logging-stopped'],
  'aws.defense-evasion.dns-delete-logs': ['dns-query-logging-deleted'],
  'aws.defense-evasion.organizations-leave': ['organization-left'],
  'aws.defense-evasion.vpc-remove-flow-logs': ['flow-logs-deleted'],
  'aws.execution.ec2-launch-unusual-instances': ['costly-instance-requested'],
  'aws.execution.ec2-user-data': ['instance-start-script-changed'],
  'aws.execution.ssm-send-command': ['command-sent-to-instances'],
  'aws.execution.ssm-start-session': ['session-started-on-instance'],
  'aws.exfiltration.ec2-security-group-open-port-22-ingress': ['security-group-opened-to-internet'],
  'aws.exfiltration.ec2-share-ami': ['image-shared'],
  'aws.exfiltration.ec2-share-ebs-snapshot': ['snapshot-shared'],
  'aws.exfiltration.rds-share-snapshot': ['database-snapshot-shared'],
  'aws.impact.bedrock-invoke-model': ['model-access-requested'],
  'aws.initial-access.console-login-without-mfa': ['signed-in-without-mfa'],
  'aws.lateral-movement.ec2-instance-connect': ['ssh-key-pushed-to-instance'],
  'aws.lateral-movement.ec2-serial-console-send-ssh-public-key': [
    'serial-console-enabled',
    'ssh-key-pushed-to-instance',
  ],
  'aws.persistence.iam-backdoor-role': ['role-opened-to-foreign-account'],
  'aws.persistence.iam-backdoor-user': ['access-key-created-for-other-user'],
  'aws.persistence.iam-create-admin-user': ['administrator-policy-attached', 'access-key-created-for-other-user'],
  'aws.persistence.iam-create-backdoor-role': ['role-opened-to-foreign-account', 'administrator-policy-attached'],
  'aws.persistence.iam-create-user-login-profile': ['console-password-created'],
  'aws.persistence.lambda-backdoor-function': ['function-opened-to-others'],
  'aws.persistence.lambda-layer-extension': ['function-layer-added-by-person'],
  'aws.persistence.lambda-overwrite-code': ['function-code-updated-by-person'],
  'aws.persistence.rolesanywhere-create-trust-anchor': ['certificate-authority-trusted', 'certificate-profile-changed'],
  'aws.persistence.sts-federation-token': ['federation-token-issued'],
  'aws.privilege-escalation.iam-update-user-login-profile': ['console-password-of-other-user-changed'],
};

/** Techniques that no single record shows, with the correlations that do. */
export const CORRELATIONS_BY_TECHNIQUE: Readonly<Record<string, readonly string[]>> = {
  'aws.credential-access.ec2-get-password-data': ['instance-password-read'],
  'aws.credential-access.ec2-steal-instance-credentials': ['instance-credentials-used-elsewhere'],
  'aws.credential-access.secretsmanager-retrieve-secrets': ['many-secrets-read'],
  'aws.credential-access.ssm-retrieve-securestring-parameters': ['parameters-decrypted-in-batches'],
  'aws.discovery.ec2-download-user-data': ['user-data-of-many-instances-read'],
};
