// What all commands have in common (help, exit codes, pipes, colors), and the small commands.

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../repository.ts';
import { useCommand } from './command.ts';

const SIGN_IN = path.join(ROOT, 'examples/rule-tests/events/sign-in-without-mfa.json');
const COMMANDS = ['replay', 'check', 'explain', 'test', 'rules', 'functions'];

const command = useCommand();

describe('every command', () => {
  it.each(COMMANDS)('%s has an example in its help', async (name) => {
    const { code, out } = await command.run([name, '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`Examples:\n {2}\\$ cloudtrail-to-slack ${name}`));
  });

  it('appears in the help of the program', async () => {
    const { code, out } = await command.run(['--help']);
    expect(code).toBe(0);
    for (const name of COMMANDS) expect(out).toContain(`\n  ${name} `);
  });

  it('prints the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    expect(await command.run(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it.each([
    ['no command', []],
    ['an unknown command', ['replya']],
    ['an unknown option', ['replay', '--formt', 'json', 'x']],
    ['an unknown choice', ['replay', '--format', 'xml', 'x']],
    ['a missing argument', ['explain', 'true']],
    ['nothing to check', ['check']],
    ['an unknown pack', ['rules', '--pack', 'nope']],
  ])('exits with 2 for %s and prints the reason to stderr', async (_what, args) => {
    const { code, out, err } = await command.run(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).not.toBe('');
  });

  it('exits without an error when the reader closes the pipe', async () => {
    const records = Array.from({ length: 5000 }, (_, index) => ({ eventID: `${index}`, eventName: 'StopLogging' }));
    const file = command.write('many.json', JSON.stringify({ Records: records }));
    const child = command.start(['replay', file, '--decisions']);
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    let err = '';
    child.stderr?.on('data', (chunk) => {
      err += chunk;
    });
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await closed).toBe(0);
    expect(err).not.toContain('EPIPE');
  });
});

describe('a command on a terminal', () => {
  // `script` runs the command in a pseudo-terminal.
  const inTerminal = async (env: Record<string, string>) => {
    const line = `${process.execPath} ${command.folder}/bin/cloudtrail-to-slack.mjs functions inCidr`;
    const { stdout } = await promisify(execFile)('script', ['-qec', line, '/dev/null'], {
      env: { ...process.env, TERM: 'xterm', NO_COLOR: '', ...env },
    });
    return stdout;
  };

  it('shows colors, unless NO_COLOR is set', async () => {
    expect(await inTerminal({})).toContain('\x1b[');
    expect(await inTerminal({ NO_COLOR: '1' })).not.toContain('\x1b[');
  });
});

describe('the file in lambda/bin', () => {
  it('explains how to build the command line if it is not built', async () => {
    const folder = path.join(command.folder, 'unbuilt/bin');
    mkdirSync(folder, { recursive: true });
    cpSync(path.join(ROOT, 'lambda/bin'), folder, { recursive: true });
    const failure = await promisify(execFile)(process.execPath, [path.join(folder, 'cloudtrail-to-slack.mjs')]).catch(
      (error) => error,
    );
    expect(failure).toMatchObject({ code: 2, stdout: '' });
    expect(failure.stderr).toContain('npm ci');
  });
});

describe('cloudtrail-to-slack explain', () => {
  it('escapes control and invisible characters of events', async () => {
    const event = {
      eventName: 'x',
      userAgent: 'a\u009b31m\u202eb\u001b[31m',
      requestParameters: { items: ['\u009b'] },
    };
    const rule = "userAgent == 'x' or any(requestParameters.items[*], it == 'x')";
    const { out } = await command.run(['explain', rule, '-'], { stdin: JSON.stringify(event) });
    expect(out).toContain(String.raw`userAgent  →  "a\u009b31m\u202eb\u001b[31m"`);
    expect(out).toContain(String.raw`it = "\u009b"`);
    for (const character of '\u009b\u202e\u001b') expect(out).not.toContain(character);
  });

  it('shows the value of every part of the rule, indented', async () => {
    const rule = "eventName == 'ConsoleLogin' and not (additionalEventData.MFAUsed == 'Yes')";
    const { code, out } = await command.run(['explain', rule, SIGN_IN]);
    expect(code).toBe(0);
    expect(out).toContain('"ConsoleLogin"');
    expect(out).toMatch(/^ +.*additionalEventData\.MFAUsed .*"No"/m);
  });

  it('shows the parts of a predicate from the settings below its first call', async () => {
    const settings = JSON.stringify({ predicates: { isSignIn: "eventName == 'ConsoleLogin' or eventName == 'x'" } });
    const args = ['explain', 'isSignIn() and isSignIn() == true', SIGN_IN, '--settings', '-'];
    const { out } = await command.run(args, { stdin: settings });
    expect(out.split('\n')).toEqual([
      'match',
      '  isSignIn() and isSignIn() == true  →  true',
      '    isSignIn()  →  true',
      "      eventName == 'ConsoleLogin' or eventName == 'x'  →  true",
      "        eventName == 'ConsoleLogin'  →  true",
      '          eventName  →  "ConsoleLogin"',
      "        eventName == 'x'  →  not evaluated",
      '    isSignIn() == true  →  true',
      '      isSignIn()  →  true',
      '',
    ]);
  });

  it('shows why a rule cannot be evaluated', async () => {
    const { code, out } = await command.run(['explain', 'event["no.such"] == 1', SIGN_IN]);
    expect(code).toBe(0);
    expect(out).toContain('missing_field');
  });

  it('shows the problems of a rule that does not compile', async () => {
    const { code, out, err } = await command.run(['explain', 'eventName ==', SIGN_IN]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('error syntax_error at 1:13');
  });

  it('chooses one of several events by id, also from standard input', async () => {
    const stdin = JSON.stringify({
      Records: ['a', 'b'].map((eventID) => ({ eventID, eventName: `Event-${eventID}` })),
    });
    const args = ['explain', "eventName == 'x'", '-', '--event-id', 'b'];
    expect((await command.run(args, { stdin })).out).toContain('Event-b');
  });
});

describe('cloudtrail-to-slack explain --event-id', () => {
  it('lists the events of a file that has no event with the id', async () => {
    const { code, err } = await command.run(['explain', 'true', SIGN_IN, '--event-id', 'none']);
    expect(code).toBe(1);
    expect(err).toMatch(/no event has the id none; the file contains \S+ \(ConsoleLogin\)/);
  });
});

describe('cloudtrail-to-slack rules', () => {
  it('lists all default rules, or those of one pack', async () => {
    const all = JSON.parse((await command.run(['rules', '--format', 'json'])).out);
    const core = JSON.parse((await command.run(['rules', '--pack', 'core', '--format', 'json'])).out);
    expect(core).toHaveLength(9);
    expect(all.length).toBeGreaterThan(60);
    for (const rule of core)
      expect(rule).toMatchObject({ pack: 'core', name: expect.any(String), noise: expect.any(String) });
  });

  it('lists only the rules that match an event', async () => {
    const { out } = await command.run(['rules', '--matching', SIGN_IN, '--format', 'json']);
    const names = JSON.parse(out).map((rule: { name: string }) => rule.name);
    expect(names).toContain('signed-in-without-mfa');
    expect(names).not.toContain('trail-deleted');
  });

  it('lists the techniques of the rules of a pack', async () => {
    const { out } = await command.run(['rules', '--coverage', '--pack', 'threats', '--format', 'json']);
    expect(JSON.parse(out)).toContainEqual({
      technique: 'T1666',
      name: 'Modify Cloud Resource Hierarchy',
      tactics: ['Defense Evasion'],
      rules: expect.arrayContaining([{ name: 'organization-left', pack: 'threats', severity: 'critical' }]),
    });
  });

  it('prints the techniques as text with their number', async () => {
    const { out, err } = await command.run(['rules', '--coverage']);
    expect(out).toMatch(/^T1485 +Data Destruction {2}Impact\n( {11}[a-z-]+ {2}[a-z]+\n)+/m);
    expect(err).toMatch(/^\d+ techniques, \d+ rules$/m);
  });
});

describe('cloudtrail-to-slack functions', () => {
  it('lists the functions of the language', async () => {
    const listed = JSON.parse((await command.run(['functions', '--format', 'json'])).out);
    const names = listed.map((entry: { name: string }) => entry.name);
    expect(names).toEqual(expect.arrayContaining(['startsWith', 'inCidr', 'matches', 'any', 'json']));
  });

  it('lists the named predicates with their expressions', async () => {
    const { out } = await command.run(['functions', 'succeeded']);
    expect(out).toContain('succeeded() -> boolean');
    expect(out).toContain('errorCode');
  });

  it('finds a function by an alias', async () => {
    expect((await command.run(['functions', 'startswith'])).out).toContain('startsWith(');
  });

  it('reports an unknown function with a suggestion', async () => {
    expect((await command.run(['functions', 'incidr'])).err).toContain('did you mean `inCidr`?');
    expect(await command.run(['functions', 'eval'])).toMatchObject({ code: 2, out: '' });
  });
});
