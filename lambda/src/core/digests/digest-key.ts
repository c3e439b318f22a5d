// Reads what the key of a digest says about it. In: an S3 key, or the path of a downloaded file. Out: its parts, or null.

export interface DigestName {
  readonly accountId: string;
  readonly region: string;
  readonly trail: string;
  /** The region of the trail. */
  readonly homeRegion: string;
  readonly endMs: number;
  /** Lists log files that earlier digests left out. Such digests have a separate chain. */
  readonly isBackfill: boolean;
}

// A region has no underscore. The name of a trail can contain underscores, dots, dashes.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
const NAME =
  /(?:^|\/)(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_(.+)_([a-z0-9-]+)_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(_backfill)?\.json\.gz$/;

/** The parts of the name of a digest; null if it is not the name of one. */
export function parseDigestName(key: string): DigestName | null {
  const parts = NAME.exec(key);
  if (parts === null) return null;
  const [, accountId = '', region = '', trail = '', homeRegion = '', ...rest] = parts;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = rest.slice(0, 6).map(Number);
  const endMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return { accountId, region, trail, homeRegion, endMs, isBackfill: rest[6] !== undefined };
}

/** Identifies the chain that a digest belongs to, among the digests of one folder. */
export function chainOf({ accountId, region, trail, homeRegion, isBackfill }: DigestName): string {
  return [accountId, region, trail, homeRegion, isBackfill ? 'backfill' : ''].join('_');
}

const HOUR_MS = 60 * 60 * 1000;
const DATED = /(?:(\d{4}\/\d\d\/\d\d)\/)?([^/]*_)\d{8}T\d{6}Z(\.json\.gz)$/;

/**
 * The key that the digest of the hour before has; null if that is unknown, as for a backfill digest. CloudTrail writes one
 * every hour, and each starts where the one before ends.
 */
export function hourBefore(key: string): string | null {
  const name = parseDigestName(key);
  if (name === null || name.isBackfill) return null;
  const time = new Date(name.endMs - HOUR_MS).toISOString().slice(0, 19);
  const day = time.slice(0, 10).replaceAll('-', '/');
  return key.replace(DATED, (_, folder, start, end) => {
    return `${folder === undefined ? '' : `${day}/`}${start}${time.replaceAll(/[-:]/g, '')}Z${end}`;
  });
}
