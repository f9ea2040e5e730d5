import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeExtension } from '../../../servers/browser/extension.ts';
import { Person } from '../../../servers/browser/person.ts';
import { firstRun } from '../../../servers/browser/screens/firstrun.ts';
import { befriend } from '../../../servers/browser/screens/friends.ts';
import { type Replica, startReplica } from '../../../servers/replica/start.ts';
import type { Stack } from '../../../servers/stack/stack.ts';
import { startStack } from '../../../servers/stack/start.ts';

const WINDOW = { width: 1280, height: 900 };

/** A network whose roles are processes of their own, a replica of facebook.com, and people with browsers, as at a demo. */
export class BrowserWorld {
  readonly folder: string;
  readonly stack: Stack;
  readonly replica: Replica;
  readonly #people: Person[] = [];

  private constructor(folder: string, stack: Stack, replica: Replica) {
    this.folder = folder;
    this.stack = stack;
    this.replica = replica;
  }

  /** Starts it, without people; the extension is built where its sources changed. */
  static async open(): Promise<BrowserWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'peerwall-bench-'));
    // as of accounts that are not new: a hundred credentials a day
    const settings = { id: { newAccountDays: 0 } };
    const stack = await startStack({ dataDir: join(folder, 'network'), settings });
    const replica = await startReplica();
    await placeExtension('chrome', join(folder, 'extension'), stack.network());
    return new BrowserWorld(folder, stack, replica);
  }

  /** Opens somebody's browser, on the profile it had. */
  async person(name: string, helper: boolean): Promise<Person> {
    const at = join(this.folder, name.toLowerCase());
    if (!helper) {
      await rm(join(at, 'helper'), { recursive: true, force: true });
      await rm(join(at, 'profile', 'NativeMessagingHosts'), { recursive: true, force: true });
    }
    const person = await Person.open({
      name,
      folder: at,
      extension: join(this.folder, 'extension'),
      replica: this.replica,
      headless: true,
      helper,
      window: WINDOW,
    });
    this.#people.push(person);
    return person;
  }

  /** Alice and Bob, by their first run; Friends. */
  async friends(): Promise<{ alice: Person; bob: Person }> {
    const [alice, bob] = [await this.person('Alice', true), await this.person('Bob', true)];
    await firstRun(alice);
    await firstRun(bob);
    await befriend(alice, bob);
    return { alice, bob };
  }

  async close(): Promise<void> {
    for (const person of this.#people) await person.off();
    await this.replica.stop();
    await this.stack.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
