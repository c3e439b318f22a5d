// Slack's limits, kept in one place. In: texts. Out: blocks and messages that Slack accepts, whatever the texts are.
// Nobody else in this project makes a block. https://docs.slack.dev/reference/block-kit/blocks

import { asciiJsonLength } from './ascii-json.ts';
import { cutTo, type Mrkdwn, mrkdwn, NOTHING, plainText } from './slack-text.ts';

interface TextObject {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Slack makes no links or mentions of its own out of plain words then. */
  readonly verbatim: true;
}

export type SlackBlock =
  | { readonly type: 'section'; readonly text: TextObject }
  | { readonly type: 'context'; readonly elements: readonly TextObject[] };

export interface SlackAttachment {
  readonly color: string;
  readonly blocks: readonly SlackBlock[];
}

/** A message as chat.postMessage, chat.update and incoming webhooks take it. `text` is what notifications show. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly attachments?: readonly SlackAttachment[];
}

/**
 * What Slack takes. `serialized` is about the blocks of a message together: the documentation gives no number, but
 * chat.postMessage answers `msg_blocks_too_long` from about 13,000 characters on (slackapi/bolt-js issues 2509, 2867).
 */
export const SLACK_LIMITS = {
  blocks: 50,
  sectionText: 3_000,
  elements: 10,
  elementText: 2_000,
  text: 3_000,
  serialized: 12_000,
} as const;

const LEFT_OUT = mrkdwn`… the rest is left out, it is too long for Slack`;

/** A paragraph. */
export function section(text: Mrkdwn): SlackBlock {
  return { type: 'section', text: textObject(text, SLACK_LIMITS.sectionText) };
}

/** Small grey lines, one for each text that is not empty. */
export function context(...texts: readonly Mrkdwn[]): SlackBlock {
  const present = texts.filter(({ pieces }) => pieces.length > 0).slice(0, SLACK_LIMITS.elements);
  const elements = present.map((text) => textObject(text, SLACK_LIMITS.elementText));
  return { type: 'context', elements: elements.length > 0 ? elements : [textObject(NOTHING, 1)] };
}

/** A whole message. `footer` stands below, beside a bar of its colour; it is kept where blocks have to be left out. */
export function slackMessage(parts: {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly footer?: SlackAttachment;
}): SlackMessage {
  const { text, footer } = parts;
  const room = SLACK_LIMITS.serialized - (footer === undefined ? 0 : asciiJsonLength(footer));
  const blocks = withinSize(parts.blocks.slice(0, SLACK_LIMITS.blocks - 1), room - asciiJsonLength(context(LEFT_OUT)));
  if (blocks.length < parts.blocks.length) blocks.push(context(LEFT_OUT));
  return { text: plainText(text, SLACK_LIMITS.text), blocks, ...(footer && { attachments: [footer] }) };
}

function withinSize(blocks: readonly SlackBlock[], room: number): SlackBlock[] {
  let size = 0;
  const end = blocks.findIndex((block) => {
    size += asciiJsonLength(block);
    return size > room;
  });
  return blocks.slice(0, end === -1 ? blocks.length : Math.max(end, 1));
}

function textObject(text: Mrkdwn, longest: number): TextObject {
  return { type: 'mrkdwn', text: cutTo(text, longest) || '-', verbatim: true };
}
