// Collects the files of a drop or of a picker, folders included. In: what the browser gave. Out: files with their paths. Leaves out
// files in folders that are no log files by their names, such as digest files.

import type { StudioFile } from '../protocol.ts';

const LOG_FILE = /\.(json|jsonl|ndjson)(\.gz)?$/i;
const OTHER_FOLDER = /\/CloudTrail-Digest\//;

const isLogFile = (path: string): boolean => LOG_FILE.test(path) && !OTHER_FOLDER.test(path);

/** The files of an `<input type="file">`. */
export function filesOfInput(list: FileList): StudioFile[] {
  return [...list]
    .map((content) => ({ path: content.webkitRelativePath || content.name, content }))
    .filter(({ path, content }) => content.webkitRelativePath === '' || isLogFile(path));
}

/** The files of a drop. Everything is asked for before the event ends, because the browser forgets it then. */
export async function filesOfDrop(items: DataTransferItemList): Promise<StudioFile[]> {
  const dropped = [...items].filter(({ kind }) => kind === 'file').map(handleOrEntry);
  const found: StudioFile[] = [];
  for (const one of dropped) await addDropped(await one, found);
  return found;
}

// Chromium reads a dropped folder on a page from disk only by its handle; other browsers have no handles of dropped files.
interface WithHandle extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

type Dropped = FileSystemHandle | FileSystemEntry | null;

function handleOrEntry(item: WithHandle): Promise<Dropped> | Dropped {
  return item.getAsFileSystemHandle?.() ?? item.webkitGetAsEntry();
}

async function addDropped(dropped: Dropped, found: StudioFile[]): Promise<void> {
  if (dropped === null) return;
  if ('kind' in dropped) await addHandle(dropped, '', found);
  else await addEntry(dropped, !dropped.isDirectory, found);
}

async function addHandle(handle: FileSystemHandle, folder: string, found: StudioFile[]): Promise<void> {
  const path = `${folder}${handle.name}`;
  if (handle.kind === 'directory') {
    const children: FileSystemHandle[] = [];
    for await (const child of (handle as FileSystemDirectoryHandle).values()) children.push(child);
    children.sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const child of children) await addHandle(child, `${path}/`, found);
    return;
  }
  // A file that was dropped alone is read whatever its name is.
  if (folder === '' || isLogFile(path)) found.push({ path, content: await (handle as FileSystemFileHandle).getFile() });
}

async function addEntry(entry: FileSystemEntry, isNamed: boolean, found: StudioFile[]): Promise<void> {
  if (entry.isDirectory) {
    for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) await addEntry(child, false, found);
    return;
  }
  const path = entry.fullPath.replace(/^\//, '');
  if (!isNamed && !isLogFile(path)) return;
  const content = await new Promise<File>((resolve, reject) => {
    (entry as FileSystemFileEntry).file(resolve, reject);
  });
  found.push({ path, content });
}

// Chromium gives at most a hundred children at a time.
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return children.sort((one, other) => (one.fullPath < other.fullPath ? -1 : 1));
    children.push(...some);
  }
}
