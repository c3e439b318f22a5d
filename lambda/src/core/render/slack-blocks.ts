// Slack's limits, in one place. In: text. Out: blocks and messages that Slack accepts, for any text.
// No other file makes a block. https://docs.slack.dev/reference/block-kit/blocks

import { asciiJsonLength, firstThatFit } from './ascii-json.ts';
import { shortened } from './shortened.ts';
import { cutTo, type Mrkdwn, mrkdwn, NOTHING, plainText } from './slack-text.ts';

interface TextObject {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Keeps Slack from turning plain words into links or mentions. */
  readonly verbatim: true;
}

export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
}

/** A dialog before an action: https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
export interface ConfirmationDialog {
  readonly title: PlainText;
  readonly text: PlainText;
  readonly confirm: PlainText;
  readonly deny: PlainText;
}

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export interface SlackButton {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly value: string;
}

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select */
export interface SlackSelect {
  readonly type: 'static_select';
  readonly action_id: string;
  readonly placeholder: PlainText;
  readonly option_groups: readonly { readonly label: PlainText; readonly options: readonly SlackOption[] }[];
  readonly confirm: ConfirmationDialog;
}

export interface SlackOption {
  readonly text: PlainText;
  readonly value: string;
}

export type SlackBlock =
  | { readonly type: 'section'; readonly text: TextObject; readonly accessory?: SlackButton }
  | { readonly type: 'context'; readonly block_id?: string; readonly elements: readonly TextObject[] }
  | {
      readonly type: 'actions';
      readonly block_id: string;
      readonly elements: readonly (SlackButton | SlackSelect)[];
    };

export interface SlackAttachment {
  readonly color: string;
  readonly blocks: readonly SlackBlock[];
}

/** A message in the form of chat.postMessage, chat.update and incoming webhooks. Notifications show `text`. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly attachments?: readonly SlackAttachment[];
}

/**
 * What Slack accepts. `serialized` is the limit for all blocks of a message together: it is not documented, but
 * chat.postMessage returns `msg_blocks_too_long` above about 13,000 characters (slackapi/bolt-js issues 2509, 2867).
 */
export const SLACK_LIMITS = {
  blocks: 50,
  sectionText: 3_000,
  elements: 10,
  elementText: 2_000,
  text: 3_000,
  serialized: 12_000,
} as const;

const LEFT_OUT = mrkdwn`… truncated: the rest is too long for Slack`;

/** A paragraph, with a button next to it if one is given. */
export function section(text: Mrkdwn, accessory?: SlackButton): SlackBlock {
  return { type: 'section', text: textObject(text, SLACK_LIMITS.sectionText), ...(accessory && { accessory }) };
}

/** Small gray lines, one for each text that is not empty. */
export function context(...texts: readonly Mrkdwn[]): SlackBlock {
  const present = texts.filter(({ pieces }) => pieces.length > 0).slice(0, SLACK_LIMITS.elements);
  const elements = present.map((text) => textObject(text, SLACK_LIMITS.elementText));
  return { type: 'context', elements: elements.length > 0 ? elements : [textObject(NOTHING, 1)] };
}

/** Text of at most `longest` characters without formatting, such as the label of a button. */
export function plain(text: string, longest: number): PlainText {
  return { type: 'plain_text', text: shortened(text, longest) };
}

/**
 * A whole message. `mentions` are a line below the blocks, then come `controls`, and `footer` next to a colored bar; all three are kept
 * if blocks have to be omitted.
 */
export function slackMessage(parts: {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly mentions?: Mrkdwn;
  readonly controls?: readonly SlackBlock[];
  readonly footer?: SlackAttachment;
}): SlackMessage {
  const { footer, mentions = NOTHING } = parts;
  const controls = [...(mentions.pieces.length > 0 ? [section(mentions)] : []), ...(parts.controls ?? [])];
  const sizes = [...controls, ...(footer === undefined ? [] : [footer])].map(asciiJsonLength);
  const room = SLACK_LIMITS.serialized - sizes.reduce((sum, size) => sum + size, 0);
  const longest = SLACK_LIMITS.blocks - 1 - controls.length;
  const blocks = withinSize(parts.blocks.slice(0, longest), room - asciiJsonLength(context(LEFT_OUT)));
  if (blocks.length < parts.blocks.length) blocks.push(context(LEFT_OUT));
  blocks.push(...controls);
  return { text: notificationOf(parts.text, mentions), blocks, ...(footer && { attachments: [footer] }) };
}

// If Slack rejects the blocks, the text is the whole message.
function notificationOf(text: string, mentions: Mrkdwn): string {
  const mentioned = mentions.pieces.join('');
  const plain = plainText(text, SLACK_LIMITS.text - mentioned.length - 1);
  return mentioned === '' ? plain : `${plain} ${mentioned}`;
}

function withinSize(blocks: readonly SlackBlock[], room: number): SlackBlock[] {
  const brackets = 2;
  return blocks.slice(0, Math.max(firstThatFit(blocks, room - brackets).length, 1));
}

function textObject(text: Mrkdwn, longest: number): TextObject {
  return { type: 'mrkdwn', text: cutTo(text, longest) || '-', verbatim: true };
}
