// Runs the real command as users do: the file in lambda/bin as a child process, with a command line that is built from the
// current sources. Each test file has its own copy.

import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from '../repository.ts';
import { ask } from '../servers/ask.ts';
import { useServer } from '../servers/use-server.ts';

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Command {
  /** A directory for the files of tests. */
  readonly folder: string;
  run(args: readonly string[], options?: RunOptions): Promise<Finished>;
  start(args: readonly string[]): ChildProcess;
  /** Writes a file into the folder and returns its path. */
  write(name: string, content: string | Uint8Array): string;
  close(): void;
}

// V8 would spend half a second to optimize the parser of tfvars, which then reads a few lines.
const QUICK_START = ['--liftoff-only'];

interface RunOptions {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** The command for the tests of a file or of a `describe`. */
export const useCommand = (): Command => useServer(copyCommand);

// Copies the built command line to a folder inside the repository, so that it finds its dependencies in `node_modules`.
async function copyCommand(): Promise<Command> {
  const built = await ask('command');
  const folder = mkdtempSync(path.join(ROOT, 'lambda/build/test-'));
  cpSync(path.join(ROOT, 'lambda/bin'), path.join(folder, 'bin'), { recursive: true });
  cpSync(built, path.join(folder, 'build'), { recursive: true });
  const start = (args: readonly string[], env: RunOptions['env'] = {}): ChildProcess =>
    spawn(process.execPath, [...QUICK_START, path.join(folder, 'bin/cloudtrail-to-slack.mjs'), ...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
    });
  return {
    folder,
    start,
    run: (args, { stdin = '', env } = {}) => finish(start(args, env), stdin),
    write(name, content) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function finish(child: ChildProcess, stdin: string | Uint8Array): Promise<Finished> {
  const { stdin: input, stdout, stderr } = child;
  if (!input || !stdout || !stderr) throw new Error('the child process has no pipes');
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  input.on('error', () => {}); // A command that does not read its input closes it.
  input.end(stdin);
  const [code, out, err] = await Promise.all([closed, text(stdout), text(stderr)]);
  return { code, out, err };
}
