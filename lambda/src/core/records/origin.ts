// Which client made the call. In: a record. Out: the kind of client: console, CLI, SDK, an infrastructure tool, an AWS
// service. The caller sets the user agent and can forge it: use the result in messages, never for security decisions.

import { textAt } from './field-path.ts';
import type { CloudTrailRecord } from './record.ts';

export type CallOrigin = 'console' | 'cli' | 'sdk' | 'terraform' | 'cloudformation' | 'service' | 'unknown';

/** The kind of client behind a record; `unknown` if no field identifies it. */
export function originOf(record: CloudTrailRecord): CallOrigin {
  const agent = (textAt(record, 'userAgent') ?? '').replace(/^\[|\]$/g, '');
  const invokedBy = textAt(record, 'userIdentity.invokedBy') ?? '';
  if ([agent, invokedBy].includes('cloudformation.amazonaws.com')) return 'cloudformation';
  return toolOf(agent) ?? recordedOrigin(record, invokedBy) ?? agentOrigin(agent, record) ?? 'unknown';
}

// Named tools come before `sessionCredentialFromConsole`: CloudShell runs the CLI with credentials from the console.
function toolOf(agent: string): CallOrigin | null {
  if (/\b(?:Terraform|OpenTofu)\b/i.test(agent)) return 'terraform';
  if (/\baws-cli\//i.test(agent)) return 'cli';
  return null;
}

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
function recordedOrigin(record: CloudTrailRecord, invokedBy: string): CallOrigin | null {
  const type = textAt(record, 'eventType');
  const fromConsole = record.sessionCredentialFromConsole;
  if (type === 'AwsConsoleSignIn' || type === 'AwsConsoleAction') return 'console';
  if (fromConsole === 'true' || fromConsole === true) return 'console';
  if (textAt(record, 'userIdentity.type') === 'AWSService') return 'service';
  // The console acts for a person; some service names belong to it.
  if (invokedBy !== '') return BROWSER_OR_CONSOLE.test(invokedBy) ? 'console' : 'service';
  return null;
}

function agentOrigin(agent: string, record: CloudTrailRecord): CallOrigin | null {
  if (BROWSER_OR_CONSOLE.test(agent)) return 'console';
  if (agent === 'AWS Internal') return textAt(record, 'sourceIPAddress') === agent ? 'service' : 'console';
  if (textAt(record, 'eventType') === 'AwsServiceEvent' || agent.endsWith('.amazonaws.com')) return 'service';
  return SDK.test(agent) ? 'sdk' : null;
}

const BROWSER_OR_CONSOLE =
  /^(?:Mozilla\/|signin\.amazonaws\.com$|console(?:\.[a-z0-9-]+)?\.amazonaws\.com$|S3Console\/|AWSCloudTrail, aws-internal|[A-Za-z0-9]+ Console, aws-internal)/;
const SDK = /\b(?:aws-sdk-[a-z0-9+-]+|aws-sdk|Boto3?|Botocore|rusoto|aws-chalice|amplify)\//i;
