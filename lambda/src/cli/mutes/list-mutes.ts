// The command `mutes`: lists what people have muted in Slack. Reads the state table with the credentials of the environment.

import { muteStoreOn } from '../../adapters/aws/dynamodb-mutes.ts';
import { onStateTable } from '../../adapters/aws/state-table.ts';
import { storedMutes } from '../../app/mutes/change-mutes.ts';
import { endOf, isRunning, type Mute } from '../../core/mutes/mute.ts';
import { eventTimeAt } from '../../core/records/event-time.ts';
import { awsProblem } from '../aws-problem.ts';
import { EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { countOf } from '../numbers.ts';
import type { Terminal } from '../terminal.ts';

export interface MutesOptions {
  readonly table: string;
  readonly format: 'text' | 'json';
}

interface Listed {
  readonly mute: Mute;
  /** How many alerts it has suppressed so far. */
  readonly suppressed: number;
}

// A person waits for the result: calls may take longer than those of the function, and are retried more.
const PATIENT = { timeoutMs: 20_000, maxAttempts: 5 };

/** Prints the mutes, those first that end first. */
export async function listMutes({ table, format }: MutesOptions, terminal: Terminal): Promise<ExitCode> {
  const listed = await readMutes(table);
  const nowMs = Date.now();
  for (const one of listed.toSorted((a, b) => endOf(a.mute) - endOf(b.mute)))
    terminal.out(format === 'json' ? JSON.stringify(jsonOf(one, nowMs)) : textOf(one, nowMs, terminal));
  const running = listed.filter(({ mute }) => isRunning(mute, nowMs)).length;
  terminal.err(`${countOf(running, 'mute')} running, ${listed.length - running} ended and not reported yet`);
  return EXIT.fine;
}

async function readMutes(tableName: string): Promise<readonly Listed[]> {
  const store = muteStoreOn(onStateTable({ tableName, ...PATIENT }));
  try {
    const mutes = await storedMutes(store);
    return await Promise.all(mutes.map(async (mute) => ({ mute, suppressed: (await store.counts(mute.id)).total })));
  } catch (error) {
    throw awsProblem(error, 'Check --table, the region, and that the credentials allow dynamodb:GetItem');
  }
}

function textOf({ mute, suppressed }: Listed, nowMs: number, terminal: Terminal): string {
  const covers = mute.key === null ? 'all its alerts' : escaped`${mute.what}`;
  const end = `${isRunning(mute, nowMs) ? 'until' : 'ended'} ${eventTimeAt(endOf(mute)).utc}`;
  return [
    `${terminal.paint('bold', escaped`${mute.rule}`)}  ${covers}`,
    escaped`  ${end}  in ${mute.destination}  by ${mute.by}  ${countOf(suppressed, 'alert')} suppressed`,
  ].join('\n');
}

function jsonOf({ mute, suppressed }: Listed, nowMs: number): object {
  const { id, rule, key, what, destination, by, startedMs, ended } = mute;
  return {
    id,
    rule,
    scope: key === null ? 'rule' : 'same',
    what,
    destination,
    by,
    running: isRunning(mute, nowMs),
    started: new Date(startedMs).toISOString(),
    until: new Date(endOf(mute)).toISOString(),
    endedBy: ended?.by ?? null,
    suppressed,
  };
}
