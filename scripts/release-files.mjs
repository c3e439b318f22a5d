#!/usr/bin/env node
// Writes what a release attaches to the package: `node scripts/release-files.mjs DIRECTORY` writes lambda.zip.sha256, and
// lambda.zip.cdx.json, a list (CycloneDX) of the packages that lambda.zip contains. Runs no code of dependencies and needs no network.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const ROOT = resolve(import.meta.dirname, '..');
const LICENSES = 'THIRD-PARTY-LICENSES.txt';

/** Returns one file of a zip archive. The sizes are in its central directory, whose entries are at its end. */
function fileOf(zip, wanted) {
  for (let at = zip.indexOf('PK\x01\x02', zip.readUInt32LE(zip.lastIndexOf('PK\x05\x06') + 16)); at >= 0; ) {
    const [size, nameLength, extraLength, commentLength] = [
      zip.readUInt32LE(at + 20),
      ...[28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)),
    ];
    const local = zip.readUInt32LE(at + 42);
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === wanted) {
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      return inflateRawSync(zip.subarray(start, start + size)).toString('utf8');
    }
    at += 46 + nameLength + extraLength + commentLength;
    if (zip.toString('latin1', at, at + 4) !== 'PK\x01\x02') break;
  }
  throw new Error(`lambda.zip has no ${wanted}`);
}

/** The packages in lambda.zip, as `name version`: the build lists them above their licenses. */
function bundledPackages(licenses) {
  const sections = licenses.split(`\n${'-'.repeat(80)}\n`);
  return sections.flatMap((section) => section.trim().split('\n\n')[0].split('\n'));
}

/** The list of npm for all packages, reduced to what is in the package. */
export function listOfMaterials(zip, npmList, { name, version, repository }) {
  const bundled = bundledPackages(fileOf(zip, LICENSES));
  const known = new Map(npmList.components.map((component) => [`${component.name} ${component.version}`, component]));
  const missing = bundled.filter((each) => !known.has(each));
  if (missing.length > 0) throw new Error(`package-lock.json does not have ${missing.join(', ')}. Run npm run build.`);
  const hash = createHash('sha256').update(zip).digest('hex');
  return {
    ...npmList,
    metadata: {
      ...npmList.metadata,
      component: {
        ...{ type: 'application', 'bom-ref': `${name}@${version}`, name, version },
        ...(repository && { externalReferences: [{ type: 'vcs', url: repository }] }),
        hashes: [{ alg: 'SHA-256', content: hash }],
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components: bundled.map((each) => known.get(each)),
    // Of packages that are not in the zip, nothing is known here.
    dependencies: undefined,
  };
}

function main([directory]) {
  if (!directory) throw new Error('usage: node scripts/release-files.mjs DIRECTORY');
  const zip = readFileSync(join(ROOT, 'lambda/dist/lambda.zip'));
  const npm = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx'];
  const npmList = JSON.parse(execFileSync('npm', npm, { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 }));
  const facts = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;
  const repository = GITHUB_REPOSITORY && `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`;
  mkdirSync(directory, { recursive: true });
  const list = listOfMaterials(zip, npmList, { ...facts, repository });
  writeFileSync(join(directory, 'lambda.zip.cdx.json'), `${JSON.stringify(list, null, 2)}\n`);
  const hash = list.metadata.component.hashes[0].content;
  writeFileSync(join(directory, 'lambda.zip.sha256'), `${hash}  lambda.zip\n`);
  console.log(`${list.components.length} packages in lambda.zip, SHA-256 ${hash}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
