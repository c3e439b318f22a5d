// Prints messages of destinations other than Slack: emails and Teams cards as text, messages for machines as JSON.
// In: messages. Out: lines.

import type { JsonObject } from '../../core/records/record.ts';
import type { SnsMessage } from '../../core/render/sns.ts';
import type { TeamsMessage } from '../../core/render/teams-card.ts';

/** A message of an SNS topic as an email subscriber receives it. */
export function mailLines({ subject, body }: SnsMessage): readonly string[] {
  return [`Subject: ${subject}`, '', ...body.split('\n')];
}

/** The text of a Teams card, one line per block, then its links. */
export function cardLines({ attachments: [{ content }] }: TeamsMessage): readonly string[] {
  const blocks = content.body.flatMap((block) => (block.type === 'Container' ? block.items : [block]));
  const links = content.actions.map(({ title, url }) => `${title}: ${url}`);
  return [...blocks.map(({ inlines }) => inlines.map(({ text }) => text).join('')), ...links];
}

/** The JSON that a webhook, stream or event bus receives. */
export function jsonLines(message: JsonObject): readonly string[] {
  return JSON.stringify(message, null, 2).split('\n');
}
