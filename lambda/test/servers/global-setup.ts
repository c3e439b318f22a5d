// What test files share, because it takes seconds to make: a moto for each worker, and the built command line. Each is made when a
// test file first asks for it. Runs in the main process of vitest, which the workers ask by HTTP; see `ask.ts`.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { ROOT } from '../repository.ts';
import { listen } from './listen.ts';
import { type StartedMoto, startMoto } from './moto.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of what test files share. */
    shared: string;
  }
}

/** Called by vitest before the tests; calls what it returns after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const motos = new Map<string, Promise<StartedMoto>>();
  const commands = new Map<string, Promise<string>>();
  const answerTo = async (name: string) =>
    name === '/command' ? once(commands, name, buildCommandLine) : (await once(motos, name, startMoto)).url;
  const removeCommands = async () => {
    for (const folder of await Promise.all(commands.values())) rmSync(folder, { recursive: true, force: true });
    commands.clear();
  };
  const server = await listen((request, response) => {
    answerTo(request.url ?? '').then(
      (answer) => response.end(answer),
      (error) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  project.provide('shared', server.url);
  // In watch mode the sources have changed.
  project.onTestsRerun(removeCommands);
  return async () => {
    await server.close();
    const started = await Promise.allSettled(motos.values());
    await Promise.all(started.map((moto) => moto.status === 'fulfilled' && moto.value.stop()));
    await removeCommands();
  };
}

function once<T>(made: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const result = made.get(name) ?? make();
  made.set(name, result);
  return result;
}

/** Builds inside the repository, so that the command line finds its dependencies in `node_modules`. */
async function buildCommandLine(): Promise<string> {
  mkdirSync(path.join(ROOT, 'lambda/build'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, 'lambda/build/tests-'));
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'scripts/build.mjs'), 'cli', '--out', folder]);
  return folder;
}
