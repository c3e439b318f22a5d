// The form of a Slack message, and its plain form for when Slack rejects the rich one: a plain alert is better than a lost
// alert. Pure. Adds nothing to the message except a note that explains the plain form.

/** The arguments that `chat.postMessage`, `chat.update` and incoming webhooks have in common. */
export interface SlackMessage {
  /** Shown in notifications, and instead of the message if Slack rejects the blocks. */
  readonly text: string;
  readonly blocks?: readonly object[];
  readonly attachments?: readonly object[];
}

/** Called when a message was sent in plain form; `code` is Slack's reason. */
export type OnFallback = (code: string, message: SlackMessage) => void;

/** Slack advises 4,000 characters of text at most: https://docs.slack.dev/reference/methods/chat.postMessage#truncating */
const PLAIN_TEXT_MAX = 3_500;

/** The message as shortened text with a note that explains why. Empty lists clear the earlier blocks of an updated message. */
export function toPlainMessage(message: SlackMessage, code: string): SlackMessage {
  const text = message.text.length > PLAIN_TEXT_MAX ? `${cut(message.text)}…` : message.text;
  const note = `_Shown as plain text because Slack rejected the full message (${code})._`;
  return { text: `${text || 'An alert without text.'}\n${note}`, blocks: [], attachments: [] };
}

// Removes half a surrogate pair, half an entity (`&am`) or half a link (`<https://…`) at the end.
function cut(text: string): string {
  return text
    .slice(0, PLAIN_TEXT_MAX)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/&[a-z]{0,3}$/, '')
    .replace(/<[^>]*$/, '');
}
