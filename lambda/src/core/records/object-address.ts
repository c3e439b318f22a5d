// How messages name a log file. In: its bucket and key. Out: its address.

/** The bucket of files on disk, whose keys are their paths as the user wrote them. No bucket of S3 can have this name. */
export const LOCAL_BUCKET = '.';

/** `s3://bucket/key`, or the path of a file on disk. */
export function addressOf({ bucket, key }: { readonly bucket: string; readonly key: string }): string {
  return bucket === LOCAL_BUCKET ? key : `s3://${bucket}/${key}`;
}
