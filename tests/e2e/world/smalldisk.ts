import { execFile } from 'node:child_process';
import { cp, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Room besides what is there when it is made, in MiB. */
const ROOM = 48;
const MIB = 1_048_576;

/** A folder that lies on a disk of its own, which can be filled. */
export class SmallDisk {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Moves a folder onto a disk of its own. Rejects where this user may not mount one (root may). */
  static async under(folder: string): Promise<SmallDisk> {
    const aside = `${folder}-aside`;
    const { stdout } = await run('du', ['-sm', folder]);
    const size = Number.parseInt(stdout, 10) + ROOM;
    await rename(folder, aside);
    await mkdir(folder, { mode: 0o700 });
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${size}m,mode=0700`, 'tmpfs', folder]);
      await cp(aside, folder, { recursive: true, verbatimSymlinks: true });
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
    return new SmallDisk(folder);
  }

  /** Writes until nothing goes any more. */
  async fill(): Promise<void> {
    const file = await open(join(this.#folder, 'filler'), 'a');
    try {
      for (let size = MIB; size >= 1; size = size > 1 ? Math.floor(size / 2) : 0)
        while ((await file.write(new Uint8Array(size)).catch(() => null))?.bytesWritten === size);
    } finally {
      await file.close();
    }
  }

  /** Room again. */
  async free(): Promise<void> {
    await rm(join(this.#folder, 'filler'), { force: true });
  }

  /** Takes it away with all that is on it. */
  async eject(): Promise<void> {
    await run('umount', ['--lazy', this.#folder]);
  }
}
