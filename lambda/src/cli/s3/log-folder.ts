// What the folder of a CloudTrail object says about it. In: a key, or the beginning of one that ends with a slash. Out: the
// account, the kind, the region and the day, as far as the folder names them.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html

/** What a folder says; null where it does not say it, or not yet. */
export interface LogFolder {
  readonly account: string | null;
  /** `CloudTrail`, `CloudTrail-Digest`, `CloudTrail-Insight`, `CloudTrail-NetworkActivity` and so on. */
  readonly kind: string | null;
  readonly region: string | null;
  /** The first and the last possible millisecond of the year, the month or the day. */
  readonly time: { readonly firstMs: number; readonly lastMs: number } | null;
}

const NOTHING: LogFolder = { account: null, kind: null, region: null, time: null };
const BELOW =
  /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\/(?:([^/]+)\/(?:([^/]+)\/(?:(\d{4})\/(?:(\d\d)\/(?:(\d\d)\/)?)?)?)?)?/;

/** What the folder of a key says. */
export function logFolderOf(key: string): LogFolder {
  const found = BELOW.exec(key);
  if (found === null) return NOTHING;
  const [, account = null, kind = null, region = null, year, month, day] = found;
  return { account, kind, region, time: year === undefined ? null : timeOf(year, month, day) };
}

function timeOf(year: string, month: string | undefined, day: string | undefined): LogFolder['time'] {
  const [first, last] = [0, 1].map((more) => {
    if (day !== undefined) return Date.UTC(Number(year), Number(month) - 1, Number(day) + more);
    if (month !== undefined) return Date.UTC(Number(year), Number(month) - 1 + more);
    return Date.UTC(Number(year) + more, 0);
  });
  return { firstMs: first as number, lastMs: (last as number) - 1 };
}

/** The folder of a day, such as `.../2026/01/31/`; null for every other folder. */
export function dayOf(folder: string): number | null {
  if (!/\/\d{4}\/\d\d\/\d\d\/$/.test(folder)) return null;
  return logFolderOf(folder).time?.firstMs ?? null;
}
