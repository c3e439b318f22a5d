// The form of a Slack message, and the plain form it takes when Slack refuses the rich one: an alert told plainly is
// better than an alert lost. Pure; never adds anything that the message did not say, but for the note on why it is plain.

/** What `chat.postMessage`, `chat.update` and incoming webhooks take alike. */
export interface SlackMessage {
  /** Stands for the message in notifications, and instead of it where Slack refuses the blocks. */
  readonly text: string;
  readonly blocks?: readonly object[];
  readonly attachments?: readonly object[];
}

/** Told when a message went out in plain form; `code` is Slack's reason. */
export type OnFallback = (code: string, message: SlackMessage) => void;

/** Slack advises 4,000 characters of text at most: https://docs.slack.dev/reference/methods/chat.postMessage#truncating */
const PLAIN_TEXT_MAX = 3_500;

/** The message as text alone, shortened, with a note on why. Empty lists clear what an updated message showed before. */
export function toPlainMessage(message: SlackMessage, code: string): SlackMessage {
  const text = message.text.length > PLAIN_TEXT_MAX ? `${cut(message.text)}…` : message.text;
  const note = `_Shown as plain text, because Slack refused the full message (${code})._`;
  return { text: `${text || 'An alert without text.'}\n${note}`, blocks: [], attachments: [] };
}

// Neither half a surrogate pair, nor half an entity (`&am`), nor half a link (`<https://…`) may stay at the end.
function cut(text: string): string {
  return text
    .slice(0, PLAIN_TEXT_MAX)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/&[a-z]{0,3}$/, '')
    .replace(/<[^>]*$/, '');
}
