// The document in the fragment of the address, which browsers do not send to servers. In: a document. Out: a fragment, and back.
// Never contains anything of an event.

import type { Json } from '../../../lambda/src/core/records/record.ts';
import { isTextByName, isTexts, isTextsByName } from '../document-shapes.ts';
import type { RuleDocument } from '../protocol.ts';

const VERSION = 'v1.';
const MOST_CHARS = 200_000;

/** The fragment of a document, without `#`. */
export async function toFragment(document: RuleDocument): Promise<string> {
  const stream = new Blob([JSON.stringify(document)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const chars = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return VERSION + btoa(chars).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The document of a fragment; null if it contains none. */
export async function fromFragment(fragment: string): Promise<RuleDocument | null> {
  const text = fragment.replace(/^#/, '');
  if (!text.startsWith(VERSION) || text.length > MOST_CHARS) return null;
  try {
    const chars = atob(text.slice(VERSION.length).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(chars, (char) => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return toDocument(await new Response(stream).json());
  } catch {
    return null; // A link that was cut or altered. The caller says so.
  }
}

// Anyone can write a link. The worker checks the rules; here only their shape matters.
function toDocument(value: unknown): RuleDocument | null {
  const given = value as Partial<RuleDocument> | null;
  const isList = (list: unknown) => Array.isArray(list) && list.every((one) => typeof one === 'object' && one !== null);
  if (!isList(given?.rules) || !isList(given?.ignore_rules)) return null;
  const { rule_packs, disabled_rules, lists, predicates } = given as Record<string, Json>;
  return {
    rules: given?.rules ?? [],
    ignore_rules: given?.ignore_rules ?? [],
    use_default_rules: given?.use_default_rules !== false,
    rule_packs: isTexts(rule_packs) ? rule_packs : [],
    disabled_rules: isTexts(disabled_rules) ? disabled_rules : [],
    lists: isTextsByName(lists) ? lists : {},
    predicates: isTextByName(predicates) ? predicates : {},
    others: typeof given?.others === 'object' && given.others !== null ? given.others : {},
  };
}
