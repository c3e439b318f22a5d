// What the sections of the benchmark run with.

export interface Bench {
  /** Holds what processes of their own run, and takes what is written on the way. */
  readonly folder: string;
  readonly fixtures: string;
  readonly rounds: number;
  readonly events: number;
  /** A folder with log files to decide on and to replay instead of made ones. */
  readonly files: string | undefined;
}
