// Requests as Slack sends them when a person presses something. In: what is pressed on which message. Out: the event of a function URL,
// signed with the secret of the tests.

import { createHmac } from 'node:crypto';

export const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
export const CHANNEL = 'C0DEFAULT01';
export const USER = 'U0000ALICE';

export interface PressableMessage {
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly attachments: readonly unknown[];
}

/** A payload of `block_actions`. */
export function pressPayload(
  message: PressableMessage,
  action: object,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    type: 'block_actions',
    user: { id: USER, username: 'alice', name: 'alice', team_id: 'T0TEST' },
    api_app_id: 'A0TEST',
    container: { type: 'message', message_ts: message.ts, channel_id: CHANNEL, is_ephemeral: false },
    trigger_id: '12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3',
    team: { id: 'T0TEST', domain: 'example' },
    channel: { id: CHANNEL, name: 'alerts' },
    message: { bot_id: 'B0TEST', type: 'message', user: 'U0BOT', app_id: 'A0TEST', ...message },
    state: { values: {} },
    response_url: 'https://hooks.slack.com/actions/T0TEST/1/secret',
    actions: [{ block_id: 'alert-actions', action_ts: '1700000000.000001', ...action }],
    ...more,
  };
}

type Element = Record<string, unknown>;
type Block = { readonly block_id?: string; readonly elements?: readonly Element[]; readonly accessory?: Element };

/** The element of a message with an action id. */
export function elementOf({ blocks }: PressableMessage, actionId: string): Record<string, unknown> | undefined {
  return (blocks as readonly Block[])
    .flatMap(({ elements = [], accessory }) => (accessory ? [accessory] : elements))
    .find((one) => one.action_id === actionId);
}

export const ACKNOWLEDGE = { action_id: 'acknowledge', type: 'button' };

export const muteAction = (option: string) => ({
  action_id: 'mute',
  type: 'static_select',
  selected_option: { text: { type: 'plain_text', text: option }, value: option },
});

export const unmuteAction = (muteId: unknown) => ({ action_id: 'unmute', type: 'button', value: muteId });

export const listAction = (destination: unknown) => ({ action_id: 'mutes', type: 'button', value: destination });

/** The body that Slack sends for a payload. */
export const formOf = (payload: unknown): string =>
  new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

export interface RequestOptions {
  readonly nowMs: number;
  readonly secret?: string;
  readonly base64?: boolean;
}

/** The event of a function URL for a body, with the signature of Slack. */
export function signedEvent(body: string, { nowMs, secret = SECRET, base64 = false }: RequestOptions) {
  const timestamp = String(Math.floor(nowMs / 1000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return httpEvent(body, { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature }, base64);
}

/** The event of a function URL. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
export function httpEvent(body: string, headers: Readonly<Record<string, string>>, base64 = false) {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: '',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Slackbot 1.0', ...headers },
    requestContext: { http: { method: 'POST', path: '/' } },
    body: base64 ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: base64,
  };
}
