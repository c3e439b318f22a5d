#!/usr/bin/env node
// Writes the tables of docs/performance.md, between their markers, from docs/performance.json, the results of one run:
// npm run --silent bench -- --json >docs/performance.json. `--check` writes nothing and fails if a table is out of date.

import { parseArgs } from 'node:util';
import { publish, read, readJson, replaceBetween } from './documents.mjs';

const PAGE = 'docs/performance.md';

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });

const whole = (value) => Math.round(value).toLocaleString('en');
const ratio = (value) => value.toFixed(2);
const seconds = (value) => `${value.toFixed(2)} s`;
const dollars = (value) => (value < 20 ? value.toFixed(2) : whole(value));

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const COSTS = [
  ['lambda', 'Lambda, 256 MB'],
  ['sqs', 'SQS'],
  ['s3', 'S3 requests'],
  ['dynamodb', 'DynamoDB'],
  ['cloudwatchCalls', 'CloudWatch, calls'],
  ['metrics', 'CloudWatch, 12 metrics'],
  ['logs', 'CloudWatch Logs'],
  ['together', '**together**'],
  ['predecessor', "the predecessor's way"],
  ['cloudtrailRs', "cloudtrail-rs' way, without its output and without alerts"],
];

/** The content of each place in the page. */
const PLACES = {
  machine: ({ cpu, cores, node, loadBefore }) => {
    const place = `${cores} cores of an ${cpu} with Node.js ${node.slice(1)}`;
    const load = `Its load was ${loadBefore.toFixed(1)} when the run began.`;
    const busy =
      '**The machine was busy, so times of whole processes, waiting, and costs are far too high, and ratios vary more than usual.** Measure again on an idle one.';
    return [
      `All figures on this page come from one run of \`npm run bench\`, on ${place}. ${load}`,
      ...(loadBefore > cores ? ['', busy] : []),
    ].join('\n');
  },
  targets: ({ targets }) =>
    table(
      ['target', 'measured', 'bound', ''],
      targets.map(({ what, value, sign, bound, met }) => [
        what,
        Number.isInteger(value) ? whole(value) : ratio(value),
        `${sign} ${bound.toLocaleString('en')}`,
        met ? 'met' : '**missed**',
      ]),
    ),
  decide: ({ decide }) =>
    table(
      ['rules', 'floor', 'gunzip', 'ours', 'aside', 'times faster than the floor', "share of gunzip's speed"],
      decide.map(({ name, ms, cpuTimesFloor, cpuShareOfGunzip }) => [
        name,
        ...[ms.floor, ms.gunzip, ms.ours, ms.aside].map(whole),
        cpuTimesFloor.toFixed(1),
        ratio(cpuShareOfGunzip),
      ]),
    ),
  growth: ({ growth }) =>
    table(
      ['', 'times the duration with 10 rules'],
      [
        ['from gzip to decisions', ratio(growth.endToEnd)],
        ['decisions on parsed records', ratio(growth.decisionsOnly)],
      ],
    ),
  python: ({ python }) =>
    table(
      ['rules', 'records per second', 'in Python', 'times faster'],
      [[python.rules, python.oursPerSecond, python.pythonPerSecond, python.timesPython].map(whole)],
    ),
  calls: ({ calls }) =>
    table(
      ['share that matches', 'alerts', 'Slack', 'S3', 'state table', 'CloudWatch'],
      calls.map(({ hitRate, alerts, slack, s3, dynamodb, cloudwatch }) => [
        `${hitRate * 100} %`,
        ...[alerts, slack, s3, dynamodb, cloudwatch].map(whole),
      ]),
    ),
  correlationCalls: ({ correlationCalls }) =>
    table(
      ['type', 'files', 'groups', 'alerts', 'calls', 'items read', 'items written'],
      correlationCalls.map((row) =>
        Object.values(row).map((cell) => (typeof cell === 'number' ? whole(cell) : `\`${cell}\``)),
      ),
    ),
  latency: ({ latency }) =>
    table(
      ['files', 'alerts in each', 'time', 'processor time', 'longest chain of calls', 'waiting, times the chain'],
      latency.map(({ files, alertsPerFile, ms, cpuMs, chain, chainMs, timesChain }) => [
        ...[files, alertsPerFile].map(whole),
        ...[ms, cpuMs].map((value) => `${whole(value)} ms`),
        `${chain}: ${whole(chainMs)} ms`,
        ratio(timesChain),
      ]),
    ),
  startUp: ({ startUp }) =>
    table(
      [
        'first answer of a new instance',
        'ours',
        'empty',
        'as deployed: times the empty handler',
        'with a whole core: times the empty handler',
      ],
      startUp.map(({ name, deployedMs, deployedEmptyMs, deployedTimesEmpty, cpuTimesEmpty }) => [
        name,
        ...[deployedMs, deployedEmptyMs].map((value) => `${whole(value)} ms`),
        ...[deployedTimesEmpty, cpuTimesEmpty].map(ratio),
      ]),
    ),
  memory: ({ memory }) =>
    table(
      ['raw file', 'peak of the process'],
      memory.map(({ rawMb, peakMb }) => [`${whole(rawMb)} MB`, `${whole(peakMb)} MB`]),
    ),
  replay: ({ replay }) =>
    table(
      [
        'one record in a hundred',
        'alerts',
        'replay',
        'floor',
        "share of the floor's time",
        "share of the floor's processor time",
      ],
      replay.map(({ name, alerts, seconds: ours, floorSeconds, ofFloor, cpuOfFloor }) => [
        name.replace('1 % ', ''),
        whole(alerts),
        ...[ours, floorSeconds].map(seconds),
        ...[ofFloor, cpuOfFloor].map(ratio),
      ]),
    ),
  correlations: ({ correlations }) =>
    table(
      ['one more record in a hundred', 'alerts', 'processor time, as a multiple of that without correlations'],
      correlations.map(({ name, alerts, cpuTimes }) => [
        name.replace('1 %, each ', ''),
        whole(alerts),
        ratio(cpuTimes),
      ]),
    ),
  costs: ({ costs }) =>
    table(
      ['', ...costs.map(({ events }) => events)],
      COSTS.map(([key, name]) => [name, ...costs.map((row) => dollars(row[key]))]),
    ),
};

const results = readJson('docs/performance.json');
const page = Object.entries(PLACES).reduce(
  (text, [name, contentOf]) => replaceBetween(text, `bench ${name}`, contentOf(results)),
  read(PAGE),
);
publish({ [PAGE]: page }, values.check);
