// What `verify` reports: faults, which make the exit code 1, and notes.

/** What makes the exit code 1. */
export const FAULTS = [
  'log-file-missing',
  'log-file-altered',
  'digest-missing',
  'digest-invalid',
  'unreadable',
] as const;
/** What may have a legitimate cause. */
export const NOTES = ['log-file-unlisted', 'chain-restarted', 'chain-ends', 'chain-begins', 'digest-unsigned'] as const;

export type FaultCode = (typeof FAULTS)[number];
type NoteCode = (typeof NOTES)[number];

/** One line of the report. */
export interface Finding {
  readonly level: 'fault' | 'note';
  readonly code: FaultCode | NoteCode;
  readonly accountId: string;
  readonly region: string;
  /** What it is about: an object, as its storage shows it. */
  readonly object: string;
  /** A sentence without a full stop, lower case. */
  readonly message: string;
  /** How many digests are missing; 1 for every other code. */
  readonly count: number;
}
