// Notifications of an SNS topic: as Lambda receives them (`{"Records":[{"EventSource":"aws:sns","Sns":{"Message":..}}]}`) and
// as a queue receives them (`{"Type":"Notification","Message":..}`). With raw message delivery there is nothing to unwrap.
// In: a payload. Out: the contents of the messages, decoded like any other payload.
// https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-envelope.html

import type { Json } from '../records/record.ts';
import type { EnvelopeItem, Trigger } from './envelope.ts';
import { listAt, objectAt, parseJson, shapeOf, textAt } from './payload.ts';
import { invalid, itemsOf, type Source, wholeCall } from './source.ts';

export const sns: Source = {
  name: 'sns',
  recognises: (payload) => isEnvelope(payload) || listAt(payload, 'Records')?.some(isNotification) === true,
  decode: (payload, inside) =>
    wholeCall(
      'sns',
      notificationsOf(payload).flatMap((one) => decodeMessage(one, inside)),
    ),
};

function isEnvelope(payload: unknown): boolean {
  return textAt(payload, 'Type') === 'Notification' && textAt(payload, 'TopicArn') !== undefined;
}

function isNotification(record: Json): boolean {
  return textAt(record, 'EventSource') === 'aws:sns';
}

function notificationsOf(payload: unknown): readonly unknown[] {
  if (isEnvelope(payload)) return [payload];
  return (listAt(payload, 'Records') ?? []).map((record) => objectAt(record, 'Sns'));
}

function decodeMessage(notification: unknown, inside: (payload: unknown) => Trigger): readonly EnvelopeItem[] {
  const message = textAt(notification, 'Message');
  if (message === undefined) return [invalid(`an SNS notification without a message: ${shapeOf(notification)}`)];
  const payload = parseJson(message);
  if (payload === undefined)
    return [invalid(`an SNS notification whose message is not JSON, of ${message.length} chars`)];
  return itemsOf(inside(payload));
}
