// Why a document, or a part of it, cannot be converted. In: a line and a reason. Thrown while one document is read and converted, and
// reported as the result of that document.

/** The reason why a document is not converted. Lines count from 1 in the file. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly line: number;
  constructor(line: number, reason: string) {
    super(reason);
    this.line = line;
  }
}
