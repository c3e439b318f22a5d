// What makes a verification the same verification: its inputs, what of them is selected, and its public keys. In: the options. Out: hashes to compare.
// How findings are printed does not matter.

import { readFileSync } from 'node:fs';
import { hashOf } from '../../checkpoint/checkpoint-file.ts';
import { isS3Location } from '../../s3/s3-location.ts';

export type VerifyIdentity = Readonly<Record<'inputs' | 'selection' | 'keys', string>>;

/** The identity of a verification. `selection`: plain data; `publicKeys`: files that can be read, or empty for the keys of CloudTrail. */
export function identityOf(paths: readonly string[], selection: object, publicKeys: readonly string[]): VerifyIdentity {
  return {
    // Findings show files relative to the current directory.
    inputs: hashOf(paths.map((path) => (isS3Location(path) ? path : [process.cwd(), path]))),
    selection: hashOf(selection),
    keys: hashOf(publicKeys.map((file) => readFileSync(file, 'utf8'))),
  };
}
