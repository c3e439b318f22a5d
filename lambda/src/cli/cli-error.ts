// Exit codes, and the errors that a user can fix.

/** 0: success. 1: problems found, or an input cannot be read. 2: wrong usage. */
export const EXIT = { fine: 0, findings: 1, usage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An error that the user can fix. The message names the cause and the remedy; no stack trace is shown. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  constructor(message: string, exitCode: ExitCode = EXIT.findings, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Describes why a file cannot be read or written. */
export function describeFileError(error: unknown): string {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && /^s3:/i.test(path ?? ''))
    return 'this command reads only files; copy it with `aws s3 cp` first';
  if (code === 'ENOENT') return 'there is no such file or directory; check the path';
  if (code === 'EACCES' || code === 'EPERM') return 'you have no permission for it';
  if (code === 'EISDIR') return 'it is a directory; name a file';
  if (code === 'ENOTDIR') return 'it is not a directory, or a part of its path is not';
  if (code === 'ELOOP') return 'it is a symbolic link to itself';
  return error instanceof Error ? error.message : String(error);
}
