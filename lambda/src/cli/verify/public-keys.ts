// Where the public keys come from: files, or CloudTrail. In: the option --public-keys, or credentials. Out: a key ring.

import { readFileSync } from 'node:fs';
import { PortError } from '../../app/ports.ts';
import type { ListPublicKeys } from '../../app/verification/verification-port.ts';
import { DAY_MS } from '../../core/digests/day.ts';
import { timeText } from '../../core/digests/finding.ts';
import { isValidIn, type PublicKey, type Range, readPublicKeys } from '../../core/digests/public-keys.ts';
import { CliError, describeFileError } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { jsonProblem } from '../json-problem.ts';
import type { KeyRing } from './verification.ts';

/** The keys in files, each with one answer of `aws cloudtrail list-public-keys` or a list of them, of any regions. */
export function keysInFiles(files: readonly string[]): KeyRing {
  const keys = files.flatMap(keysInFile);
  return async () => keys;
}

function keysInFile(file: string): readonly PublicKey[] {
  const keys = readPublicKeys(parse(file));
  if (keys !== null) return keys;
  throw new CliError(
    escaped`${file}: has no list PublicKeyList, as aws cloudtrail list-public-keys --output json prints it`,
  );
}

function parse(file: string): unknown {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
    return JSON.parse(text);
  } catch (error) {
    const isRead = error instanceof SyntaxError;
    const reason = isRead ? jsonProblem(text, error) : `cannot be read: ${describeFileError(error)}`;
    throw new CliError(escaped`${file}: ${reason}`, undefined, { cause: error });
  }
}

/**
 * The keys that CloudTrail lists, until `nowMs`: no digest that exists then has a later key. Asks for two months at a time, so
 * that a year of digests needs few calls.
 */
export function keysOfCloudTrail(list: ListPublicKeys, nowMs: number): KeyRing {
  const answers = new Map<string, { readonly range: Range; readonly keys: Promise<readonly PublicKey[]> }[]>();
  return async (region, range) => {
    const known = answers.get(region) ?? [];
    answers.set(region, known);
    const covers = (answer: { range: Range }) =>
      answer.range.fromMs <= range.fromMs && answer.range.untilMs >= Math.min(range.untilMs, nowMs);
    let found = known.find(covers);
    if (found === undefined) {
      const wider = { fromMs: range.fromMs - DAY_MS, untilMs: Math.min(range.untilMs + 60 * DAY_MS, nowMs) };
      found = { range: wider, keys: ask(list, region, wider) };
      known.push(found);
    }
    return (await found.keys).filter((key) => isValidIn(key, range));
  };
}

async function ask(list: ListPublicKeys, region: string, { fromMs, untilMs }: Range): Promise<readonly PublicKey[]> {
  try {
    const keys = readPublicKeys(await list({ region, fromMs, untilMs: Math.max(untilMs, fromMs) }));
    if (keys !== null) return keys;
    throw new PortError('permanent', 'unexpected_answer', `CloudTrail in ${region} did not answer with public keys`);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const command = `aws cloudtrail list-public-keys --region ${region} --start-time ${timeText(fromMs)} --end-time ${timeText(untilMs)} > keys.json`;
    throw new CliError(
      escaped`${error.message}. The command needs credentials with cloudtrail:ListPublicKeys, or --public-keys keys.json, made by: ${command}`,
      undefined,
      { cause: error },
    );
  }
}
