import { readAnonymity } from '../../lib/actions/identity/anonymity.ts';
import type { Stack } from '../stack/stack.ts';
import { type Cast, register } from './cast.ts';
import type { Person } from './person.ts';
import { tellRestore } from './restore.ts';
import { tellStory } from './story.ts';
import { makeWays } from './ways.ts';

/** Plays the story on a running network, a line or two for each step: how long it took, and which ways it went. */
export async function play(stack: Stack, say: (line: string) => void, stopped: () => boolean): Promise<void> {
  const ways = makeWays();
  let number = 0;
  const step = async (title: string, does: () => Promise<string>): Promise<void> => {
    if (stopped()) return;
    const start = performance.now();
    const end = await does();
    number++;
    say(`${String(number).padStart(2)}. ${title}  [${((performance.now() - start) / 1000).toFixed(1)} s]`);
    say(`    ${end}`);
    for (const way of ways.read()) say(`      ${way}`);
  };

  const people: Awaited<ReturnType<typeof register>>[] = [];
  for (const name of ['Alice', 'Bob', 'Carol'])
    await step(`${name} joins the network and registers`, async () => {
      const made = await register(name, stack.network(), ways);
      people.push(made);
      return `as "${made.called}": keys made on this machine, two mailboxes at two operators, credentials fetched blind`;
    });
  const crowd = await anonymity(people.at(-1)?.person);
  if (crowd !== null) say(`    ${crowd}`);
  const [alice, bob, carol] = people;
  if (alice === undefined || bob === undefined || carol === undefined) return;
  const cast: Cast = { alice: alice.person, bob: bob.person, carol: carol.person, phrase: alice.phrase };
  try {
    await tellStory(cast, step);
    await tellRestore(cast, stack.network(), ways, step);
  } finally {
    for (const { person } of people) person.close();
  }
}

/** How many fetched credentials of today: the crowd in which each of them is spent. */
async function anonymity(person: Person | undefined): Promise<string | null> {
  const set = person === undefined ? null : await readAnonymity(person.service);
  if (set === null) return null;
  const guess = set.small ? '; among so few the ID server can guess who writes' : '';
  return `anonymity set of today's credentials when ${person?.name} came: ${set.count}${guess}`;
}
