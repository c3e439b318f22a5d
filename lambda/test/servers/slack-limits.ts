// What Slack accepts as a message. In: the received text, blocks and attachments. Out: the error code that Slack
// returns, or null. Limits: https://docs.slack.dev/reference/block-kit/blocks and
// https://docs.slack.dev/reference/methods/chat.postMessage; the limit for all blocks together is not documented, but
// users have reported it (slackapi/bolt-js issue 2509).

const TEXT_MAX = 40_000;
const BLOCKS_MAX = 50;
const ALL_BLOCKS_MAX = 13_000;
const ATTACHMENTS_MAX = 100;

type Fields = Readonly<Record<string, unknown>>;

/** The error code for a message that Slack rejects; null if Slack accepts it. */
export function refusalOf({ text, blocks, attachments }: Fields): string | null {
  if (!isListOrNothing(blocks)) return 'invalid_blocks_format';
  if (!isListOrNothing(attachments)) return 'invalid_attachments';
  const hasText = typeof text === 'string' && text !== '';
  if (!hasText && !blocks?.length && !attachments?.length) return 'no_text';
  if (hasText && text.length > TEXT_MAX) return 'msg_too_long';
  if ((attachments ?? []).length > ATTACHMENTS_MAX) return 'too_many_attachments';
  if (!(attachments ?? []).every(isAttachment)) return 'invalid_attachments';
  if ((blocks ?? []).length > BLOCKS_MAX || !(blocks ?? []).every(isBlock)) return 'invalid_blocks';
  return JSON.stringify(blocks ?? []).length > ALL_BLOCKS_MAX ? 'msg_blocks_too_long' : null;
}

function isListOrNothing(value: unknown): value is readonly unknown[] | undefined {
  return value === undefined || Array.isArray(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAttachment(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { blocks } = value;
  return blocks === undefined || (Array.isArray(blocks) && blocks.length <= BLOCKS_MAX && blocks.every(isBlock));
}

function isBlock(value: unknown): boolean {
  if (!isFields(value) || !isShort(value.block_id, 255)) return false;
  const check = BLOCKS[String(value.type)];
  return check?.(value) ?? false;
}

const BLOCKS: Readonly<Record<string, (block: Fields) => boolean>> = {
  header: ({ text }) => isText(text, 150, ['plain_text']),
  section: ({ text, fields, accessory }) =>
    (text !== undefined || fields !== undefined) &&
    (text === undefined || isText(text, 3_000)) &&
    (fields === undefined || isList(fields, 10, (field) => isText(field, 2_000))) &&
    (accessory === undefined || isButton(accessory)),
  context: ({ elements }) => isList(elements, 10, (element) => isText(element, 3_000) || isImage(element)),
  actions: ({ elements }) => isList(elements, 25, (element) => isButton(element) || isMenu(element)),
  divider: () => true,
  image: isImage,
  markdown: ({ text }) => typeof text === 'string' && text !== '' && text.length <= 12_000,
  rich_text: ({ elements }) => Array.isArray(elements) && elements.every(isFields),
};

function isList(value: unknown, max: number, check: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.length <= max && value.every(check);
}

function isText(value: unknown, max: number, types: readonly string[] = ['plain_text', 'mrkdwn']): boolean {
  if (!isFields(value) || !types.includes(String(value.type))) return false;
  return typeof value.text === 'string' && value.text !== '' && value.text.length <= max;
}

function isShort(value: unknown, max: number): boolean {
  return value === undefined || (typeof value === 'string' && value.length <= max);
}

function isButton(value: unknown): boolean {
  if (!isFields(value) || value.type !== 'button') return false;
  return isText(value.text, 75, ['plain_text']) && isShort(value.url, 3_000) && isShort(value.value, 2_000);
}

// https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select and
// https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
function isMenu(value: unknown): boolean {
  if (!isFields(value) || value.type !== 'static_select' || !isShort(value.action_id, 255)) return false;
  const isConfirmation = ({ title, text, confirm, deny }: Fields) =>
    isText(title, 100, PLAIN) && isText(text, 300, PLAIN) && isText(confirm, 30, PLAIN) && isText(deny, 30, PLAIN);
  const hasConfirmation = value.confirm === undefined || (isFields(value.confirm) && isConfirmation(value.confirm));
  const isGroup = (group: unknown) =>
    isFields(group) && isText(group.label, 75, PLAIN) && isList(group.options, 100, isOption);
  const hasOptions =
    value.option_groups === undefined
      ? isList(value.options, 100, isOption)
      : value.options === undefined && isList(value.option_groups, 100, isGroup);
  return isText(value.placeholder, 150, PLAIN) && hasConfirmation && hasOptions;
}

const PLAIN = ['plain_text'];

function isOption(value: unknown): boolean {
  return (
    isFields(value) && isText(value.text, 75, PLAIN) && typeof value.value === 'string' && isShort(value.value, 150)
  );
}

function isImage(value: unknown): boolean {
  return (
    isFields(value) && value.type === 'image' && typeof value.image_url === 'string' && isShort(value.alt_text, 2_000)
  );
}
