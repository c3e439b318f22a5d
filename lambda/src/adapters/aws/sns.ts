// SNS topics. In: messages in a readable and a machine-readable form. Out: one publish each; a topic gives no handles, so
// it has no threads and no updates. Never shortens anything: the renderer keeps to SNS's limits.

import type { Notifier } from '../../app/ports.ts';
import type { JsonObject } from '../../core/records/record.ts';
import { type AwsOptions, clientConfig, onFirstUse, regionOf } from './client.ts';
import { awsFault } from './failure.ts';

export interface SnsMessage {
  /** ASCII, under 100 characters, no line breaks. */
  readonly subject: string;
  /** What people read, by email and text message. */
  readonly body: string;
  /** What machines read, by every other protocol. */
  readonly json: JsonObject;
  /** For filter policies. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface SnsOptions extends AwsOptions {
  /** The topic may be in any region; its ARN says which. */
  readonly topicArn: string;
}

// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors
const PERMANENT = new Set([
  'NotFound',
  'NotFoundException',
  'InvalidParameter',
  'InvalidParameterException',
  'ParameterValueInvalid',
]);

/** A notifier of one topic. Permanent where there is no such topic or it refuses the message; else transient. */
export function createSnsNotifier(options: SnsOptions): Notifier<SnsMessage> {
  const { topicArn } = options;
  const connect = onFirstUse(async () => {
    const { SNSClient, PublishCommand } = await import('@aws-sdk/client-sns');
    const region = regionOf(topicArn);
    return { sns: new SNSClient({ ...clientConfig(options), ...(region && { region }) }), PublishCommand };
  });
  return {
    async post(message) {
      try {
        const { sns, PublishCommand } = await connect();
        await sns.send(new PublishCommand({ TopicArn: topicArn, ...toPublish(message) }));
        return null;
      } catch (error) {
        throw awsFault(error, `cannot publish to ${topicArn}`, PERMANENT);
      }
    },
  };
}

// https://docs.aws.amazon.com/sns/latest/dg/sns-send-custom-platform-specific-payloads-mobile-devices.html
function toPublish({ subject, body, json, attributes }: SnsMessage) {
  const byProtocol = { default: JSON.stringify(json), email: body, sms: body };
  return {
    MessageStructure: 'json',
    Message: JSON.stringify(byProtocol),
    ...(subject && { Subject: subject }),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes)
        // An empty attribute makes SNS refuse the whole message.
        .filter(([, value]) => value !== '')
        .map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    ),
  };
}
