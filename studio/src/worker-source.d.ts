// The build bundles worker.ts and puts its text here, so that the page is one file, which also works from disk.
declare module 'studio:worker' {
  export const WORKER_SOURCE: string;
}
