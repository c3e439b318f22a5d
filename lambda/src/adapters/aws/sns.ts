// SNS topics. In: messages in a readable and a machine-readable form. Out: one publish per message, or two if SNS rejects
// the form. A topic returns no handles, so it has no threads and no updates. Never publishes to another topic.

import type { Notifier, PortError } from '../../app/ports.ts';
import type { SnsMessage } from '../../core/render/sns.ts';
import { type AwsOptions, clientConfig, onFirstUse, regionOf } from './client.ts';
import { awsFault } from './failure.ts';

export interface SnsOptions extends AwsOptions {
  /** The topic may be in any region; the ARN contains it. */
  readonly topicArn: string;
  /** Called when only the body of a message was sent; `code` is SNS's reason. */
  readonly onFallback?: (code: string, message: SnsMessage) => void;
}

// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors
const ABOUT_THE_FORM = new Set(['InvalidParameter', 'InvalidParameterException', 'ParameterValueInvalid']);
const PERMANENT = new Set([...ABOUT_THE_FORM, 'NotFound', 'NotFoundException']);

/** A notifier of one topic. Permanent if the topic does not exist or rejects even the plain form; otherwise transient. */
export function createSnsNotifier(options: SnsOptions): Notifier<SnsMessage> {
  const { topicArn, onFallback } = options;
  const connect = onFirstUse(async () => {
    const { SNSClient, PublishCommand } = await import('./sdk/sns.ts');
    return { sns: new SNSClient(clientConfig(options, regionOf(topicArn))), PublishCommand };
  });
  const publish = async (form: ReturnType<typeof toPublish> | ReturnType<typeof toPlainPublish>) => {
    try {
      const { sns, PublishCommand } = await connect();
      await sns.send(new PublishCommand({ TopicArn: topicArn, ...form }));
    } catch (error) {
      throw awsFault(error, `cannot publish to ${topicArn}`, PERMANENT);
    }
  };
  return {
    async post(message) {
      await publish(toPublish(message)).catch((error: PortError) => {
        if (!ABOUT_THE_FORM.has(error.code)) throw error;
        onFallback?.(error.code, message);
        return publish(toPlainPublish(message, error.code));
      });
      return null;
    },
  };
}

// A message has at most 262,144 bytes: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
const PLAIN_BYTES_MAX = 200_000;

function toPlainPublish({ body }: SnsMessage, code: string) {
  const start = new TextDecoder().decode(Buffer.from(body).subarray(0, PLAIN_BYTES_MAX));
  return { Message: `${start}\n\nSent as plain text because SNS rejected the full message (${code}).` };
}

// https://docs.aws.amazon.com/sns/latest/dg/sns-send-custom-platform-specific-payloads-mobile-devices.html
function toPublish({ subject, body, short, json, attributes }: SnsMessage) {
  const byProtocol = { default: JSON.stringify(json), email: body, sms: short };
  return {
    MessageStructure: 'json',
    Message: JSON.stringify(byProtocol),
    ...(subject && { Subject: subject }),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes)
        // SNS rejects the whole message if an attribute is empty.
        .filter(([, value]) => value !== '')
        .map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    ),
  };
}
