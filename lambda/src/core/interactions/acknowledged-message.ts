// The message of an alert after it was acknowledged. In: the message as Slack returned it. Out: the same message, which shows who
// acknowledged the alert and when. Pure. Changes nothing else, and never adds a second line.

import type { Acknowledgement } from '../mutes/acknowledgement.ts';
import { acknowledgeButton, acknowledgedBlock, CONTROLS } from '../render/controls.ts';
import type { Fields, PressedMessage } from './interaction.ts';

/** What replaces a message. */
export interface ChangedMessage {
  readonly text: string;
  readonly blocks: readonly object[];
  readonly attachments: readonly object[];
}

/** The message with the acknowledgement. */
export function acknowledgedMessage(message: PressedMessage, acknowledgement: Acknowledgement): ChangedMessage {
  const blocks = message.blocks.filter(({ block_id: id }) => id !== CONTROLS.acknowledgedBlock);
  const place = blocks.findIndex(({ block_id: id }) => id === CONTROLS.actionsBlock);
  const [before, after] = place < 0 ? [blocks, []] : [blocks.slice(0, place), blocks.slice(place)];
  return {
    text: message.text,
    blocks: [...before, acknowledgedBlock(acknowledgement), ...after.map(withPressedButton)],
    // Slack adds ids and texts to attachments.
    attachments: message.attachments.map(({ color, blocks: own }) => ({ color, blocks: own })),
  };
}

/** Whether the message shows an acknowledgement already. */
export function showsAcknowledgement({ blocks }: PressedMessage): boolean {
  return blocks.some(({ block_id: id }) => id === CONTROLS.acknowledgedBlock);
}

function withPressedButton(block: Fields): Fields {
  if (block.block_id !== CONTROLS.actionsBlock || !Array.isArray(block.elements)) return block;
  const elements = block.elements.map((element: Fields) =>
    element?.action_id === CONTROLS.acknowledge ? acknowledgeButton(String(element.value), true) : element,
  );
  return { ...block, elements };
}
