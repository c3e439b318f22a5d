import { describe, expect, it } from 'vitest';
import {
  bold,
  code,
  codeBlock,
  cutTo,
  described,
  join,
  link,
  mrkdwn,
  NOTHING,
  plainText,
  prose,
  time,
} from './slack-text.ts';

function textOf(text: { pieces: readonly string[] }): string {
  return text.pieces.join('');
}

describe('a value as running text', () => {
  it.each([
    ['entities', '<!channel> & <@U1>', '&lt;!channel&gt; &amp; &lt;@U1&gt;'],
    ['entities that look escaped already', '&lt;!channel&gt;', '&amp;lt;!channel&amp;gt;'],
    ['mentions of everyone', '@channel @Here @everyone @jane', '@\u200bchannel @\u200bHere @\u200beveryone @jane'],
    ['addresses that Slack would link', 'https://evil.example', 'https:\u200b//evil.example'],
    ['formatting', '*a* ~b~ `c` _d_ e_f', '∗a∗ ∼b∼ ˋcˋ ˍdˍ e_f'],
    ['emoji', 'a:warning:b', 'a:\u200bwarning:b'],
    ['line breaks', 'a\n> b\r\n\tc', 'a &gt; b c'],
    ['invisible characters', 'a\u202eb\u0000\u200b\ud83d', 'a\\u202eb\\u0000\\u200b\\ud83d'],
  ])('disarms %s', (_, value, text) => {
    expect(textOf(prose(value))).toBe(text);
  });

  it.each([
    [10, 'abcdefghij', 'abcdefghij'],
    [10, 'abcdefghijk', 'abcdefghi…'],
    [10, '&&', '&amp;&amp;'],
    [10, '&&&', '&amp;…'],
    [5, '👍👍', '👍👍'],
    [4, '👍👍👍', '👍…'],
  ])('keeps to %i characters and cuts no character in two: %s', (longest, value, text) => {
    expect(textOf(prose(value, longest))).toBe(text);
    expect(plainText(value, longest)).toBe(text);
  });
});

describe('a description', () => {
  it.each([
    ['what is between backticks', 'unless `a_b` is `true`.', 'unless `a_b` is `true`.'],
    ['no backtick without a second one', 'a `b', 'a ˋb'],
    ['no markup or mention in code', '`<!channel> *a*` @here', '`&lt;!channel&gt; *a*` @\u200bhere'],
    ['no code that is cut', `${'a'.repeat(190)} \`${'b'.repeat(20)}\``, `${'a'.repeat(190)} ˋ${'b'.repeat(7)}…`],
  ])('has code for %s', (_, value, text) => {
    expect(textOf(described(value))).toBe(text);
  });
});

describe('trusted markup', () => {
  it('keeps its formatting and escapes the values in it', () => {
    expect(textOf(mrkdwn`*Rule* ${'<b>'} seen ${3} times ${bold('*x*')}`)).toBe('*Rule* &lt;b&gt; seen 3 times *∗x∗*');
  });

  it.each([
    ['a value', 'x', '`x`'],
    ['a backtick', 'a`b', '`aˋb`'],
    ['nothing', '', '`-`'],
    ['lines', 'a\nb', '`a b`'],
  ])('shows %s as code', (_, value, text) => {
    expect(textOf(code(value))).toBe(text);
  });

  it('returns nothing for an empty value in bold', () => {
    expect(bold(' ')).toBe(NOTHING);
  });

  it('joins texts that are not empty', () => {
    expect(textOf(join([prose('a'), NOTHING, prose('b')], ', '))).toBe('a, b');
  });
});

describe('a code block', () => {
  it('cannot be ended by its content', () => {
    expect(textOf(codeBlock('a\n```\n<b>', 100))).toBe('```\na\nˋˋˋ\n&lt;b&gt;\n```');
  });

  it.each([
    [40, 32, false],
    [40, 33, true],
  ])('is at most %i characters long: %i of text', (longest, length, cut) => {
    const text = textOf(codeBlock('x'.repeat(length), longest));
    expect(text.length).toBeLessThanOrEqual(longest);
    expect(text.includes('… truncated')).toBe(cut);
    expect(text.endsWith('\n```')).toBe(true);
  });
});

describe('a link', () => {
  it.each([
    [
      'escapes its URL and its label',
      'https://a.example/?x=1&y=2',
      '<x> | y',
      '<https://a.example/?x=1&amp;y=2|&lt;x&gt; ∣ y>',
    ],
    ['shows only its label if the URL is not https', 'javascript:alert(1)', 'x', 'x'],
    ['shows only its label if the URL could end the link', 'https://a.example/|x>', 'x', 'x'],
    ['shows only its label if the URL is too long', `https://a.example/${'x'.repeat(2_000)}`, 'x', 'x'],
  ])('%s', (_, url, label, text) => {
    expect(textOf(link(url, label))).toBe(text);
  });
});

describe('a time', () => {
  it('is shown in UTC and in the time zone of the reader', () => {
    const text =
      '2019-07-03 16:14:51 UTC (<!date^1562170491^{date_short_pretty} {time}|2019-07-03 16:14:51 UTC> your time)';
    expect(textOf(time({ epochSeconds: 1562170491, utc: '2019-07-03 16:14:51 UTC' }))).toBe(text);
  });

  it('is shown as recorded if it cannot be parsed', () => {
    expect(textOf(time({ epochSeconds: null, utc: '<soon>' }))).toBe('`&lt;soon&gt;`');
  });
});

describe('cutTo', () => {
  const text = mrkdwn`${bold('aaa')}${code('bbb')}${prose('cccccccccc')}`;
  it.each([
    [20, '*aaa*`bbb`cccccccccc'],
    [19, '*aaa* … truncated'],
    [17, '*aaa* … truncated'],
    [16, ' … truncated'],
  ])('keeps whole pieces within %i characters', (longest, expected) => {
    expect(cutTo(text, longest)).toBe(expected);
  });
});
