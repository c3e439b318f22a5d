// Errors that cross a thread. In: an error. Out: plain data, and back.

import { PortError } from '../../../app/ports.ts';
import { LogFileError } from '../../../core/log-files/log-file.ts';
import { CliError } from '../../cli-error.ts';
import type { FileFault } from './protocol.ts';

/** An error as plain data. */
export function toFault(error: unknown): FileFault {
  if (error instanceof LogFileError) return { name: 'LogFileError', code: error.code, message: error.message };
  if (error instanceof PortError) {
    return { name: 'PortError', kind: error.kind, code: error.code, message: error.message };
  }
  if (error instanceof CliError) return { name: 'CliError', message: error.message };
  return { name: 'Error', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** The error of a fault. */
export function toError(fault: FileFault): Error {
  if (fault.name === 'LogFileError') return new LogFileError(fault.code, fault.message);
  if (fault.name === 'PortError') return new PortError(fault.kind, fault.code, fault.message);
  return fault.name === 'CliError' ? new CliError(fault.message) : new Error(fault.message);
}
