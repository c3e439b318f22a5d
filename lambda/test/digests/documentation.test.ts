// docs/verify-log-files.md lists every finding, and shows the real output.

import { describe, expect, it } from 'vitest';
import { FAULTS, NOTES } from '../../src/cli/verify/finding.ts';
import { textPrinter } from '../../src/cli/verify/print-report.ts';
import { verifyStorages } from '../../src/cli/verify/verify-storage.ts';
import { codeBlocks, tableRows } from '../features/documents.ts';
import { readText } from '../repository.ts';
import { KEY, KEY_OF_IRELAND } from './broken-trails.ts';
import { keyRing, memoryStorage } from './memory-storage.ts';
import { Buckets, writeTrail } from './trail-world.ts';

const PAGE = readText('docs/verify-log-files.md');

describe('docs/verify-log-files.md', () => {
  it('lists every finding with its level', () => {
    const rows = tableRows(PAGE, 'finding', 'level', 'meaning', 'what to do');
    expect(rows.map(([code, level]) => `${level} ${code}`)).toEqual([
      ...FAULTS.map((code) => `fault \`${code}\``),
      ...NOTES.map((code) => `note \`${code}\``),
    ]);
  });

  it('shows the output of the command', async () => {
    const buckets = new Buckets();
    const trail = { bucket: 'my-trail', organization: 'o-abc123', homeRegion: 'us-east-1', hours: 6 };
    writeTrail(buckets, { ...trail, key: KEY });
    writeTrail(buckets, { ...trail, key: KEY_OF_IRELAND, region: 'eu-west-1' });
    const [, , third] = writeTrail(buckets, { ...trail, key: KEY, account: '222233334444' });
    buckets.remove({ bucket: 'my-trail', key: third?.logFiles[0] ?? '' });
    const lines: string[] = [];
    const printer = textPrinter({
      out: (line) => void lines.push(line),
      err: () => {},
      paint: (_style, text) => text,
      paintErr: (_style, text) => text,
      width: 100,
      color: false,
      progress: () => {},
      flush: async () => {},
    });
    const storage = memoryStorage(buckets, 'my-trail');
    printer.report(await verifyStorages([storage], keyRing([KEY, KEY_OF_IRELAND]), {}, printer.finding));
    const shown = codeBlocks(PAGE, '').find((block) => block.startsWith('fault: ')) ?? '';
    expect(lines.join('\n')).toBe(shown.trim());
  });
});
