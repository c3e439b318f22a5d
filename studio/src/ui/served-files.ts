// The log files that the command `studio` serves with the page, from the same address. In: what the command wrote into the page. Out: the
// files; null for a page that comes from elsewhere, whose policy also forbids the connection.

import type { StudioFile } from '../protocol.ts';

/** The files, in the order of the command. */
export async function servedFiles(): Promise<readonly StudioFile[] | null> {
  const list = document.querySelector<HTMLMetaElement>('meta[name="studio-files"]')?.content;
  if (list === undefined) return null;
  const paths = (await (await get(list)).json()) as readonly string[];
  const files: StudioFile[] = [];
  for (const [index, path] of paths.entries()) {
    files.push({ path, content: await (await get(`files/${index}`)).blob() });
  }
  return files;
}

async function get(address: string): Promise<Response> {
  const response = await fetch(address);
  if (response.ok) return response;
  throw new Error(`a file of the command studio cannot be read (status ${response.status}); start the command again`);
}
