// Threats to what is in transit: mirrored traffic, sessions on instances, mail. Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, when } from '../catalogue-rule.ts';
import { ALLOWS_ANYONE, ALLOWS_FOREIGN_ACCOUNT } from './policies.ts';

const SSM = 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_';
const SES = 'https://docs.aws.amazon.com/ses/latest/APIReference/API_';

export const INTERCEPTION_THREATS: readonly CatalogueRule[] = [
  {
    name: 'traffic-mirrored',
    expression: `eventSource == "ec2.amazonaws.com"
      and eventName in ("CreateTrafficMirrorSession", "ModifyTrafficMirrorSession", "CreateTrafficMirrorTarget")
      and not byAwsService()`,
    severity: 'high',
    description: 'The network traffic of an instance was set to be copied, or a target for such copies was created.',
    noise: 'Close to none. Network monitoring that is set up.',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTrafficMirrorSession.html',
    mitre: { id: 'T1040', name: 'Network Sniffing' },
    variants: [refused('A call to copy the network traffic of an instance was refused.')],
  },
  {
    name: 'session-started-on-instance',
    expression: `eventSource == "ssm.amazonaws.com" and eventName in ("StartSession", "ResumeSession")
      and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'A session was started on an instance through Systems Manager. It has a shell as administrator.',
    noise: 'One for each login where Session Manager is in use.',
    reference: `${SSM}StartSession.html`,
    mitre: { id: 'T1021.008', name: 'Remote Services: Direct Cloud VM Connections' },
    variants: [
      when(
        'glob(event.get("requestParameters.documentName", ""), "AWS-StartPortForwardingSession*")',
        'medium',
        'A tunnel to an instance, or through it to another host, was opened through Systems Manager.',
      ),
    ],
  },
  {
    name: 'session-preferences-changed',
    expression: `eventSource == "ssm.amazonaws.com"
      and eventName in ("UpdateDocument", "DeleteDocument", "UpdateDocumentDefaultVersion")
      and requestParameters.name == "SSM-SessionManagerRunShell" and not byAwsService() and succeeded()`,
    severity: 'high',
    description: 'The preferences of Session Manager, which say where sessions are recorded, were changed.',
    noise: 'Close to none.',
    reference:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-getting-started-configure-preferences.html',
    mitre: { id: 'T1562.008', name: 'Impair Defenses: Disable or Modify Cloud Logs' },
  },
  {
    name: 'incoming-mail-redirected',
    expression: `eventSource == "ses.amazonaws.com"
      and eventName in ("CreateReceiptRule", "UpdateReceiptRule", "SetActiveReceiptRuleSet")
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'A rule for incoming email was created or changed. It can copy or redirect the email.',
    noise: 'Low. Applications that receive email.',
    reference: `${SES}CreateReceiptRule.html`,
    mitre: { id: 'T1114.003', name: 'Email Collection: Email Forwarding Rule' },
  },
  {
    name: 'mail-sender-shared',
    expression: `eventSource == "ses.amazonaws.com"
      and eventName in ("PutIdentityPolicy", "CreateEmailIdentityPolicy", "UpdateEmailIdentityPolicy")
      and exists(recipientAccountId)
      and (any(json(requestParameters.policy).Statement[*], ${ALLOWS_ANYONE})
        or any(json(requestParameters.policy).Statement[*], ${ALLOWS_FOREIGN_ACCOUNT}))
      and succeeded()`,
    severity: 'high',
    description: 'Everyone or another account may send email in the name of an address or domain of this account.',
    noise: 'Low. Accounts of the organization that share a domain.',
    reference: `${SES}PutIdentityPolicy.html`,
    mitre: { id: 'T1496.004', name: 'Resource Hijacking: Cloud Service Hijacking' },
  },
  {
    name: 'mail-sender-deleted',
    expression: `eventSource == "ses.amazonaws.com" and eventName in ("DeleteIdentity", "DeleteEmailIdentity")
      and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'A sender of email was deleted, as attackers do after they sent spam.',
    noise: 'Low. Senders that are retired.',
    reference: `${SES}DeleteIdentity.html`,
    mitre: { id: 'T1070', name: 'Indicator Removal' },
  },
];
