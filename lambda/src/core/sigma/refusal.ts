// Why a document, or a part of it, cannot be converted. In: a line and a reason. Thrown while one document is converted, and
// caught only by `convert-files.ts`, which reports it. No other file catches it.

/** The reason why a document is not converted. Lines count from 1 in the file. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly line: number;
  constructor(line: number, reason: string) {
    super(reason);
    this.line = line;
  }
}
