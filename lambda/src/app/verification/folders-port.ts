// The folders of the bucket.

/** Lists what is below a prefix. */
export interface Folders {
  /** One page of the objects, in the order of their keys; current ones only, if the bucket has versions. Rejects with a `PortError`. */
  list(
    bucket: string,
    prefix: string,
    page: { readonly recursive: true; readonly next: string | null },
  ): Promise<{ readonly objects: readonly { readonly key: string }[]; readonly next: string | null }>;
}
