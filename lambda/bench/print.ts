// Prints the results as tables.

import type { Results, SectionName } from './sections.ts';
import { isMet, type Target } from './targets.ts';

type Cell = string | number;

/** Prints the table of one section. */
export function printSection(name: SectionName, results: Results): void {
  const [title, head, rows] = TABLES[name](results);
  console.log(`\n${title}\n`);
  printTable([head, ...rows]);
}

/** Prints which targets are met. */
export function printTargets(targets: readonly Target[]): void {
  console.log('\nTargets\n');
  const row = (target: Target) => [
    isMet(target) ? 'met' : 'MISSED',
    target.what,
    figure(target.value),
    `${target.sign} ${target.bound}`,
  ];
  printTable([['', 'target', 'measured', 'bound'], ...targets.map(row)]);
}

type Table = readonly [title: string, head: readonly Cell[], rows: readonly (readonly Cell[])[]];

const TABLES: Readonly<Record<SectionName, (results: Results) => Table>> = {
  decide: ({ decide = [] }) => [
    'From gzip to decisions (milliseconds, fastest rounds; ours: in one thread, aside: gunzip outside the main thread)',
    [
      'scenario',
      'records',
      'parsed',
      'alerts',
      'floor',
      'gunzip',
      'ours',
      'aside',
      'x floor',
      'aside x',
      'of gunzip',
      'cpu x floor',
      'of gunzip',
    ],
    decide.map(({ name, records, candidates, alerts, ms, ...ratios }) => [
      ...[name, records, candidates, alerts, ms.floor, ms.gunzip, ms.ours, ms.aside],
      ...[
        ratios.timesFloor,
        ratios.timesFloorAside,
        ratios.shareOfGunzip,
        ratios.cpuTimesFloor,
        ratios.cpuShareOfGunzip,
      ],
    ]),
  ],
  growth: ({ growth }) => [
    'Time of 1,000 rules, as a multiple of that of 10 rules',
    ['gzip to decisions', 'decisions alone'],
    growth ? [[growth.endToEnd, growth.decisionsOnly]] : [],
  ],
  correlate: ({ correlate = [] }) => [
    'Decisions on 100,000 events of one group and bucket (milliseconds of processor time, fastest rounds)',
    ['type', 'gte', 'events', 'time'],
    correlate.map((row) => Object.values(row)),
  ],
  replay: ({ replay = [] }) => [
    'Command line: replay with 109 rules, whole process (seconds, medians)',
    ['load', 'records', 'alerts', 'replay', 'floor', 'time of floor', 'processor time of floor'],
    replay.map((row) => Object.values(row)),
  ],
  verify: ({ verify }) => [
    'Command line: verify, and replay with the default rules of the same 200,000 records, whole process (seconds, medians)',
    ['log files', 'verify', 'replay', 'time of replay', 'processor time of replay'],
    verify ? [Object.values(verify)] : [],
  ],
  page: ({ page }) => [
    'Command line: replay --html with 100,000 alerts and replay --format json (seconds, medians), and the page in Chromium (milliseconds)',
    ['alerts', 'page MB', 'html', 'json', 'processor time of json', 'first paint', 'redraw'],
    page ? [Object.values(page).map((value) => value ?? 'no Chromium')] : [],
  ],
  correlations: ({ correlations = [] }) => [
    'Command line: replay with 20 correlations, and without them, whole process (seconds, medians)',
    ['events', 'records', 'alerts', 'with', 'without', 'times', 'processor time: times'],
    correlations.map((row) => Object.values(row)),
  ],
  compile: ({ compile }) => [
    'Rule set of core and threats in a new process (milliseconds of processor time, medians)',
    ['definitions', 'with what the build derives', 'without', 'share'],
    compile ? [Object.values(compile)] : [],
  ],
  startUp: ({ startUp = [] }) => [
    'From import to first answer (milliseconds, medians)',
    ['answer', 'ours', 'empty', 'times empty', 'cpu times empty', 'as deployed', 'empty', 'times empty'],
    startUp.map((row) => Object.values(row)),
  ],
  latency: ({ latency }) => [
    'An invocation of a warm instance: 10 ms for each AWS call, 100 ms for each Slack call (milliseconds)',
    [
      'alerts in each file',
      'time',
      'processor',
      'chain',
      'waiting: times the chain',
      'longest unavoidable chain',
      'calls',
    ],
    latency
      ? latency.map(({ files, alertsPerFile, ms, cpuMs, chainMs, timesChain, chain, calls }) => [
          ...[files, alertsPerFile, ms, cpuMs, chainMs, timesChain, chain],
          Object.entries(calls)
            .map(([name, count]) => `${count} ${name}`)
            .join(', '),
        ])
      : [['moto not found']],
  ],
  memory: ({ memory = [] }) => [
    'Peak size of the process (MB)',
    ['raw file', 'peak'],
    memory.map((row) => Object.values(row)),
  ],
  calls: ({ calls = [] }) => [
    'Calls for 10,000 records: one invocation with ten log files, default rules, one Slack channel',
    ['hits', 'alerts', 'Slack', 'S3', 'DynamoDB', 'CloudWatch'],
    calls.map(({ hitRate, alerts, slack, s3, dynamodb, cloudwatch }) => [
      ...[`${hitRate * 100} %`, alerts, slack, s3, dynamodb, cloudwatch],
    ]),
  ],
  correlationCalls: ({ correlationCalls = [] }) => [
    'State table: what a correlation reads and writes for 10,000 matching events',
    ['type', 'files', 'groups', 'alerts', 'calls', 'items read', 'items written'],
    correlationCalls.map((row) => Object.values(row)),
  ],
  costs: ({ costs }) => [
    'Dollars a month, from the calls and times above and list prices',
    [
      '',
      'Lambda',
      'SQS',
      'S3',
      'DynamoDB',
      'CloudWatch calls',
      'metrics',
      'logs',
      'together',
      'predecessor',
      'cloudtrail-rs',
    ],
    costs ? costs.map((row) => Object.values(row)) : [['needs the sections decide, latency and python']],
  ],
  size: ({ size }) => ['Size of the package (MB)', ['lambda.zip'], size ? [[size.packageMb]] : []],
  python: ({ python }) => [
    'Decisions on parsed records per second',
    ['rules', 'ours', 'predecessor', 'times', 'predecessor, 9 rules'],
    python
      ? [
          [
            python.rules,
            python.oursPerSecond,
            python.pythonPerSecond,
            python.timesPython,
            python.pythonDefaultPerSecond,
          ],
        ]
      : [['python3 not found']],
  ],
};

function printTable(rows: readonly (readonly Cell[])[]): void {
  const texts = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? figure(cell) : cell)));
  const widths = (texts[0] ?? []).map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)));
  const isText = (column: number) => rows.slice(1).some((row) => typeof row[column] === 'string');
  for (const row of texts) {
    const cells = row.map((text, column) =>
      isText(column) ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
    );
    console.log(cells.join('  ').trimEnd());
  }
}

function figure(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1);
}
