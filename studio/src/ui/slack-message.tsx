// A Slack message as the channel shows it.

import { type MrkdwnPart, type Piece, readMrkdwn } from '../../../lambda/src/core/render/read-mrkdwn.ts';
import type { SlackBlock, SlackMessage } from '../../../lambda/src/core/render/slack-blocks.ts';

/** A message, or a reply in its thread. */
export function SlackMessageView({
  message,
  isReply = false,
}: {
  readonly message: SlackMessage;
  readonly isReply?: boolean;
}) {
  return (
    <article
      class={isReply ? 'slack is-reply' : 'slack'}
      aria-label={isReply ? 'Reply in the thread' : 'Slack message'}
    >
      <p class="from">
        <b>CloudTrail</b> <span>APP</span>
      </p>
      <Blocks blocks={message.blocks} />
      {(message.attachments ?? []).map(({ color, blocks }) => (
        <div key={color} class="attachment" style={{ borderColor: color }}>
          <Blocks blocks={blocks} />
        </div>
      ))}
    </article>
  );
}

function Blocks({ blocks }: { readonly blocks: readonly SlackBlock[] }) {
  return (
    <>
      {blocks.map((block, index) => (
        <Block key={index} block={block} />
      ))}
    </>
  );
}

function Block({ block }: { readonly block: SlackBlock }) {
  switch (block.type) {
    case 'section':
      return <Text className="section" text={block.text.text} />;
    case 'context':
      return <Text className="context" text={block.elements.map(({ text }) => text).join('\n')} />;
    case 'actions':
      return <p class="context">{block.elements.map(labelOf).join(' · ')}</p>;
  }
}

// Buttons have an effect only in Slack.
function labelOf(element: Extract<SlackBlock, { type: 'actions' }>['elements'][number]): string {
  return element.type === 'button' ? element.text.text : element.placeholder.text;
}

function Text({ text, className }: { readonly text: string; readonly className: string }) {
  return (
    <div class={className}>
      {readMrkdwn(text).map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { readonly part: MrkdwnPart }) {
  if (part.kind === 'block') return <pre>{part.text}</pre>;
  return (
    <>
      {part.pieces.map((piece, index) => (
        <PieceView key={index} piece={piece} />
      ))}
    </>
  );
}

function PieceView({ piece: { kind, text, href } }: { readonly piece: Piece }) {
  switch (kind) {
    case 'bold':
      return <b>{text}</b>;
    case 'code':
      return <code>{text}</code>;
    case 'link':
      return (
        <a href={href ?? ''} target="_blank" rel="noopener noreferrer">
          {text}
        </a>
      );
    case 'text':
      return <>{text}</>;
  }
}
