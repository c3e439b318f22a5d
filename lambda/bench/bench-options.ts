// The options of the benchmark's sections.

export interface Bench {
  /** Contains the programs that run as separate processes, and receives temporary files. */
  readonly folder: string;
  readonly fixtures: string;
  readonly rounds: number;
  readonly events: number;
  /** A folder with log files to decide on and to replay, instead of generated ones. */
  readonly files: string | undefined;
}
