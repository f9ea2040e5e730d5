import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StackOptions } from '../../../servers/stack/options.ts';
import type { Stack } from '../../../servers/stack/stack.ts';
import { startStack } from '../../../servers/stack/start.ts';
import { StoryClock } from './clock.ts';
import { Person } from './person.ts';
import { testPictures } from './pictures.ts';

export interface Story {
  readonly stack: Stack;
  readonly clock: StoryClock;
  readonly network: StoryNetwork;
  /** Somebody who has joined the network, is registered and has both mailboxes. */
  person(name: string): Promise<Person>;
  /** Somebody with an empty database, who has not joined anything. */
  stranger(name: string): Promise<Person>;
  /** Everybody's outbox and mailboxes, until nobody has anything left to do now. */
  settle(): Promise<void>;
  /** Makes two people Friends. */
  befriend(a: Person, b: Person): Promise<void>;
  stop(): Promise<void>;
}

/** What a story can do to people's ways. */
export interface StoryNetwork {
  cut(person: Person): void;
  heal(person: Person): void;
  /** So many answers to this person are lost, what was asked was done. */
  loseAnswers(person: Person, count: number): void;
}

const ROUNDS = 60;
const BIRTH = { year: 1990, month: 5, day: 17 };

/** Starts a network of five operators on this machine and a story on it. Its clock stands at the machine's time. */
export async function startStory(options: Partial<StackOptions> = {}): Promise<Story> {
  const dataDir = await mkdtemp(join(tmpdir(), 'peerwall-story-'));
  const terms = { signupBits: 4, strangerBits: 4, ...options.terms };
  const stack = await startStack({ inProcess: true, ...options, dataDir, terms });
  const clock = new StoryClock(stack.now());
  clock.onMove((now) => stack.setClock(now - Date.now()));
  const people: Person[] = [];
  const world = { now: () => clock.now(), pictures: testPictures(), people };

  const stranger = async (name: string) => {
    const person = new Person(name, world);
    people.push(person);
    await person.open();
    return person;
  };
  const enter = async (person: Person) => {
    const file = stack.network();
    await person.does.joinNetwork({ file, authority: file.file.authority });
  };
  const settle = async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const turns = await Promise.all(people.filter((one) => one.running).map((one) => one.turn()));
      if (turns.every((busy) => !busy)) return;
    }
    throw new Error('the story does not come to rest');
  };
  return {
    stack,
    clock,
    network: {
      cut: (person) => {
        person.wire.cut = true;
      },
      heal: (person) => {
        person.wire.cut = false;
      },
      loseAnswers: (person, count) => {
        person.wire.loseAnswers = count;
      },
    },
    stranger,
    person: async (name) => {
      const person = await stranger(name);
      await enter(person);
      await person.does.createIdentity({ name, birth: BIRTH });
      await person.settle();
      return person;
    },
    settle,
    befriend: async (a, b) => {
      await a.does.askFriend({ user: await b.user(), wallFrom: 0 });
      await settle();
      await b.does.acceptFriend({ user: await a.user(), wallFrom: 0 });
      await settle();
    },
    stop: async () => {
      for (const person of people) person.close();
      await stack.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
