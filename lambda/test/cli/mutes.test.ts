// The command `mutes` against a state table in moto.

import { beforeAll, describe, expect, it } from 'vitest';
import { muteStoreOn } from '../../src/adapters/aws/dynamodb-mutes.ts';
import type { Mute } from '../../src/core/mutes/mute.ts';
import { writeMutes } from '../../src/core/mutes/mute-list.ts';
import { jsonLines } from '../json-lines.ts';
import { useMoto } from '../servers/shared.ts';
import { createStateTable, patientTable } from '../servers/state-table.ts';
import { useCommand } from './command.ts';

const HOUR = 3_600_000;
const NOW = Date.now();

const aMute = (id: string, more: Partial<Mute> = {}): Mute => ({
  ...{ id, destination: 'slack:C1', rule: id, key: null, what: '', by: 'U0000ALICE' },
  ...{ startedMs: NOW - HOUR, untilMs: NOW + HOUR, announced: true },
  ...more,
});

const MUTES = [
  aMute('later', { untilMs: NOW + 24 * HOUR, key: '0'.repeat(32), what: 'DeleteTrail by \u001b[31mjane\u001b[0m\nx' }),
  aMute('sooner'),
  aMute('past', { ended: { atMs: NOW - 1_000, by: 'U0000BOB' } }),
];

describe('mutes', () => {
  const command = useCommand();
  let env: Record<string, string>;
  beforeAll(async () => {
    env = { ...(await useMoto()).environment };
    await createStateTable('state');
    await createStateTable('empty');
    const store = muteStoreOn(patientTable('state'));
    await store.write(writeMutes(MUTES), 0);
    await store.count('sooner', { total: 12, otherRules: new Map() }, NOW + HOUR);
  });

  it('lists them, those first that end first, with what they suppressed', async () => {
    const { code, out, err } = await command.run(['mutes', '--table', 'state'], { env });
    const lines = out.trim().split('\n');
    expect([code, lines.length]).toEqual([0, 6]);
    expect(lines[0]).toBe('past  all its alerts');
    expect(lines[1]).toMatch(/^ {2}ended .* UTC {2}in slack:C1 {2}by U0000ALICE {2}0 alerts suppressed$/);
    expect(lines.slice(2, 4).join('\n')).toMatch(/^sooner {2}all its alerts\n {2}until .* 12 alerts suppressed$/);
    expect(err).toContain('2 mutes running, 1 ended and not reported yet');
  });

  it('escapes what callers choose', async () => {
    const { out } = await command.run(['mutes', '--table', 'state'], { env });
    expect(out).not.toContain('\u001b');
    expect(out).toMatch(/later {2}DeleteTrail by .*jane.*\n {2}until/);
  });

  it('prints JSON', async () => {
    const { out } = await command.run(['mutes', '--table', 'state', '--format', 'json'], { env });
    const [past, sooner, later] = jsonLines(out);
    expect(past).toMatchObject({ id: 'past', running: false, endedBy: 'U0000BOB' });
    expect(sooner).toMatchObject({ id: 'sooner', running: true, scope: 'rule', suppressed: 12, endedBy: null });
    expect(later).toMatchObject({ scope: 'same', until: new Date(NOW + 24 * HOUR).toISOString() });
  });

  it('of a table without mutes are none', async () => {
    const { code, out, err } = await command.run(['mutes', '--table', 'empty'], { env });
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('0 mutes running');
  });

  it('of a table that does not exist are an error that names the table and the remedy', async () => {
    const { code, err } = await command.run(['mutes', '--table', 'missing'], { env });
    expect(code).toBe(1);
    expect(err).toMatch(/table missing: ResourceNotFoundException.*Check --table/s);
  });

  it('need the name of a table', async () => {
    expect((await command.run(['mutes'], { env })).code).toBe(2);
  });
});
