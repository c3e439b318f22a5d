// The `replay` command from the outside: its inputs, its output, and its exit codes.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { jsonLines } from '../json-lines.ts';
import { ROOT } from '../repository.ts';
import { type Finished, useCommand } from './command.ts';

const EXAMPLES = path.join(ROOT, 'examples/cloudtrail');

const command = useCommand();

const stopped = {
  eventID: '00000000-0000-4000-8000-000000000001',
  eventName: 'StopLogging',
  eventSource: 'cloudtrail.amazonaws.com',
  eventTime: '2026-01-01T12:00:00Z',
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/alice',
    accountId: '111122223333',
    userName: 'alice',
  },
};
const read = { ...stopped, eventID: '00000000-0000-4000-8000-000000000002', eventName: 'DescribeTrails' };
const denied = {
  ...stopped,
  eventID: '00000000-0000-4000-8000-000000000003',
  eventName: 'GetObject',
  errorCode: 'AccessDenied',
};

const json = JSON.stringify;
const lines = ({ out }: Finished) => jsonLines(out);
const pick = (rows: Record<string, unknown>[], ...names: string[]) => rows.map((row) => names.map((name) => row[name]));

const ONLY_STOPPED = ['--no-default-rules', '--rule', "eventName == 'StopLogging'", '--format', 'json'];

describe('cloudtrail-to-slack replay', () => {
  it.each<[form: string, name: string, content: string | Uint8Array]>([
    ['a log file', 'log.json', json({ Records: [stopped, read] })],
    ['a gzipped log file', 'log.json.gz', gzipSync(json({ Records: [stopped, read] }))],
    ['a pretty-printed log file', 'pretty.json', JSON.stringify({ Records: [stopped, read] }, null, 2)],
    ['a log file with a byte order mark', 'bom.json', `\uFEFF${json({ Records: [stopped, read] })}`],
    ['one event', 'event.json', JSON.stringify(stopped, null, 2)],
    ['one event in the envelope of EventBridge', 'envelope.json', json({ 'detail-type': 'x', detail: stopped })],
    ['a list of events', 'list.json', json([stopped, read])],
    ['NDJSON', 'events.ndjson', `${json(stopped)}\n\n${json(read)}\n`],
    ['gzipped NDJSON with CRLF', 'events.jsonl.gz', gzipSync(`${json(read)}\r\n${json(stopped)}\r\n`)],
    ['log files one after the other', 'cat.json', json({ Records: [stopped] }) + json({ Records: [read] })],
    [
      'gzip members one after the other',
      'cat.json.gz',
      Buffer.concat([json({ Records: [stopped] }), json({ Records: [read] })].map((part) => gzipSync(part))),
    ],
  ])('reads %s', async (_form, name, content) => {
    const file = command.write(`forms/${name}`, content);
    const finished = await command.run(['replay', file, ...ONLY_STOPPED]);
    expect(finished).toMatchObject({ code: 0 });
    expect(pick(lines(finished), 'eventID')).toEqual([[stopped.eventID]]);
  });

  it.each([
    ['a log file', json({ Records: [stopped, read] })],
    ['gzip', gzipSync(json({ Records: [read, stopped] }))],
    ['NDJSON', `${json(read)}\n${json(stopped)}`],
  ])('reads %s from standard input', async (_form, stdin) => {
    const finished = await command.run(['replay', '-', ...ONLY_STOPPED], { stdin });
    expect(pick(lines(finished), 'eventID', 'file')).toEqual([[stopped.eventID, '-']]);
  });

  it('reads directories recursively and skips JSON that contains no events', async () => {
    command.write('tree/a/log.json', json({ Records: [stopped] }));
    command.write('tree/b/c/log.json.gz', gzipSync(json({ Records: [{ ...stopped, eventID: 'other' }] })));
    command.write('tree/index.json', json([{ file: 'a/log.json' }]));
    command.write('tree/README.md', 'no JSON');
    const finished = await command.run(['replay', path.join(command.folder, 'tree'), ...ONLY_STOPPED]);
    expect(pick(lines(finished), 'eventID')).toEqual([[stopped.eventID], ['other']]);
    expect(finished.code).toBe(0);
    expect(finished.err).toContain('index.json: skipped');
  });

  it('skips digest files and reads the log files next to them', async () => {
    command.write('digests/AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/digest.json.gz', gzipSync('{"x":1}'));
    command.write(
      'digests/AWSLogs/111122223333/CloudTrail/eu-west-1/log.json.gz',
      gzipSync(json({ Records: [stopped] })),
    );
    const finished = await command.run(['replay', path.join(command.folder, 'digests'), ...ONLY_STOPPED]);
    expect(finished.code).toBe(0);
    expect(lines(finished)).toHaveLength(1);
  });

  it('reads a file once if it is given twice, and reports an event once if two files contain it', async () => {
    const file = command.write('twice/a.json', json({ Records: [stopped] }));
    const copy = command.write('twice/b.json', json({ Records: [stopped] }));
    const finished = await command.run(['replay', file, file, copy, ...ONLY_STOPPED]);
    expect(lines(finished)).toHaveLength(1);
    expect(finished.err).toMatch(/alerts\s+2 \(1 of them duplicates/);
  });

  it('reads file names with spaces and special characters', async () => {
    const file = command.write('odd/ä +%41 log#1.json', json({ Records: [stopped] }));
    expect(lines(await command.run(['replay', file, ...ONLY_STOPPED]))).toHaveLength(1);
  });
});

describe('cloudtrail-to-slack replay, with unreadable inputs,', () => {
  it.each<[what: string, name: string, content: string | Uint8Array]>([
    ['is truncated', 'cut.json.gz', gzipSync(json({ Records: [stopped] })).subarray(0, 60)],
    ['is not JSON', 'text.json', 'hello'],
    ['is JSON without records', 'other.json', '{"a":1}'],
    ['is empty', 'empty.json', ''],
  ])('names a file that %s, reads the others, and exits with 1', async (_what, name, content) => {
    const bad = command.write(`bad/${name}`, content);
    const good = command.write('bad/good.json', json({ Records: [stopped] }));
    const finished = await command.run(['replay', bad, good, ...ONLY_STOPPED]);
    expect(finished.code).toBe(1);
    expect(finished.err).toContain(`error: ${bad}: `);
    expect(lines(finished)).toHaveLength(1);
  });

  it('names a missing file and a directory without log files', async () => {
    const finished = await command.run(['replay', 'no/such.json', path.join(ROOT, 'lambda/bin')]);
    expect(finished.code).toBe(1);
    expect(finished.err).toContain('no/such.json: there is no such file or directory');
    expect(finished.err).toMatch(/lambda\/bin: there is no \.json/);
  });

  it('names a line of NDJSON that is not an event, and reads the others', async () => {
    const file = command.write('lines.ndjson', `${json(stopped)}\n{"eventName": "Sto\n${json(read)}\n`);
    const finished = await command.run(['replay', file, ...ONLY_STOPPED]);
    expect(finished.code).toBe(1);
    expect(finished.err).toContain(`${file}: line 2 is not an event in JSON`);
    expect(lines(finished)).toHaveLength(1);
  });

  it('names a record that is not an object, and reads the others', async () => {
    const file = command.write('broken.json', json({ Records: [7, stopped] }));
    const finished = await command.run(['replay', file, ...ONLY_STOPPED]);
    expect(finished.err).toContain(`${file}: record 0: `);
    expect(lines(finished)).toHaveLength(1);
  });
});

describe('the output of cloudtrail-to-slack replay', () => {
  const log = () => command.write('three.json', json({ Records: [stopped, read, denied] }));

  it('shows an alert as one flat object', async () => {
    const [alert] = lines(await command.run(['replay', log(), ...ONLY_STOPPED]));
    expect(alert).toMatchObject({
      eventID: stopped.eventID,
      eventName: 'StopLogging',
      eventSource: 'cloudtrail.amazonaws.com',
      eventTime: '2026-01-01T12:00:00Z',
      accountId: '111122223333',
      region: 'eu-west-1',
      rule: 'rule 1',
    });
    expect(alert.title).toContain('alice');
    expect(alert.threadKey).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['--format=json', '--decisions'])('contains no control characters with %s', async (option) => {
    const hostile = { ...stopped, eventID: 'a\u009b2J\u202eb' };
    const file = command.write('hostile.json', json({ Records: [hostile] }));
    const finished = await command.run(['replay', file, '--rule', "eventName == 'StopLogging'", option]);
    expect(finished.out).not.toMatch(/[\u0080-\u009f\u202e]/);
    expect(lines(finished)[0].eventID).toBe(hostile.eventID);
  });

  it('shows the decision on every record', async () => {
    const options = ['--decisions', '--ignore-rule', "eventName == 'GetObject'", '--rule', 'event["no.such"] == 1'];
    const decisions = lines(await command.run(['replay', log(), ...options]));
    expect(pick(decisions, 'eventID', 'outcome')).toEqual([
      [stopped.eventID, 'alert'],
      [read.eventID, 'none'],
      [denied.eventID, 'ignored'],
    ]);
    expect(decisions[1]).toMatchObject({ rule: null, errors: [{ rule: 'rule 1', code: 'missing_field' }] });
    expect(decisions[2]).toMatchObject({ rule: 'access-denied', ignoreRule: 'ignore rule 1' });
  });

  it('shows the messages that Slack receives', async () => {
    const [message] = lines(await command.run(['replay', log(), ...ONLY_STOPPED.slice(0, -1), 'slack']));
    expect(message.blocks.length).toBeGreaterThan(0);
    expect(message.text).toContain('alice');
  });

  it('shows messages as a reader sees them, and counters on stderr that add up', async () => {
    const finished = await command.run(['replay', EXAMPLES]);
    expect(finished.code).toBe(0);
    expect(finished.out).not.toContain('\x1b[');
    expect(finished.out).toMatch(/christophe.* tried to .*\n(.*\n)*? {4}│/);
    const figure = (name: string) =>
      Number(new RegExp(`${name}\\s+([\\d,]+)`).exec(finished.err)?.[1]?.replace(',', ''));
    expect(figure('records read')).toBe(48);
    expect(figure('ignored') + figure('unmatched') + figure('alerts')).toBe(48);
    expect(figure('alerts')).toBeGreaterThan(figure('threads'));
  });

  it('folds many alerts into a count as the function does, and lists every alert as JSON', async () => {
    const records = Array.from({ length: 40 }, (_, index) => ({ ...denied, eventID: `denied-${index}` }));
    const file = command.write('storm.json', json({ Records: records }));
    const text = await command.run(['replay', file, '--format', 'slack']);
    expect(lines(text).length).toBeLessThan(20);
    expect(lines(await command.run(['replay', file, '--format', 'json']))).toHaveLength(40);
  });

  it('shows a new thread after the time window of the first', async () => {
    const later = { ...stopped, eventID: 'later' };
    command.write('window/x_CloudTrail_eu-west-1_20260101T1200Z_a.json', json({ Records: [stopped] }));
    command.write('window/x_CloudTrail_eu-west-1_20260101T1210Z_b.json', json({ Records: [later] }));
    command.write(
      'window/x_CloudTrail_eu-west-1_20260101T1240Z_c.json',
      json({ Records: [{ ...later, eventID: 'last' }] }),
    );
    const finished = await command.run(['replay', path.join(command.folder, 'window'), ...ONLY_STOPPED]);
    expect(finished.err).toMatch(/threads\s+2\b/);
  });

  it('names rules that fail and the event on which they fail', async () => {
    const finished = await command.run(['replay', log(), '--rule', 'eventName ==', '--rule', 'event["no.such"] == 1']);
    expect(finished.err).toMatch(/rule "rule 1" does not compile:\n {2}error syntax_error at 1:13/);
    expect(finished.err).toMatch(/rule "rule 2" missing_field.*first on event/);
    expect(finished.code).toBe(0);
  });
});

describe('cloudtrail-to-slack replay, with options,', () => {
  const events = () => command.write('options.json', json({ Records: [stopped, read, denied] }));
  const rules = async (...options: string[]) =>
    pick(lines(await command.run(['replay', events(), '--format', 'json', ...options])), 'eventName', 'rule');

  it('alerts on tracked events', async () => {
    expect(await rules('--no-default-rules', '--track', 'DescribeTrails, GetObject')).toHaveLength(2);
  });

  it('adds the rules of a pack', async () => {
    const found = await rules('--no-default-rules', '--pack', 'cis');
    expect(found.map(([name]) => name)).toContain('StopLogging');
  });

  it('reads settings as the module outputs them', async () => {
    const settings = {
      use_default_rules: false,
      rules: [{ name: 'mine', expression: "eventName == 'DescribeTrails'" }],
    };
    const file = command.write('settings.json', json(settings));
    expect(await rules('--settings', file)).toEqual([['DescribeTrails', 'mine']]);
  });

  it('reads tfvars as Terraform does, and hides the secrets in them', async () => {
    const file = command.write(
      'prod.tfvars',
      [
        'slack_bot_token          = "xoxb-secret" # never shown',
        'default_slack_channel_id = "C0000000001"',
        'slack_app_configuration  = [{ accounts = ["111122223333"], slack_channel_id = "C0000000002" }]',
        'use_default_rules        = false',
        'rules = <<-EOT',
        '  event["eventName"] == "StopLogging",eventName == \'GetObject\' and userAgent != \'$${x}\'',
        'EOT',
        'ignore_rules = [{ expression = "eventName == \'GetObject\'", name = null }]',
      ].join('\n'),
    );
    expect(await rules('--tfvars', file)).toEqual([['StopLogging', 'rule 1']]);
    const slack = await command.run(['replay', events(), '--tfvars', file, '--format', 'slack']);
    expect(pick(lines(slack), 'channel')).toContainEqual(['C0000000002']);
    expect(slack.out + slack.err).not.toContain('xoxb-secret');
  });

  it('shows every kind of destination with the alerts that its routes match', async () => {
    const settings = {
      default_sns_topic_arn: 'arn:aws:sns:eu-west-1:111122223333:alerts',
      destinations: {
        channel: { type: 'slack_webhook', url_reference: '/slack/hook' },
        managers: { type: 'teams', url_reference: '/teams/url' },
        tickets: { type: 'webhook', url_reference: '/tickets/url' },
        pager: { type: 'pagerduty', routing_key_reference: '/pager/key' },
        lake: { type: 'firehose', delivery_stream_name: 'alerts' },
        bus: { type: 'event_bus', event_bus_arn: 'arn:aws:events:eu-west-1:111122223333:event-bus/security' },
      },
      routes: [{ rules: ['trail-*'], destinations: ['channel', 'managers', 'tickets', 'pager', 'lake', 'bus'] }],
    };
    const { out, code } = await command.run([
      'replay',
      events(),
      '--settings',
      command.write('kinds.json', json(settings)),
    ]);
    expect(code).toBe(0);
    const parts = out.split(/^ (\S+:\S+) $/m);
    const shown = (id: string) => parts[parts.indexOf(id) + 1] ?? '';
    expect(shown('sns:arn:aws:sns:eu-west-1:111122223333:alerts').match(/^Subject: /gm)).toHaveLength(2);
    expect(shown('webhook:/slack/hook')).toContain('alice stopped a trail');
    expect(shown('teams:/teams/url')).toMatch(/^\S* alice stopped a trail[\s\S]*\nAccount\s+111122223333$/m);
    const title = expect.stringContaining('alice stopped a trail');
    const event = { eventID: stopped.eventID, eventName: 'StopLogging' };
    expect(JSON.parse(shown('https:/tickets/url'))).toMatchObject({ title, event });
    expect(JSON.parse(shown('pagerduty:/pager/key')).payload).toMatchObject({
      summary: title,
      custom_details: { event },
    });
    expect(JSON.parse(shown('firehose:alerts'))).toMatchObject({ ...event, notice: { title } });
    expect(JSON.parse(shown('event-bus:arn:aws:events:eu-west-1:111122223333:event-bus/security'))).toMatchObject({
      title,
      event,
    });
  });

  it('reads tfvars as JSON, and later files override earlier ones', async () => {
    const first = command.write('a.tfvars.json', json({ use_default_rules: false, events_to_track: 'StopLogging' }));
    const second = command.write('b.tfvars', 'events_to_track = ["DescribeTrails"]');
    expect(await rules('--tfvars', first, '--tfvars', second)).toEqual([['DescribeTrails', expect.anything()]]);
  });

  it.each<[what: string, name: string, content: string, message: RegExp]>([
    ['is not HCL', 'bad.tfvars', 'rules = [', /^error: \S+bad\.tfvars:1,10-10: Missing expression/],
    [
      'is an expression',
      'computed.tfvars',
      'rules = ["$' + '{var.x}"]',
      /computed\.tfvars: rules\.0: \$\{var\.x\} is an expression/,
    ],
    [
      'is of the wrong type',
      'type.tfvars',
      'dynamodb_time_to_live = "soon"',
      /type\.tfvars: .*dynamodb_time_to_live: /s,
    ],
  ])('rejects variables if something %s, and names file and position', async (_what, name, content, message) => {
    const finished = await command.run(['replay', events(), '--tfvars', command.write(name, content)]);
    expect(finished).toMatchObject({ code: 1, out: '' });
    expect(finished.err).toMatch(message);
  });
});

describe('npm start', () => {
  it('replays the bundled log files', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    expect(scripts.start).toBe('node lambda/bin/cloudtrail-to-slack.mjs replay examples/cloudtrail');
  });
});
