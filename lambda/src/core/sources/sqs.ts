// Messages of an SQS queue: `{"Records":[{"eventSource":"aws:sqs","messageId":..,"body":..}]}`.
// In: a payload. Out: one envelope for each message, which can be acknowledged or retried separately. The bodies are decoded
// like any other payload. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html

import type { Json } from '../records/record.ts';
import type { Envelope, EnvelopeItem, QueuedMessage, Trigger } from './envelope.ts';
import { listAt, objectAt, parseJson, shapeOf, textAt } from './payload.ts';
import { invalid, itemsOf, type Source } from './source.ts';

export const sqs: Source = {
  name: 'sqs',
  recognises: (payload) => listAt(payload, 'Records')?.some(isMessage) === true,
  decode: (payload, inside) => ({
    source: 'sqs',
    partialFailures: true,
    envelopes: (listAt(payload, 'Records') ?? []).map((message) => decodeMessage(message, inside)),
  }),
};

function isMessage(record: Json): boolean {
  return textAt(record, 'eventSource') === 'aws:sqs';
}

function decodeMessage(message: Json, inside: (payload: unknown) => Trigger): Envelope {
  const queued = queuedMessage(message);
  const id = textAt(message, 'messageId') ?? null;
  return { id, items: decodeBody(message, inside), ...(queued && { queued }) };
}

function queuedMessage(message: Json): QueuedMessage | null {
  const queueArn = textAt(message, 'eventSourceARN');
  const receiptHandle = textAt(message, 'receiptHandle');
  if (queueArn === undefined || receiptHandle === undefined) return null;
  const attributes = objectAt(message, 'attributes');
  const receives = wholeNumber(textAt(attributes, 'ApproximateReceiveCount')) ?? 1;
  const sentAtMs = wholeNumber(textAt(attributes, 'SentTimestamp'));
  return { queueArn, receiptHandle, receives: Math.max(1, receives), sentAtMs };
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function decodeBody(message: Json, inside: (payload: unknown) => Trigger): readonly EnvelopeItem[] {
  const body = textAt(message, 'body');
  if (body === undefined) return [invalid(`a queue message without a body: ${shapeOf(message)}`)];
  const payload = parseJson(body);
  if (payload === undefined) return [invalid(`a queue message whose body is not JSON, of ${body.length} chars`)];
  return itemsOf(inside(payload));
}
