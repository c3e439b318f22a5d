// What a person pressed. In: the body of a verified request. Out: the action with everything that it needs, or why it cannot be done.
// Pure. Every field is checked: the signature proves that Slack sent the request, not that this function wrote the message.
// https://docs.slack.dev/reference/interaction-payloads/block_actions-payload

import { isUserId } from '../mutes/acknowledgement.ts';
import { durationsFor, MUTE_DURATIONS, type MuteDuration } from '../mutes/mute.ts';
import { type MuteTarget, NAME_MAX, readTarget } from '../mutes/mute-target.ts';
import { CONTROLS, type MuteScope } from '../render/controls.ts';

/** Who pressed something, where, and how to answer. */
interface Press {
  readonly user: string;
  readonly channel: string;
  readonly responseUrl: string;
}

/** A message as Slack returns it. Its parts are untrusted. */
export interface PressedMessage {
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly Fields[];
  readonly attachments: readonly Fields[];
}

export type Fields = Readonly<Record<string, unknown>>;

export type Interaction =
  | (Press & { readonly kind: 'acknowledge'; readonly message: PressedMessage })
  | (Press & {
      readonly kind: 'mute';
      readonly target: MuteTarget;
      readonly scope: MuteScope;
      readonly durationMs: number;
    })
  /** `isInList`: the button is in a list that only this person sees. */
  | (Press & { readonly kind: 'unmute'; readonly muteId: string; readonly isInList: boolean })
  | (Press & { readonly kind: 'list'; readonly destination: string })
  /** Something that this function does not do, such as an action of another feature of the same Slack app. */
  | { readonly kind: 'other' }
  | { readonly kind: 'invalid'; readonly problem: string };

/** What this function does. */
export type Action = Extract<Interaction, Press>;

const invalid = (problem: string): Interaction => ({ kind: 'invalid', problem });

/** Parses the body of a request: a form with the field `payload`, which contains JSON. */
export function readInteraction(body: Uint8Array): Interaction {
  const text = new URLSearchParams(Buffer.from(body).toString('utf8')).get('payload');
  if (text === null) return { kind: 'other' };
  const payload = parsed(text);
  if (payload === null) return invalid('the payload is not a JSON object');
  const [action] = listOf(payload.actions);
  if (payload.type !== 'block_actions' || !action) return { kind: 'other' };
  const press = pressOf(payload);
  if (typeof press === 'string') return invalid(press);
  switch (action.action_id) {
    case CONTROLS.acknowledge:
      return acknowledge(press, payload);
    case CONTROLS.mute:
      return mute(press, payload, action);
    case CONTROLS.unmute:
      return unmute(press, payload, action);
    case CONTROLS.mutes:
      return list(press, action);
    default:
      return { kind: 'other' };
  }
}

function parsed(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

// C for channels, G for private ones, D for direct messages.
const CHANNEL_ID = /^[CGD][A-Z0-9]{2,40}$/;

function pressOf({ user, channel, container, response_url: url }: Fields): Press | string {
  const userId = textOf(fieldsOf(user).id);
  const channelId = textOf(fieldsOf(channel).id) || textOf(fieldsOf(container).channel_id);
  if (!isUserId(userId)) return 'the payload names no user';
  if (!CHANNEL_ID.test(channelId)) return 'the payload names no channel';
  return { user: userId, channel: channelId, responseUrl: textOf(url) };
}

function acknowledge(press: Press, { message, container }: Fields): Interaction {
  const { ts, text, blocks, attachments } = fieldsOf(message);
  const timestamp = textOf(ts) || textOf(fieldsOf(container).message_ts);
  if (!/^\d{1,12}\.\d{1,12}$/.test(timestamp)) return invalid('the payload names no message');
  const parts = { text: textOf(text), blocks: listOf(blocks), attachments: listOf(attachments) };
  return { ...press, kind: 'acknowledge', message: { ts: timestamp, ...parts } };
}

function mute(press: Press, { message }: Fields, action: Fields): Interaction {
  const target = targetIn(listOf(fieldsOf(message).blocks));
  if (target === null) return invalid('the message does not contain what the mute covers');
  const { destination, key, severity } = target;
  if (!isPlacedIn(destination, press.channel)) return invalid('the message belongs to another channel');
  const [scope = '', code = ''] = textOf(fieldsOf(action.selected_option).value).split(' ');
  if (scope !== 'rule' && !(scope === 'same' && key !== null)) return invalid('the mute covers nothing');
  if (!durationsFor(severity).some((one) => one === code)) return invalid('alerts cannot be muted for this long');
  return { ...press, kind: 'mute', target, scope, durationMs: MUTE_DURATIONS[code as MuteDuration] };
}

// The button to acknowledge carries the target, because an entry of a menu has room for 150 characters only.
function targetIn(blocks: readonly Fields[]): MuteTarget | null {
  const actions = blocks.find(({ block_id: id }) => id === CONTROLS.actionsBlock);
  const button = listOf(actions?.elements).find(({ action_id: id }) => id === CONTROLS.acknowledge);
  return readTarget(textOf(button?.value));
}

// A channel in the settings can be a name; then its id is unknown here.
function isPlacedIn(destination: string, channel: string): boolean {
  const [, place = ''] = /^slack:(.+)$/.exec(destination) ?? [];
  return CHANNEL_ID.test(place) ? place === channel : place !== '';
}

function unmute(press: Press, { container }: Fields, { value }: Fields): Interaction {
  const muteId = textOf(value);
  return /^[0-9a-f]{12}-[0-9a-z]{1,12}$/.test(muteId)
    ? { ...press, kind: 'unmute', muteId, isInList: fieldsOf(container).is_ephemeral === true }
    : invalid('the button names no mute');
}

function list(press: Press, { value }: Fields): Interaction {
  const destination = textOf(value);
  return destination.length <= NAME_MAX && isPlacedIn(destination, press.channel)
    ? { ...press, kind: 'list', destination }
    : invalid('the button belongs to another channel');
}
