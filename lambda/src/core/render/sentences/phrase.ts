// Phrases: what a call did, as text with fields in it. In: a phrase and a record. Out: words and values as separate parts,
// so that each renderer can format the values. A missing field never leaves a gap.

import { decodeArn } from '../../records/arn.ts';
import { isLeaf, valueAt } from '../../records/field-path.ts';
import type { CloudTrailRecord, Json } from '../../records/record.ts';
import { portsOf } from './ports.ts';

/**
 * A phrase begins with a verb in the past tense. `{request.userName}` is the field `requestParameters.userName`,
 * `{response.x}` one of `responseElements`, any other path a field of the record; `{a|b}` is the first that exists, `*` in a
 * path is every element; `{ports}` is for example `port 22`. Fields are only in brackets, because a refused call has none:
 * - `<user {request.userName}>` becomes `a user` if the field is missing, `<{request.target}|an instance>` `an instance`;
 * - `[ for user {request.userName}]` is omitted if a field is missing.
 *
 * `created <access key {response.accessKey.accessKeyId}>[ for user {request.userName}]`
 */
export type Phrase = string;

/** Phrases by event source and event name. */
export type Phrases = Readonly<Record<string, Readonly<Record<string, Phrase>>>>;

/** Part of a sentence: trusted words (`plain`), an emphasized name (`strong`), or a value from the event (`code`). */
export interface SentencePart {
  readonly style: 'plain' | 'strong' | 'code';
  readonly text: string;
}

/** Words that come from no event. */
export const plain = (text: string): SentencePart => ({ style: 'plain', text });

/** A name. */
export const strong = (text: string): SentencePart => ({ style: 'strong', text });

/** A value from an event or an expression. */
export const code = (text: string): SentencePart => ({ style: 'code', text });

/** The phrase with the record's values in it. Total: it is a whole sentence even if the record has none of the fields. */
export function fillPhrase(phrase: Phrase, record: CloudTrailRecord): readonly SentencePart[] {
  return phrase.split(/(\[[^\]]*\]|<[^>]*>)/).flatMap((part): readonly SentencePart[] => {
    const inner = part.slice(1, -1);
    if (part.startsWith('[')) return fill(inner, record) ?? [];
    if (part.startsWith('<')) return fillObject(inner, record);
    return part === '' ? [] : [plain(part)];
  });
}

function fillObject(text: string, record: CloudTrailRecord): readonly SentencePart[] {
  const [, named = text, unnamed] = /^(.*\})(?:\|([^{}]+))?$/s.exec(text) ?? [];
  return fill(named, record) ?? [plain(unnamed ?? withArticle(named.replace(/ *\{.*/s, '')))];
}

// By sound: `an SSH key` and `an MFA device`, but `a user`, `a URL` and `a NAT gateway`.
function withArticle(noun: string): string {
  const vowel =
    /^(?:[AEFHILMNORSX][A-Z0-9]+\b|[aeio]|u(?!ser)|[AEIO][a-z])/.test(noun) && !/^(?:NAT|SAML)\b/.test(noun);
  return `${vowel ? 'an' : 'a'} ${noun}`;
}

/** The phrase in the form that follows "tried to": `deleted bucket` becomes `delete bucket`. */
export function toInfinitive(phrase: Phrase): Phrase {
  const [verb = ''] = phrase.split(' ', 1);
  return (INFINITIVES.get(verb) ?? verb) + phrase.slice(verb.length);
}

/** Past tense to infinitive, for every verb that a phrase may begin with. */
export const INFINITIVES: ReadonlyMap<string, string> = new Map(
  `accepted:accept added:add allocated:allocate allowed:allow approved:approve archived:archive associated:associate
  assumed:assume attached:attach authorized:authorize blocked:block called:call cancelled:cancel changed:change
  checked:check closed:close confirmed:confirm connected:connect copied:copy counted:count created:create
  deactivated:deactivate declined:decline decoded:decode decrypted:decrypt deleted:delete deregistered:deregister
  described:describe detached:detach disabled:disable disassociated:disassociate disconnected:disconnect downloaded:download enabled:enable
  encrypted:encrypt exported:export found:find generated:generate got:get granted:grant imported:import invited:invite
  invoked:invoke issued:issue launched:launch left:leave listed:list made:make moved:move opened:open provisioned:provision
  published:publish pushed:push ran:run rated:rate read:read received:receive rebooted:reboot registered:register rejected:reject
  released:release removed:remove replaced:replace replicated:replicate reported:report requested:request reset:reset
  restored:restore resumed:resume resynchronized:resynchronize retired:retire revoked:revoke rotated:rotate
  scheduled:schedule searched:search sent:send set:set shared:share signed:sign simulated:simulate started:start
  stopped:stop subscribed:subscribe switched:switch tagged:tag terminated:terminate turned:turn
  unsubscribed:unsubscribe updated:update uploaded:upload`
    .split(/\s+/)
    .map((pair) => pair.split(':') as [string, string]),
);

const MOST_VALUES = 3;

// What CloudTrail writes instead of a sensitive value.
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

// Null if a field is missing.
function fill(text: string, record: CloudTrailRecord): readonly SentencePart[] | null {
  const parts: SentencePart[] = [];
  for (const [index, piece] of text.split(/\{([^}]*)\}/).entries()) {
    if (index % 2 === 0) {
      if (piece !== '') parts.push(plain(piece));
      continue;
    }
    const value = piece === 'ports' ? portsParts(record) : fieldParts(piece, record);
    if (value === null) return null;
    parts.push(...value);
  }
  return parts;
}

function portsParts(record: CloudTrailRecord): readonly SentencePart[] | null {
  const ports = portsOf(record);
  return ports && [plain(`${ports.noun} `), ...listParts(ports.ranges)];
}

function fieldParts(paths: string, record: CloudTrailRecord): readonly SentencePart[] | null {
  for (const path of paths.split('|')) {
    const values = [...new Set(readAll(fullPath(path), record).filter((value) => value !== '' && value !== HIDDEN))];
    if (values.length > 0) return listParts(values.map(shortName));
  }
  return null;
}

// Commas and counts are plain parts, so that one value cannot look like several.
function listParts(values: readonly string[]): readonly SentencePart[] {
  const more = values.length - MOST_VALUES;
  const shown = values
    .slice(0, MOST_VALUES)
    .flatMap((text, index) => (index === 0 ? [code(text)] : [plain(', '), code(text)]));
  return more > 0 ? [...shown, plain(` and ${more} more`)] : shown;
}

/** The path of a record that a path of a phrase abbreviates. */
export function fullPath(path: string): string {
  return path.replace(/^request\./, 'requestParameters.').replace(/^response\./, 'responseElements.');
}

function readAll(path: string, data: Json): string[] {
  const [head = '', ...rest] = path.split('.*');
  const found = head === '' ? data : valueAt(data, head);
  if (rest.length > 0) {
    const inner = rest.join('.*').replace(/^\./, '');
    return Array.isArray(found) ? found.slice(0, 100).flatMap((item) => readAll(inner, item as Json)) : [];
  }
  return isLeaf(found) && found !== null ? [String(found)] : [];
}

/**
 * The resource name of an ARN; any other value is unchanged. The sentence names the type, and the message shows the rest
 * below. S3 ARNs have no type, so the whole path is the name.
 */
export function shortName(value: string): string {
  const [, service, resource] = /^arn:[^:]*:([^:]*):[^:]*:[^:]*:(.+)$/s.exec(decodeArn(value)) ?? [];
  if (resource === undefined) return value;
  return service === 's3' ? resource : resource.replace(/^[A-Za-z-]+[:/](?=.)/, '');
}
