import { describe, expect, it } from 'vitest';
import { noticeOfAlert } from '../threads/make-notice.ts';
import { readMrkdwn } from './read-mrkdwn.ts';
import { createSlackRenderer } from './slack.ts';

describe('mrkdwn', () => {
  it.each([
    ['plain text', 'a &lt;b&gt; &amp;amp;', [{ kind: 'text', text: 'a <b> &amp;' }]],
    [
      'bold and code',
      '*who* did `x`',
      [
        { kind: 'bold', text: 'who' },
        { kind: 'text', text: ' did ' },
        { kind: 'code', text: 'x' },
      ],
    ],
    ['names with underscores', 'a_b_c', [{ kind: 'text', text: 'a_b_c' }]],
    [
      'a link',
      '<https://a.example/?x=1&amp;y|open>',
      [{ kind: 'link', text: 'open', href: 'https://a.example/?x=1&y' }],
    ],
    [
      'a link with another scheme',
      '<javascript:alert(1)|open>',
      [{ kind: 'text', text: '<javascript:alert(1)|open>' }],
    ],
    [
      'a time without the one of the reader',
      '1970 UTC (<!date^1^{time}|1970> your time)',
      [{ kind: 'text', text: '1970 UTC' }],
    ],
    [
      'a user',
      'hi <@U0123456789>',
      [
        { kind: 'text', text: 'hi ' },
        { kind: 'bold', text: '@U0123456789' },
      ],
    ],
    ['a user group', '<!subteam^S0123456789>', [{ kind: 'bold', text: '@S0123456789' }]],
    ['everyone who is active', '<!here>', [{ kind: 'bold', text: '@here' }]],
    ['a date', '<!date^1^{date}|1970-01-01>', [{ kind: 'text', text: '1970-01-01' }]],
  ])('reads %s', (_, text, pieces) => {
    expect(readMrkdwn(text)).toEqual([{ kind: 'paragraph', pieces }]);
  });

  it('reads code blocks without the line breaks around them', () => {
    expect(readMrkdwn('see\n```\n*a*\n  &lt;b\n```\nend')).toEqual([
      { kind: 'paragraph', pieces: [{ kind: 'text', text: 'see' }] },
      { kind: 'block', text: '*a*\n  <b' },
      { kind: 'paragraph', pieces: [{ kind: 'text', text: 'end' }] },
    ]);
    expect(readMrkdwn('```\n\n```')).toEqual([{ kind: 'block', text: '' }]);
  });

  it('has every word of a real message', () => {
    const record = {
      eventName: 'DeleteBucket',
      userIdentity: { type: 'IAMUser', userName: 'a_b_c' },
      awsRegion: 'eu-west-1',
    };
    const rule = {
      name: 'r',
      expression: 'true',
      severity: 'high',
      description: 'd',
      pack: null,
      runbookUrl: null,
    } as const;
    const notice = noticeOfAlert({ record, rule, rules: [rule], origin: null });
    const { blocks } = createSlackRenderer({ functionName: 'f', accountNames: {} }).message(notice, 1);
    const texts = blocks.flatMap((block) => {
      if (block.type === 'section') return [block.text.text];
      return block.type === 'context' ? block.elements.map((one) => one.text) : [];
    });
    const shown = texts
      .flatMap(readMrkdwn)
      .flatMap((part) => (part.kind === 'block' ? [part.text] : part.pieces.map((piece) => piece.text)))
      .join('');
    for (const word of ['a_b_c', 'DeleteBucket']) expect(shown).toContain(word);
    expect(shown).not.toMatch(/[`*<>]/);
  });
});
