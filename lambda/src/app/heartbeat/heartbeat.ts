// The job `heartbeat`: once an hour, which accounts and regions no longer send digests. In: what is stored of each account. Out: a
// finding for each account with regions that went dark or came back, delivered once, and the number of accounts that are dark; one
// finding if no account is known, because no digest arrives at all.

import { timeText, type VerificationFinding } from '../../core/digests/finding.ts';
import { deliverBacklog } from '../backlog.ts';
import { inLots } from '../in-lots.ts';
import type { Invocation } from '../invocation.ts';
import { PortError } from '../ports.ts';
import { emptyTally } from '../tally.ts';
import { takeFindings } from '../verification/take-findings.ts';
import { requireTime } from '../wait.ts';
import {
  ALL_ACCOUNTS,
  type DigestedAccount,
  type Heartbeat,
  KNOWN_MS,
  type RecordedRun,
} from './digested-accounts-port.ts';
import {
  DARK_AFTER_MS,
  type DarknessReport,
  type Moment,
  observe,
  parseWatch,
  type Watch,
  watchText,
} from './watch.ts';

/** An account, and what is stored of it now. */
interface Watched {
  readonly account: DigestedAccount;
  readonly newest: ReadonlyMap<string, number>;
  readonly watch: Watch;
}

// An account has at most one report at a time, so what went dark and what came back take two rounds. The third finds nothing.
const ROUNDS = 3;

/** Runs the heartbeat. Rejects if something could not be stored or delivered; the next run does the rest. */
export async function runHeartbeat(invocation: Invocation): Promise<void> {
  const { heartbeat, clock } = invocation.pipeline;
  if (heartbeat === undefined) return;
  const nowMs = clock.nowMs();
  const run = await heartbeat.accounts.recordRun(nowMs, DARK_AFTER_MS);
  const moment = { nowMs, runningSinceMs: run.sinceMs };
  const accounts = await heartbeat.accounts.all(nowMs);
  let watched = [...accounts.map((account) => watchedOf(account, heartbeat, moment)), together(accounts, run)];
  let undelivered = 0;
  for (let round = 0; round < ROUNDS && undelivered === 0; round++) {
    watched = await storeChanges(watched, moment, invocation);
    if (reportsIn(watched) === 0) break;
    watched = await deliverReports(watched, invocation);
    undelivered = reportsIn(watched);
  }
  invocation.accountsDark = watched.filter(({ account, watch }) => !isAll(account) && watch.dark.size > 0).length;
  if (undelivered === 0) return;
  throw new PortError('transient', 'reports_not_delivered', `the reports of ${undelivered} accounts are not delivered`);
}

const reportsIn = (watched: readonly Watched[]): number => watched.filter(({ watch }) => watch.report !== null).length;

// A region that no trail covers is forgotten like an account that was closed: with the time, or if it is ignored.
function watchedOf(account: DigestedAccount, { ignored }: Heartbeat, { nowMs }: Moment): Watched {
  const { accountId } = account;
  const isWatched = (region: string, endMs: number) =>
    endMs > nowMs - KNOWN_MS && !ignored.has(accountId) && !ignored.has(`${accountId}/${region}`);
  const newest = new Map([...account.newest].filter(([region, endMs]) => isWatched(region, endMs)));
  return { account, newest, watch: watchOf(account) };
}

const watchOf = ({ watch }: DigestedAccount): Watch => parseWatch(watch) ?? { dark: new Map(), report: null };

// All accounts together are one without digests as long as no account is known. Accounts that are known have their own reports.
function together(accounts: readonly DigestedAccount[], { watch }: RecordedRun): Watched {
  const newest = new Map(accounts.length === 0 ? [['', 0]] : []);
  const account = { accountId: ALL_ACCOUNTS, newest, watch };
  return { account, newest, watch: watchOf(account) };
}

const isAll = ({ accountId }: DigestedAccount): boolean => accountId === ALL_ACCOUNTS;

async function storeChanges(watched: readonly Watched[], moment: Moment, invocation: Invocation): Promise<Watched[]> {
  return inParallel(watched, invocation, async (one) => {
    if (one.watch.report !== null) return one;
    return store(one, observe(one.newest, one.watch, moment), invocation);
  });
}

async function deliverReports(watched: readonly Watched[], invocation: Invocation): Promise<Watched[]> {
  const tallies = new Map(watched.map((one) => [one, emptyTally()]));
  for (const [one, tally] of tallies) takeFindings(findingsOf(one), { tally, invocation });
  await deliverBacklog(invocation);
  return inParallel(watched, invocation, async (one) => {
    const { failed = 0, late = 0, held = 0, unsettled = 0 } = tallies.get(one) ?? {};
    if (one.watch.report === null || failed + late + held + unsettled > 0) return one;
    return store(one, { ...one.watch, report: null }, invocation);
  });
}

// If another invocation changed what is stored, it also reports it.
async function store(one: Watched, watch: Watch, { pipeline }: Invocation): Promise<Watched | null> {
  const text = watchText(watch);
  if (text === one.account.watch) return { ...one, watch };
  const isReplaced = await pipeline.heartbeat?.accounts.replaceWatch(one.account, text);
  return isReplaced ? { ...one, account: { ...one.account, watch: text }, watch } : null;
}

const NAMES = { dark: 'AccountWentDark', back: 'AccountCameBack' } as const;

function findingsOf({ account, watch: { report } }: Watched): VerificationFinding[] {
  if (report === null) return [];
  if (isAll(account))
    return [{ name: 'DigestsNotArriving', accountId: ALL_ACCOUNTS, region: '', atMs: report.foundMs, details: {} }];
  const regions = [...report.regions.keys()].sort();
  const details = { regions, lastDigestEndTime: timeText(lastEnd(report)) };
  const [region = ''] = regions;
  return [{ name: NAMES[report.kind], accountId: account.accountId, region, atMs: report.foundMs, details }];
}

const lastEnd = ({ regions }: DarknessReport): number => Math.max(...regions.values());

const CONCURRENT_CALLS = 25;

async function inParallel(
  watched: readonly Watched[],
  { pipeline, endMs }: Invocation,
  change: (one: Watched) => Promise<Watched | null>,
): Promise<Watched[]> {
  const changed: Watched[] = [];
  for (const lot of inLots(watched, CONCURRENT_CALLS)) {
    requireTime(pipeline.clock, endMs);
    changed.push(...(await Promise.all(lot.map(change))).filter((one) => one !== null));
  }
  return changed;
}
