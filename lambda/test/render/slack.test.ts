import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import {
  anAlert,
  aRemovedObject,
  aRuleError,
  aScheduledSummary,
  aSummary,
  CONTEXT,
  ORIGIN,
  RECORDS,
  textsOf,
} from './notices.ts';

const renderer = createSlackRenderer(CONTEXT);
const wholeEvent = createSlackRenderer(CONTEXT, { extent: 'whole-event' });

function headlineOf(notice: Notice, count = 1): string {
  const [first] = renderer.message(notice, count).blocks;
  return first?.type === 'section' ? first.text.text : '';
}

function detailsOf(notice: Notice): string {
  const details = renderer.details?.(notice);
  return details ? textsOf(details) : '';
}

function recordNamed(name: string): CloudTrailRecord {
  return RECORDS[name] as CloudTrailRecord;
}

describe('an alert', () => {
  it('shows the whole event if the destination has no threads', () => {
    const notice = anAlert(recordNamed('trail-stopped'));
    expect(textsOf(wholeEvent.message(notice, 1))).toContain('"eventCategory": "Management"');
    expect(textsOf(renderer.message(notice, 1))).not.toContain('"eventCategory"');
  });

  it('shows its ignore rule and every link if the destination has no threads', () => {
    const notice = anAlert(recordNamed('access-key-created'));
    const text = textsOf(wholeEvent.message(notice, 1));
    for (const part of [
      '*To ignore only this*, add to `ignore_rules`',
      '|runbook>',
      '|user christophe>',
      '|user malicious-iam-user>',
      '|event in CloudTrail>',
    ]) {
      expect(text).toContain(part);
    }
  });

  it.each([
    ['info', '⚪', '#9aa5b1'],
    ['low', '🔵', '#2f7ed8'],
    ['medium', '🟡', '#e8b400'],
    ['high', '🟠', '#f2740d'],
    ['critical', '🔴', '#d0021b'],
  ] as const)('shows severity %s by emoji and color', (severity, emoji, color) => {
    const message = renderer.message(anAlert(recordNamed('trail-stopped'), { severity }), 1);
    expect(message.text.startsWith(`${emoji} `)).toBe(true);
    expect(message.attachments?.[0]?.color).toBe(color);
  });

  it('shows the time, place, client, matching rule and location of the event', () => {
    const text = textsOf(renderer.message(anAlert(recordNamed('sso-user-created-vpc-in-console')), 1));
    for (const part of [
      '*prod* (123456789012)',
      'eu-west-1',
      'from `AWS Internal`',
      '2022-03-11 21:26:29 UTC (<!date^1647033989^{date_short_pretty} {time}|2022-03-11 21:26:29 UTC> your time)',
      '"cidrBlock": "10.0.0.0/16"',
      '"vpcId": "vpc-08eaa8606850ddfc5"',
      'Rule *something-that-matters* (high) – Something that matters happened.',
      'Event `c11aeb62-f70e-4ece-93f1-e2e0fece3759`',
      '<https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/c11aeb62-f70e-4ece-93f1-e2e0fece3759|open in CloudTrail>',
      `Log file \`s3://${ORIGIN.bucket}/${ORIGIN.key}\``,
    ]) {
      expect(text).toContain(part);
    }
  });

  it('shows the account of its log file if the record has no account', () => {
    const text = textsOf(renderer.message(anAlert({ eventName: 'X', userIdentity: { type: 'AWSService' } }), 1));
    expect(text).toContain('in *prod*');
    expect(text).toContain('*prod* (123456789012)');
  });

  it('shows why a call failed', () => {
    const text = textsOf(
      renderer.message(anAlert({ eventName: 'X', errorCode: 'AccessDenied', errorMessage: 'not <you>' }), 1),
    );
    expect(text).toContain('but failed: `AccessDenied`');
    expect(text).toContain('❌ `not &lt;you&gt;`');
  });

  it('says how often it was seen, from the second time on', () => {
    const notice = anAlert(recordNamed('trail-stopped'));
    expect(headlineOf(notice, 1)).not.toContain('seen');
    expect(headlineOf(notice, 37)).toContain('*seen 37 times*');
    expect(renderer.message(notice, 37).text).toContain('(seen 37 times)');
  });

  it.each<[string, object, string | null]>([
    ['was not used', { additionalEventData: { MFAUsed: 'No' } }, '⚠️ Signed in *without MFA*'],
    ['is not recorded', { additionalEventData: {} }, '⚠️ The event does not record whether MFA was used'],
    [
      'is not recorded, and no other data either',
      { additionalEventData: null },
      '⚠️ The event does not record whether MFA was used',
    ],
    ['was used', { additionalEventData: { MFAUsed: 'Yes' } }, null],
    [
      'is left to an identity provider',
      { userIdentity: { type: 'AssumedRole' } },
      'ℹ️ Signed in through an identity provider',
    ],
    ['is irrelevant because the sign-in failed', { responseElements: { ConsoleLogin: 'Failure' } }, null],
  ])('reports a sign-in whose MFA %s', (_, fields, warning) => {
    const record = { eventName: 'ConsoleLogin', userIdentity: { type: 'IAMUser', userName: 'jane' }, ...fields };
    const text = textsOf(renderer.message(anAlert(record), 1));
    if (warning === null) expect(text).not.toMatch(/⚠️|ℹ️/);
    else expect(text).toContain(warning);
  });

  it('omits empty parameters and session tokens', () => {
    const text = textsOf(renderer.message(anAlert(recordNamed('role-assumed-by-service')), 1));
    expect(text).not.toContain('*Additional data*');
    expect(text).toContain('"sessionToken": "… omitted"');
  });

  it('shows a policy in a request as JSON, and no request ids', () => {
    const record = {
      ...recordNamed('trail-stopped'),
      requestParameters: { policyDocument: '{"Effect":"Allow","Action":"*"}' },
      responseElements: { requestId: '9007904f', _return: true },
    };
    const texts = textsOf(renderer.message(anAlert(record), 1));
    expect(texts).toContain('{ "policyDocument": { "Effect": "Allow", "Action": "*" } }');
    expect(texts).not.toContain('*Response*');
  });

  it('marks a text that it cuts', () => {
    const requestParameters = { items: Array.from({ length: 200 }, (_, index) => `item number ${index}`) };
    expect(textsOf(renderer.message(anAlert({ eventName: 'X', requestParameters }), 1))).toMatch(/\n… truncated\n```/);
  });

  it('says in its notification text where to find the rest', () => {
    const { text } = renderer.message(anAlert(recordNamed('trail-stopped')), 1);
    expect(text).toMatch(/^🟠 christophe stopped trail .+ · rule something-that-matters · [0-9a-f-]{36}$/);
  });
});

describe('the details in a thread', () => {
  const notice = anAlert(recordNamed('access-key-created'));

  it('contain an ignore rule for this event only', () => {
    expect(detailsOf(notice)).toContain(
      `"eventSource == 'iam.amazonaws.com' and eventName == 'CreateAccessKey' and userIdentity.arn == 'arn:aws:iam::229654561268:user/christophe' and recipientAccountId == '229654561268' and not exists(errorCode)"`,
    );
  });

  it('link to the runbook, the identity, the resource and the event', () => {
    const text = detailsOf(notice);
    expect(text).toContain('<https://wiki.example.com/runbooks/something?id=1&amp;view=full|runbook>');
    expect(text).toContain('<https://console.aws.amazon.com/iam/home#/users/details/christophe|user christophe>');
    expect(text).toContain(
      '<https://console.aws.amazon.com/iam/home#/users/details/malicious-iam-user|user malicious-iam-user>',
    );
    expect(text).toContain('|event in CloudTrail>');
  });

  it.each(Object.keys(RECORDS))('contain the whole event as JSON: %s', (name) => {
    const blocks = renderer.details?.(anAlert(recordNamed(name)))?.blocks ?? [];
    const texts = blocks.flatMap((block) => (block.type === 'section' ? [block.text.text] : []));
    const chunks = texts.filter((text) => text.startsWith('```')).map((text) => text.slice(4, -4));
    const json = chunks.join('\n').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    const event = JSON.parse(JSON.stringify(recordNamed(name)), (key, value) => {
      if (key === 'sessionToken') return '… omitted';
      return typeof value === 'string' && value.length > 1_000
        ? `${value.slice(0, 800)}… (${value.length} characters)`
        : value;
    });
    expect(JSON.parse(json)).toEqual(event);
  });

  it('exist only for alerts', () => {
    const others = [aSummary(['x']), aRuleError('x'), aRemovedObject('x')];
    expect(others.map((notice) => renderer.details?.(notice))).toEqual([null, null, null]);
  });

  it('do not exist where messages contain the whole event', () => {
    expect(createSlackRenderer(CONTEXT, { extent: 'whole-event' }).details).toBeUndefined();
  });
});

describe('mentions', () => {
  const mentions = {
    critical: ['S0123456789', 'U0123456789', 'W0123456789', 'channel'],
    high: ['here'],
    low: ['@alice', '<!channel>', 'S0123456789> <!here'],
  };
  const mentioning = createSlackRenderer(CONTEXT, { mentions });
  const record = recordNamed('root-signed-in-without-mfa');
  const mentionsIn = (text: string) => text.match(/<[@!](?!date)[^>]*>/g) ?? [];
  const HIGH = ['<!here>'];

  it.each([
    ['critical', ['<!subteam^S0123456789>', '<@U0123456789>', '<@W0123456789>', '<!channel>']],
    ['high', HIGH],
    ['medium', []],
    ['low', []],
  ] as const)('of alerts of severity %s are %j, in the message and in the notification', (severity, expected) => {
    const message = mentioning.message(anAlert(record, { severity }), 1);
    expect(mentionsIn(textsOf(message))).toEqual(expected);
    expect(mentionsIn(message.text)).toEqual(expected);
  });

  it.each([
    ['a removed log file', aRemovedObject('x'), HIGH],
    ['a summary', aSummary(['x']), HIGH],
    ['a scheduled summary', aScheduledSummary([], [], { subject: { ...aSummary([]).subject, severity: 'high' } }), []],
  ])('of %s depend on its severity', (_, notice, expected) => {
    expect(mentionsIn(textsOf(mentioning.message(notice, 1)))).toEqual(expected);
  });

  it('stay when the message is replaced, which notifies no one again, and are not in a repeat', () => {
    const [first, replaced, repeat] = [{}, { acknowledgement: null }, { isRepeat: true }].map((occasion, at) =>
      mentionsIn(textsOf(mentioning.message(anAlert(record), at + 1, occasion))),
    );
    expect([first, replaced, repeat]).toEqual([HIGH, HIGH, []]);
  });

  it('are kept in a message that is too long', () => {
    const long = anAlert({ ...record, requestParameters: { x: '界'.repeat(20_000) } });
    const message = createSlackRenderer(CONTEXT, { extent: 'whole-event', mentions }).message(long, 1);
    expect(mentionsIn(textsOf(message))).toEqual(HIGH);
    expect(mentionsIn(mentioning.message(aRuleError('界'.repeat(5_000)), 1).text)).toEqual(
      mentionsIn(mentioning.message(aRuleError('x'), 1).text),
    );
  });
});

describe('messages of other notices', () => {
  it('say which rule does not compile, and why', () => {
    const text = textsOf(renderer.message(aRuleError('my rule'), 1));
    expect(text).toContain(
      '*Ignore rule `my rule` does not work.* It ignores no event until you fix it. The other rules still run.',
    );
    expect(text).toContain('*Error* `missing_field`');
  });

  it('name the event on which a rule failed', () => {
    const text = textsOf(renderer.message(aRuleError('my rule', 'event-1'), 1));
    expect(text).toContain(
      '*Rule `my rule` does not work.* It matches no event like this one. The other rules still run.',
    );
    expect(text).toContain('Event `event-1`');
    expect(text).toContain(ORIGIN.key);
  });

  it('say who removed a log file', () => {
    const text = textsOf(renderer.message(aRemovedObject('AWS:AIDAEXAMPLE'), 3));
    expect(text).toContain('`AWS:AIDAEXAMPLE` removed a log file from bucket');
    expect(text).toContain('*seen 3 times*');
    expect(text).toContain('from `203.0.113.9`');
  });

  it('mention neither an unknown address nor a count of one', () => {
    const notice = { ...aRemovedObject('AWS:AIDAEXAMPLE'), sourceIp: '' } as Notice;
    const message = renderer.message(notice, 1);
    expect(textsOf(message)).not.toMatch(/from `|seen/);
    expect(message.text).not.toContain('seen');
    expect(renderer.message(notice, 2).text).toContain('(seen 2 times)');
  });

  it.each([
    ['critical', '🔴', '#d0021b'],
    ['low', '🔵', '#2f7ed8'],
  ] as const)('show the severity of a summary: %s', (severity, emoji, color) => {
    const summary = aSummary(['x']);
    const notice = { ...summary, subject: { ...summary.subject, severity } };
    const message = renderer.message(notice, 1);
    expect(headlineOf(notice)).toBe(`${emoji} *1 more alerts*, too many to post separately`);
    expect(message.text).toContain(emoji);
    expect(message.attachments?.[0]?.color).toBe(color);
  });

  it('count the alerts of a summary, and the lines that it does not list', () => {
    const titles = Array.from({ length: 60 }, (_, index) => `title ${index}`);
    const text = textsOf(renderer.message(aSummary(titles), 1));
    expect(text).toContain('*1830 more alerts*');
    expect(text).toContain('🟡 *15×* title 14\nevent `event-1` in `s3://trail/AWSLogs/file.json.gz`');
    expect(text).not.toContain('title 15');
    expect(text).toContain('… and 1710 more');
  });

  it('show as many lines of a summary as fit, and count the others', () => {
    const titles = Array.from({ length: 15 }, (_, index) => `${index} ${'界'.repeat(190)}`);
    const text = textsOf(renderer.message(aSummary(titles), 1));
    const shown = text.match(/×\* \d+ 界/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(3);
    expect(shown).toBeLessThan(15);
    expect(text).toContain(`… and ${120 - (shown * (shown + 1)) / 2} more`);
    expect(text).not.toContain('truncated');
  });

  it('name the first and the last event of a line, and their log files', () => {
    const last = { eventId: 'event-<2>', logFile: { bucket: 'trail', key: 'AWSLogs/`other`' } };
    const text = textsOf(renderer.message(aSummary(['x'], last), 1));
    expect(text).toContain(
      'first `event-1` in `s3://trail/AWSLogs/file.json.gz`\nlast `event-&lt;2&gt;` in `s3://trail/AWSLogs/ˋotherˋ`',
    );
  });

  it('show a line of a summary without event and log file', () => {
    const unknown = { eventId: null, logFile: null };
    const summary = aSummary(['x']);
    const lines = summary.lines.map((line) => ({ ...line, first: unknown, last: unknown }));
    expect(textsOf(renderer.message({ ...summary, lines, unlisted: 7 }, 1))).toContain('🟡 *1×* x\n… and 7 more');
  });
});

// You can paste each file into Block Kit Builder. `vitest run -u` updates them.
describe('messages of real records', () => {
  it.each(Object.keys(RECORDS))('%s', async (name) => {
    const { blocks, attachments } = renderer.message(anAlert(recordNamed(name)), 1);
    await expect(`${JSON.stringify({ blocks, attachments }, null, 2)}\n`).toMatchFileSnapshot(`messages/${name}.json`);
  });

  it('exist only for existing records', () => {
    const kept = readdirSync(new URL('messages/', import.meta.url)).map((file) => file.replace(/\.json$/, ''));
    expect(kept.sort()).toEqual(Object.keys(RECORDS).sort());
  });
});
