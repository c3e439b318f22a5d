// The examples in docs/command-line.md match the output of the commands.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../repository.ts';
import { useCommand } from './command.ts';

const TEXT = readFileSync(path.join(ROOT, 'docs/command-line.md'), 'utf8');
const SIGN_IN = path.join(ROOT, 'examples/rule-tests/events/sign-in-without-mfa.json');

/** The first group of a pattern that the page must contain. */
function shown(pattern: RegExp): string {
  const found = pattern.exec(TEXT)?.[1];
  if (found === undefined) throw new Error(`docs/command-line.md does not match ${pattern}`);
  const isIndented = found.split('\n').every((line) => line === '' || line.startsWith('    '));
  return (isIndented ? found.replace(/^ {4}/gm, '') : found).trim();
}

const command = useCommand();

describe('docs/command-line.md', () => {
  it('lists the fields of an alert', async () => {
    const { out } = await command.run(['replay', SIGN_IN, '--format', 'json']);
    expect(Object.keys(JSON.parse(out))).toEqual(shown(/^( {4}eventID .*)$/m).split(' '));
  });

  it('shows the output of check', async () => {
    const { out } = await command.run(['check', "startsWit(eventName, 'Delete')"]);
    expect(out.trim()).toBe(shown(/^( {4}rule "rule 1"\n(?: {4}.*\n)+)/m));
  });

  it('shows the output of check --event-pattern', async () => {
    const [line = '', pattern] = shown(
      /^( {4}\$ npx cloudtrail-to-slack check --event-pattern .*\n(?: {4}.*\n)+)/m,
    ).split('\n');
    const { out } = await command.run(['check', '--event-pattern', /"(.*)"$/.exec(line)?.[1] ?? '']);
    expect(out.trim()).toBe(pattern);
  });

  it('shows the output of explain', async () => {
    const [line = '', ...lines] = shown(/^( {4}\$ npx cloudtrail-to-slack explain .*\n(?: {4}.*\n)+)/m).split('\n');
    const { out } = await command.run(['explain', /explain "(.*)" event\.json/.exec(line)?.[1] ?? '', SIGN_IN]);
    expect(out.trim()).toBe(lines.join('\n'));
  });

  it('shows the output of fields', async () => {
    const [line = '', ...lines] = shown(/^( {4}\$ npx cloudtrail-to-slack fields .*\n(?: {4}.*\n)+)/m).split('\n');
    const { out } = await command.run([
      'fields',
      'examples/cloudtrail',
      '--rule',
      /--rule "(.*)"/.exec(line)?.[1] ?? '',
    ]);
    expect(lines.at(-1)).toBe('...');
    expect(out.split('\n').slice(0, lines.length - 1)).toEqual(lines.slice(0, -1));
  });

  it('shows a case that passes', async () => {
    const file = command.write('cases.yaml', shown(/```yaml\n(lists:[\s\S]*?)```/));
    expect(await command.run(['test', file])).toMatchObject({ code: 0, err: '1 case, 1 passed, 0 failed\n' });
  });

  it('shows cases with several events that pass', async () => {
    const file = command.write('history.yaml', shown(/```yaml\n(rules:\n {2}- name: denied-burst[\s\S]*?)```/));
    expect(await command.run(['test', file])).toMatchObject({ code: 0, err: '2 cases, 2 passed, 0 failed\n' });
  });

  it('shows the output of a case that fails', async () => {
    const failure = shown(/^( {4}FAIL logging stops\n(?: {4}.*\n)+)/m);
    const rule = JSON.stringify("eventName == 'StopLogging' and readOnly == true");
    const event = '{ eventName: StopLogging, readOnly: false }';
    const file = command.write('bad.yaml', `[{ name: logging stops, rule: ${rule}, event: ${event}, expect: match }]`);
    const { out } = await command.run(['test', file]);
    const squeezed = (text: string) => text.replace(/^ +/gm, '').trim();
    expect(squeezed(out)).toContain(squeezed(failure));
  });
});
