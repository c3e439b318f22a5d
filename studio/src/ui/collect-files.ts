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

/** The files of a drop. The entries must be read before the event ends. */
export async function filesOfDrop(items: DataTransferItemList): Promise<StudioFile[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: StudioFile[] = [];
  for (const entry of entries) await addEntry(entry, !entry.isDirectory, found);
  return found;
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
