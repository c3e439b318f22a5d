// How a command runs. The registry (`registry.ts`) passes an `Act` to each command that it adds.

import type { ExitCode } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';

type Run = (terminal: Terminal) => Promise<ExitCode>;

/** Runs a command on the terminal, and keeps its exit code. */
export type Act = (run: Run) => Promise<void>;
