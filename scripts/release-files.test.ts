// What a release attaches to the package.

import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
// @ts-expect-error The script is JavaScript.
import { listOfMaterials } from './release-files.mjs';

const LICENSES = ['flat 6.0.1', '@aws-sdk/a 3.1.0']
  .map((names) => `${names}\n\nText.\n`)
  .join(`\n${'-'.repeat(80)}\n\n`);
const ZIP = Buffer.from(
  zipSync({ 'index.mjs': strToU8('code'), 'THIRD-PARTY-LICENSES.txt': strToU8(LICENSES), 'z.mjs': strToU8('more') }),
);
const component = (name: string, version: string) => ({ name, version, purl: `pkg:npm/${name}@${version}` });
const NPM = {
  bomFormat: 'CycloneDX',
  metadata: { timestamp: 'now' },
  components: [
    component('flat', '6.0.1'),
    component('flat', '5.0.0'),
    component('@aws-sdk/a', '3.1.0'),
    component('vitest', '4.0.0'),
  ],
};
const FACTS = { name: 'cloudtrail-to-slack', version: '1.2.3' };

describe('the list of packages of a release', () => {
  const list = listOfMaterials(ZIP, NPM, FACTS);

  it('has exactly the packages in lambda.zip', () => {
    expect(list.components).toEqual([component('flat', '6.0.1'), component('@aws-sdk/a', '3.1.0')]);
  });

  it('describes lambda.zip by its version and its hash', () => {
    expect(list.metadata.component).toMatchObject({
      ...FACTS,
      hashes: [{ alg: 'SHA-256', content: createHash('sha256').update(ZIP).digest('hex') }],
    });
  });

  it('is refused if the package has other versions than the lock file', () => {
    const other = { ...NPM, components: [component('flat', '5.0.0')] };
    expect(() => listOfMaterials(ZIP, other, FACTS)).toThrow(
      'package-lock.json does not have flat 6.0.1, @aws-sdk/a 3.1.0',
    );
  });
});
