// Correlations on the command line: cases with several events, replay, and what `explain --history` shows.

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../repository.ts';
import { useCommand } from './command.ts';

const command = useCommand();

const BURST = `
rules:
  - name: denied-burst
    expression: errorCode == 'AccessDenied'
    correlation: { type: event_count, group_by: [userIdentity.arn], timespan: 10m, gte: 3 }
  - name: key-made
    expression: eventName == 'CreateAccessKey'
    generate: false
  - name: key-used
    expression: eventName == 'GetCallerIdentity'
    generate: false
  - name: key-made-then-used
    correlation: { type: temporal_ordered, rules: [key-made, key-used], group_by: [userIdentity.arn], timespan: 1h }
`;
const ALICE = '{ type: IAMUser, userName: alice, arn: "arn:aws:iam::111111111111:user/alice" }';
const DENIED = `{ eventName: GetObject, errorCode: AccessDenied, userIdentity: ${ALICE} }`;

/** Runs one case of the rules above. */
function runCase(lines: string, options: string[] = []) {
  return command.run(['test', command.write('history.yaml', `${BURST}\ncases:\n  - ${lines}`), ...options]);
}

describe('a case with several events', () => {
  it.each([
    ['the name of the rule', 'denied-burst'],
    ['the cited events and the others', '{ rule: denied-burst, count: 3, more: 6 }'],
    ['severity and group', '{ rule: denied-burst, severity: medium, group: ["arn:aws:iam::111111111111:user/alice"] }'],
    ['the times of the first and the last', '{ rule: denied-burst, first: +1h, last: 1h1m }'],
  ])('passes if its alerts are as expected: %s', async (_, expected) => {
    const lines = `{ rule: denied-burst, events: [{ event: ${DENIED}, at: 1h, times: 9, every: 30s }], expect: [${expected}] }`;
    expect(await runCase(lines)).toMatchObject({ code: 0, err: '1 case, 1 passed, 0 failed\n' });
  });

  it.each([
    ['no alert', '[]', '+ denied-burst, severity: medium, count: 3'],
    ['two alerts', '[denied-burst, denied-burst]', '+ denied-burst, severity: medium, count: 3'],
    ['another count', '[{ rule: denied-burst, count: 4 }]', 'count: 3'],
    ['another time', '[{ rule: denied-burst, first: +1s }]', 'first: +0s'],
    ['another rule', '[key-made-then-used]', '+ denied-burst, severity: medium, count: 3'],
  ])('fails if it expects %s', async (_, expected, shown) => {
    const { code, out } = await runCase(
      `{ rule: denied-burst, events: [{ event: ${DENIED}, times: 3 }], expect: ${expected} }`,
    );
    expect(code).toBe(1);
    expect(out).toContain(shown);
  });

  it('that fails shows what is stored, and what is missing for an alert', async () => {
    const { out } = await runCase(
      `{ rule: denied-burst, events: [{ event: ${DENIED}, times: 5, every: 8m }], expect: [denied-burst] }`,
    );
    expect(out.slice(out.indexOf('FAIL'))).toMatchInlineSnapshot(`
      "FAIL case 1
               - denied-burst
               + no alerts
               denied-burst, group arn:aws:iam::111111111111:user/alice:
                 it did not fire
                 stored: 5 events that no alert owns
                   2026-01-01 00:00:00 UTC GetObject event-1
                   2026-01-01 00:08:00 UTC GetObject event-2
                   2026-01-01 00:16:00 UTC GetObject event-3
                   2026-01-01 00:24:00 UTC GetObject event-4
                   2026-01-01 00:32:00 UTC GetObject event-5
                 at most 2 events in 10 minutes, from 2026-01-01 00:00:00 UTC to 2026-01-01 00:08:00 UTC; it fires at 3
      "
    `);
  });

  it('numbers the repetitions of an event, and counts an event with a fixed id once', async () => {
    const event = (id: string) =>
      `{ event: { eventID: "${id}", errorCode: AccessDenied, userIdentity: ${ALICE} }, times: 3 }`;
    const cases = [
      `{ rule: denied-burst, events: [${event('id-{n}')}], expect: [denied-burst] }`,
      `{ rule: denied-burst, events: [${event('id')}], expect: [] }`,
    ];
    expect(await runCase(cases.join('\n  - '))).toMatchObject({ code: 0, err: '2 cases, 2 passed, 0 failed\n' });
  });

  it('tests a correlation with the rules that feed it, which do not alert themselves', async () => {
    const events = `[{ event: { eventName: CreateAccessKey, userIdentity: ${ALICE} } }, { event: { eventName: GetCallerIdentity, userIdentity: ${ALICE} }, at: +5m }]`;
    const reversed = events.replace('+5m', '0s').replace('} } }, {', '} }, at: +5m }, {');
    const cases = [
      `{ rule: key-made-then-used, events: ${events}, expect: [{ rule: key-made-then-used, last: +5m }] }`,
      `{ rule: key-made-then-used, events: ${reversed}, expect: [] }`,
    ];
    expect(await runCase(cases.join('\n  - '))).toMatchObject({ code: 0 });
  });

  it('includes alerts of single events', async () => {
    const file = command.write(
      'single.yaml',
      'rules: [{ name: made, expression: "eventName == \'CreateUser\'" }]\ncases:\n  - { events: [{ event: { eventName: CreateUser } }], expect: [made] }',
    );
    expect(await command.run(['test', file])).toMatchObject({ code: 0 });
  });

  it('is reported as text in JSON and JUnit', async () => {
    const lines = `{ name: burst, rule: denied-burst, events: [{ event: ${DENIED}, times: 3 }], expect: [] }`;
    const [json] = JSON.parse((await runCase(lines, ['--format', 'json'])).out);
    expect(json.cases[0]).toMatchObject({ expected: 'no alerts', passed: false, rule: 'denied-burst' });
    expect((await runCase(lines, ['--format', 'junit'])).out).toContain('expected no alerts, got denied-burst');
  });

  it.each([
    [
      'both one event and several',
      `event: ${DENIED}, events: [{ event: ${DENIED} }], expect: []`,
      'either `event` or `events`',
    ],
    ['no event', 'expect: alert', 'either `event` or `events`'],
    ['a result of one event', `events: [{ event: ${DENIED} }], expect: alert`, 'a list of alerts'],
    ['alerts of a single event', `event: ${DENIED}, expect: []`, 'a list of alerts'],
    ['no events', 'events: [], expect: []', 'at least one event'],
    ['a wrong time', `events: [{ event: ${DENIED}, at: soon }], expect: []`, 'a time after the start'],
    ['too many repetitions', `events: [{ event: ${DENIED}, times: 2001 }], expect: []`, 'times'],
    ['an unknown field of an alert', `events: [{ event: ${DENIED} }], expect: [{ rule: x, size: 3 }]`, 'expect'],
  ])('is refused with %s', async (_, lines, message) => {
    const { code, err } = await runCase(`{ ${lines} }`);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });

  it('with one event may expect that it only feeds a correlation', async () => {
    const event = DENIED.replace('{ eventName', '{ eventTime: 2026-01-01T00:00:00Z, eventName');
    expect(await runCase(`{ rule: denied-burst, event: ${event}, expect: observed }`)).toMatchObject({ code: 0 });
    const { code, out } = await runCase(`{ rule: denied-burst, event: ${DENIED}, expect: observed }`);
    expect([code, out]).toEqual([1, expect.stringContaining('feeds no correlation without `eventTime`')]);
  });
});

/** A log file with denied calls of alice at these minutes. */
function deniedAt(...minutes: number[]): string {
  const events = minutes.map((minute) => ({
    eventID: `id-${minute}`,
    eventTime: new Date(Date.UTC(2026, 2, 1, 14, minute)).toISOString(),
    eventName: 'GetObject',
    eventSource: 's3.amazonaws.com',
    awsRegion: 'eu-west-1',
    errorCode: 'AccessDenied',
    userIdentity: { type: 'IAMUser', userName: 'alice', arn: 'arn:aws:iam::111111111111:user/alice' },
  }));
  return command.write('denied.json', JSON.stringify({ Records: events }));
}

const SETTINGS = () => [
  '--tfvars',
  command.write('rules.tfvars.json', JSON.stringify({ rules: RULES, use_default_rules: false })),
];
const RULES = [
  {
    name: 'denied-burst',
    expression: "errorCode == 'AccessDenied'",
    correlation: { type: 'event_count', group_by: ['userIdentity.arn'], timespan: '10m', gte: 3 },
  },
];

describe('a replay with correlations', () => {
  it('shows the interval and what made up the count', async () => {
    const { out, err } = await command.run(['replay', deniedAt(0, 2, 4, 6), ...SETTINGS()]);
    expect(out.slice(0, out.indexOf('▌'))).toMatchInlineSnapshot(`
      "🟡 alice tried to read an object of a bucket 3 times in 4 minutes, but failed: AccessDenied  ·  1
      more event in this interval
      2026-03-01 14:00:00 UTC  ·  until 2026-03-01 14:04:00 UTC  ·  fires at 3 events in 10 minutes  ·
      interval 2026-03-01 14:00:00 – 14:10:00 UTC
      Events GetObject 3×
      Errors AccessDenied 3×
      14:00:00 GetObject <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/id-0>
      ·  14:02:00 GetObject
      <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/id-2>  ·  14:04:00
      GetObject <https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/id-4>
      "
    `);
    expect(err).toMatch(
      /observed {2}4\n[\s\S]*alerts {2}0\n +correlated {2}2 \(alerts of correlations, and other events in their intervals\)/,
    );
  });

  it('prints an alert of a correlation as one JSON object, and its other events not at all', async () => {
    const { out } = await command.run(['replay', deniedAt(0, 2, 4, 6), ...SETTINGS(), '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      rule: 'denied-burst',
      correlation: {
        type: 'event_count',
        count: 3,
        eventIds: ['id-0', 'id-2', 'id-4'],
        start: '2026-03-01T14:00:00.000Z',
      },
    });
  });

  it('prints for each record which correlations it feeds', async () => {
    const { out } = await command.run(['replay', deniedAt(0), ...SETTINGS(), '--decisions']);
    expect(JSON.parse(out)).toEqual({
      eventID: 'id-0',
      outcome: 'observed',
      rule: null,
      rules: [],
      ignoreRule: null,
      observations: [
        {
          correlation: 'denied-burst',
          rule: 'denied-burst',
          group: ['arn:aws:iam::111111111111:user/alice'],
          value: null,
        },
      ],
      errors: [],
    });
  });
});

describe('explain --history', () => {
  const explain = (minutes: number[], ...options: string[]) =>
    command.run(['explain', 'denied-burst', ...options, ...SETTINGS(), '--history', deniedAt(...minutes)]);

  it('shows why a correlation did not fire', async () => {
    expect((await explain([0, 2, 11])).out).toMatchInlineSnapshot(`
      "denied-burst: event_count, fires at 3 events in 10 minutes
      3 events read, 3 feed it

      group userIdentity.arn = arn:aws:iam::111111111111:user/alice (3 events)
        it did not fire
        stored: 3 events that no alert owns
          2026-03-01 14:00:00 UTC GetObject id-0
          2026-03-01 14:02:00 UTC GetObject id-2
          2026-03-01 14:11:00 UTC GetObject id-11
        at most 2 events in 10 minutes, from 2026-03-01 14:00:00 UTC to 2026-03-01 14:02:00 UTC; it fires at 3
      "
    `);
  });

  it('shows the alerts of a group, and what is stored besides', async () => {
    expect((await explain([0, 2, 4, 6, 40])).out).toMatchInlineSnapshot(`
      "denied-burst: event_count, fires at 3 events in 10 minutes
      5 events read, 5 feed it

      group userIdentity.arn = arn:aws:iam::111111111111:user/alice (5 events)
        fired: alice tried to read an object of a bucket 3 times in 4 minutes, but failed: AccessDenied
          interval 2026-03-01 14:00:00 – 14:10:00 UTC, 1 more event in it
        stored: 1 event that no alert owns
          2026-03-01 14:40:00 UTC GetObject id-40
        at most 1 event in 10 minutes, from 2026-03-01 14:40:00 UTC to 2026-03-01 14:40:00 UTC; it fires at 3
      "
    `);
  });

  it('shows only the group of an event, if one is given', async () => {
    const eventOf = (arn: string) => {
      const base = { eventTime: '2026-03-01T14:00:00Z', eventName: 'GetObject', eventSource: 's3.amazonaws.com' };
      return command.write('event.json', JSON.stringify({ ...base, errorCode: 'AccessDenied', userIdentity: { arn } }));
    };
    const alice = 'arn:aws:iam::111111111111:user/alice';
    const [ofAlice, ofBob] = [await explain([0], eventOf(alice)), await explain([0], eventOf('bob'))];
    expect([ofAlice.code, ofAlice.out]).toEqual([0, expect.stringContaining(`group userIdentity.arn = ${alice}`)]);
    expect([ofBob.code, ofBob.out]).toEqual([0, expect.not.stringContaining('group userIdentity.arn')]);
  });

  it('prints JSON', async () => {
    const { groups } = JSON.parse((await explain([0, 2, 4, 6, 40], '--format', 'json')).out);
    expect(groups).toMatchObject([
      {
        observations: 5,
        alerts: [{ more: 1, correlation: { count: 3, start: '2026-03-01T14:00:00.000Z' } }],
        stored: [{ eventId: 'id-40', time: '2026-03-01T14:40:00.000Z' }],
        most: { count: 1 },
      },
    ]);
  });

  it.each([
    [
      'a rule that is no correlation',
      ['explain', 'trail-deleted', '--history', '.'],
      1,
      'is not the name of a correlation',
    ],
    ['a file that does not exist', ['explain', 'denied-burst', '--history', 'missing.json'], 1, 'missing.json'],
    ['neither an event nor log files', ['explain', 'eventName == "x"'], 2, 'name a file that contains the event'],
    [
      'JSON of one event',
      ['explain', 'eventName == "x"', path.join(ROOT, 'package.json'), '--format', 'json'],
      2,
      '--format json',
    ],
  ])('refuses %s', async (_, args, code, message) => {
    const result = await command.run([...args, ...SETTINGS()]);
    expect([result.code, result.err]).toEqual([code, expect.stringContaining(message)]);
  });
});
