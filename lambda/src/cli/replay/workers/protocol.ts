// What the replay and its workers send each other.

import type { FaultKind } from '../../../app/ports.ts';
import type { LogFileErrorCode } from '../../../core/log-files/log-file.ts';
import type { Input } from '../../inputs/find-inputs.ts';
import type { ReplayPart } from '../decide/decider.ts';

/** To a worker: read a file; or `more`, the parts of a file that were sent are processed; or `stop`, the rest is not needed. */
export type Request =
  | { readonly kind: 'read'; readonly id: number; readonly input: Input }
  | { readonly kind: 'more' | 'stop'; readonly id: number };

/** From a worker: parts of a file in order, and with the last ones its end. */
export interface Response {
  readonly id: number;
  readonly parts: readonly ReplayPart[];
  /** Null while there are more parts. */
  readonly end: FileEnd | null;
}

export interface FileEnd {
  /** Parts of the input that were left out. */
  readonly problems: readonly string[];
  /** Whether it contains JSON but no events, and was found in a directory. */
  readonly skipped: boolean;
  readonly error: FileFault | null;
}

/** An error as plain data, because a thread cannot send the class of an error. */
export type FileFault =
  | { readonly name: 'LogFileError'; readonly code: LogFileErrorCode; readonly message: string }
  | { readonly name: 'PortError'; readonly kind: FaultKind; readonly code: string; readonly message: string }
  | { readonly name: 'CliError' | 'Error'; readonly message: string };
