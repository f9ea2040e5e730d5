import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { placeExtension } from '../browser/extension.ts';
import { endHelper } from '../browser/helperof.ts';
import { Person } from '../browser/person.ts';
import { type Replica, startReplica } from '../replica/start.ts';
import type { Stack } from '../stack/stack.ts';
import { startStack } from '../stack/start.ts';
import { writeCatalogue } from './catalogue.ts';
import type { DemoOptions } from './options.ts';

/** Everything that runs: the network, the stand-in for facebook.com, two people with browsers. */
export interface Scene {
  readonly stack: Stack;
  /** Null with `--live`. */
  readonly replica: Replica | null;
  readonly alice: Person;
  readonly bob: Person;
  /** Ends every process of it, helpers' daemons too. */
  stop(): Promise<void>;
}

const WINDOW = { width: 1280, height: 900 };

/** Brings everything up, telling what is done; nothing is left running where that fails. */
export async function openScene(options: DemoOptions, say: (line: string) => void): Promise<Scene> {
  const opened = new AsyncDisposableStack();
  try {
    const data = resolve(options.data);
    const people = join(data, 'demo');
    await endLeftHelpers(people);
    say('Five operators, each with its own nats-server …');
    const catalogue = await writeCatalogue(join(data, 'ads'));
    const stack = await startStack({ dataDir: join(data, 'network'), settings: { ad: { catalogue } } });
    opened.defer(() => stack.stop());
    await freshWhereAnother(people, stack);
    say(`The network is up: ${stack.operators.map((one) => one.id).join(', ')}`);
    const replica = options.live ? null : await startReplica();
    if (replica !== null) opened.defer(() => replica.stop());
    say('The extension …');
    const extension = join(people, 'extension');
    await placeExtension('chrome', extension, stack.network());
    say('Two browsers, each with a helper of its own …');
    const open = async (name: string): Promise<Person> => {
      const folder = join(people, name.toLowerCase());
      const { headless } = options;
      const person = await Person.open({
        name,
        folder,
        extension,
        replica,
        headless,
        helper: true,
        window: WINDOW,
      });
      opened.defer(() => person.off());
      return person;
    };
    const [alice, bob] = [await open('Alice'), await open('Bob')];
    return { stack, replica, alice, bob, stop: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

// A demo that was killed leaves the daemons, which outlive everything, and perhaps with code of yesterday.
async function endLeftHelpers(people: string): Promise<void> {
  for (const name of ['alice', 'bob']) await endHelper(join(people, name, 'helper'));
}

// People of another network know nobody in this one, and it does not know them.
async function freshWhereAnother(people: string, stack: Stack): Promise<void> {
  const { authority } = stack.network().file;
  const file = join(people, 'authority');
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known === authority) return;
  await rm(people, { recursive: true, force: true });
  await mkdir(people, { recursive: true, mode: 0o700 });
  await writeFile(file, authority);
}
