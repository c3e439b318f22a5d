// How messages look on a terminal that are not made for one: mails and cards of Teams as their text, JSON for machines as JSON.
// In: messages. Out: lines.

import type { JsonObject } from '../../core/records/record.ts';
import type { SnsMessage } from '../../core/render/sns.ts';
import type { TeamsMessage } from '../../core/render/teams.ts';

/** A message of a topic as its readers by e-mail get it. */
export function mailLines({ subject, body }: SnsMessage): readonly string[] {
  return [`Subject: ${subject}`, '', ...body.split('\n')];
}

/** The texts of a card, a line for each block, then its links. */
export function cardLines({ attachments: [{ content }] }: TeamsMessage): readonly string[] {
  const blocks = content.body.flatMap((block) => (block.type === 'Container' ? block.items : [block]));
  const links = content.actions.map(({ title, url }) => `${title}: ${url}`);
  return [...blocks.map(({ inlines }) => inlines.map(({ text }) => text).join('')), ...links];
}

/** What a machine is sent. */
export function jsonLines(message: JsonObject): readonly string[] {
  return JSON.stringify(message, null, 2).split('\n');
}
