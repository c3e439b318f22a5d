import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/records/record.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import type { SlackMessage } from '../../src/core/render/slack-blocks.ts';
import { renderTerminal } from '../../src/core/render/terminal.ts';
import { anAlert, CONTEXT, RECORDS } from './notices.ts';

const renderer = createSlackRenderer(CONTEXT);

function aMessage(text: string): SlackMessage {
  return { text: '', blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }] };
}

describe('renderTerminal', () => {
  it.each([
    ['bold', 'a *b* c', 'a b c', 'a \x1b[1mb\x1b[0m c'],
    ['code', 'a `b` c', 'a b c', 'a \x1b[36mb\x1b[0m c'],
    [
      'a link',
      'see <https://a.example/?x=1&amp;y=2|here>',
      'see here <https://a.example/?x=1&y=2>',
      'see \x1b[4mhere\x1b[0m',
    ],
    ['entities', '&lt;b&gt; &amp;amp;', '<b> &amp;', '<b> &amp;'],
    ['a date', 'at <!date^1^{time}|noon UTC>', 'at noon UTC', 'at noon UTC'],
    [
      "the reader's own time, which a terminal does not have",
      '1 UTC (<!date^1^{time}|1 UTC> your time)',
      '1 UTC',
      '1 UTC',
    ],
    [
      'a code block',
      '*x*\n```\na\n  b\n```',
      'x\n  │ a\n  │   b',
      '\x1b[1mx\x1b[0m\n  │ \x1b[36ma\x1b[0m\n  │ \x1b[36m  b\x1b[0m',
    ],
    ['formatting inside code, unchanged', '`*a*`', '*a*', '\x1b[36m*a*\x1b[0m'],
  ])('shows %s', (_, text, plain, colored) => {
    expect(renderTerminal(aMessage(text), { color: false, width: 80 })).toBe(plain);
    expect(renderTerminal(aMessage(text), { color: true, width: 80 })).toBe(colored);
  });

  it('keeps the indentation of a line of code that it wraps', () => {
    const text = '```\n    aaaa bbbb cccc dddd\n```';
    expect(renderTerminal(aMessage(text), { color: false, width: 24 })).toBe('  │     aaaa bbbb cccc\n  │     dddd');
  });

  it('shows buttons by their labels', () => {
    const [message, ...others] = [renderer, createSlackRenderer(CONTEXT, { buttonsFor: 'slack:C1' })].map((one) =>
      renderTerminal(one.message(anAlert(RECORDS['bucket-deleted-in-console'] as Json), 1), {
        color: false,
        width: 100,
      }),
    );
    const [withButtons = ''] = others;
    expect(withButtons).toContain('[Acknowledge]');
    expect(message).not.toContain('[Acknowledge]');
  });

  it('shows a message as the channel shows it', () => {
    const message = renderer.message(anAlert(RECORDS['bucket-deleted-in-console'] as Json), 2);
    expect(renderTerminal(message, { color: false, width: 100 })).toMatchInlineSnapshot(`
      "🟠 user_name (role BucketAdministrator) deleted bucket secrets in prod from the console  ·  seen 2
      times
      prod (123456789012)  ·  us-east-2  ·  from 157.130.196.214  ·  2020-02-14 00:43:54 UTC
      [S3Console/0.4, aws-internal/3 aws-sdk-java/1.11.666 Linux/4.9.184-0.1.ac.235.83.329.metal1.x86_64
      OpenJDK_64-Bit_Server_VM/25.232-b09 java/1.8.0_232 vendor/Or…
      Request
        │ { "host": ["s3-us-east-2.amazonaws.com"], "bucketName": "secrets" }
      Additional data
        │ { "AuthenticationMethod": "AuthHeader", "vpcEndpointId": "vpce-aaa333c9" }
      ▌ Rule something-that-matters (high) – Something that matters happened.
      ▌ Event 6795ef5c-7777-4444-8888-cabb7f252bd3  ·  open in CloudTrail
      ▌ <https://console.aws.amazon.com/cloudtrailv2/home?region=us-east-2#/events/6795ef5c-7777-4444-8888-cabb7f252bd3>
      ▌ Log file
      ▌ s3://example-trail/AWSLogs/123456789012/CloudTrail/eu-west-1/2024/08/01/123456789012_CloudTrail_eu-west-1_20240801T1223Z_f6a3b720d8370a8d.json.gz"
    `);
  });

  it.each(Object.keys(RECORDS))('uses no escape codes without color: %s', (name) => {
    const message = renderer.message(anAlert(RECORDS[name] as Json), 1);
    expect(renderTerminal(message, { color: false, width: 80 })).not.toContain('\x1b');
    expect(renderTerminal(message, { color: true, width: 80 })).toContain('\x1b[1m');
  });

  it.each([40, 80, 200])('wraps at %i columns, except for longer words', (width) => {
    for (const record of Object.values(RECORDS)) {
      for (const line of renderTerminal(renderer.message(anAlert(record), 1), { color: false, width }).split('\n')) {
        const longestWord = Math.max(...line.split(' ').map((word) => word.length));
        expect(line.length).toBeLessThanOrEqual(Math.max(width, longestWord + 40));
      }
    }
  });

  it.each(Object.keys(RECORDS))('breaks lines at the same places with and without color: %s', (name) => {
    const { text, blocks } = renderer.message(anAlert(RECORDS[name] as Json), 1);
    const plain = renderTerminal({ text, blocks }, { color: false, width: 60 });
    expect(stripVTControlCharacters(renderTerminal({ text, blocks }, { color: true, width: 60 }))).toBe(plain);
  });
});
