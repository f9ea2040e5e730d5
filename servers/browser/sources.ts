import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of package.json. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const FOLDERS = ['entrypoints', 'lib', 'assets'];
const FILES = ['wxt.config.ts', 'package-lock.json', 'tsconfig.json'];

/** A hash (hex) of everything the built extension depends on: the same hash, the same extension. */
export async function hashOfSources(): Promise<string> {
  const listed = await Promise.all(FOLDERS.map((folder) => filesBelow(join(ROOT, folder))));
  const all = [...listed.flat(), ...FILES.map((file) => join(ROOT, file))].sort();
  const hash = createHash('sha256');
  for (const file of all)
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
