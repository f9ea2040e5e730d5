import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeExtension } from '../../../servers/browser/extension.ts';
import { Person } from '../../../servers/browser/person.ts';
import { writeCatalogue } from '../../../servers/demo/catalogue.ts';
import { type Replica, startReplica } from '../../../servers/replica/start.ts';
import type { Stack } from '../../../servers/stack/stack.ts';
import { startStack } from '../../../servers/stack/start.ts';

export interface WorldOptions {
  /** Each a Chromium of their own. */
  people: string[];
  /** Whether each has a helper. */
  helpers?: boolean;
  /** A folder with `network` and a folder per person, to start from a copy of. */
  from?: string;
}

/** A network, a replica of facebook.com and people with browsers, all of it in one folder and on loopback. */
export interface World {
  readonly folder: string;
  readonly stack: Stack;
  readonly replica: Replica;
  readonly people: Person[];
  person(name: string): Person;
  /** Switches all machines and the network off; the folder stays until `stop`. */
  rest(): Promise<void>;
  /** Ends everything. */
  stop(): Promise<void>;
}

const WINDOW = { width: 1280, height: 900 };

/** Starts a world; nothing of it is left running where that fails. */
export async function startWorld({ people, helpers = false, from }: WorldOptions): Promise<World> {
  const opened = new AsyncDisposableStack();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'peerwall-world-'));
    opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    if (from !== undefined) await settle(from, folder, people, helpers);
    const catalogue = await writeCatalogue(join(folder, 'ads'));
    const stack = await startStack({
      dataDir: join(folder, 'network'),
      inProcess: true,
      // people of a minute ago write more than a new account may
      settings: { id: { newAccountDays: 0 }, ad: { catalogue } },
    });
    opened.defer(() => stack.stop());
    const replica = await startReplica();
    opened.defer(() => replica.stop());
    const extension = join(folder, 'extension');
    await placeExtension('chrome', extension, stack.network());
    const made = await openAll(people, { folder, extension, replica, helpers }, opened);
    return {
      folder,
      stack,
      replica,
      people: made,
      person: (name) => {
        const found = made.find((one) => one.name === name);
        if (found === undefined) throw new RangeError(`nobody here is ${name}`);
        return found;
      },
      rest: async () => {
        await Promise.all(made.map((one) => one.off()));
        await stack.stop();
      },
      stop: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function settle(from: string, folder: string, people: string[], helpers: boolean): Promise<void> {
  await cp(from, folder, { recursive: true, verbatimSymlinks: true });
  if (helpers) return;
  for (const name of people) {
    const at = join(folder, name.toLowerCase());
    await rm(join(at, 'helper'), { recursive: true, force: true });
    await rm(join(at, 'profile', 'NativeMessagingHosts'), { recursive: true, force: true });
  }
}

interface Stage {
  folder: string;
  extension: string;
  replica: Replica;
  helpers: boolean;
}

async function openAll(names: string[], stage: Stage, opened: AsyncDisposableStack): Promise<Person[]> {
  const { folder, extension, replica, helpers } = stage;
  const tries = await Promise.allSettled(
    names.map(async (name) => {
      const person = await Person.open({
        name,
        folder: join(folder, name.toLowerCase()),
        extension,
        replica,
        headless: true,
        helper: helpers,
        window: WINDOW,
      });
      opened.defer(() => person.off());
      return person;
    }),
  );
  return tries.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}
