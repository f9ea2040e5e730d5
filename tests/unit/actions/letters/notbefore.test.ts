import { expect, test } from 'vitest';
import { performLetters } from '../../../../lib/actions/letters/send.ts';
import { tell } from '../../../../lib/actions/letters/tell.ts';
import { enqueue } from '../../../../lib/actions/outbox/enqueue.ts';
import { World } from '../../route/world.ts';
import { deviceOf, know, person, userOf } from '../local.ts';

test('what must not go before a deed does not go with letters that were found due before it was told', async () => {
  const world = new World();
  const [alice, bob] = [await person(world, 'Alice'), await person(world, 'Bob')];
  await know(alice, bob);
  const [user, device] = [await userOf(bob), await deviceOf(bob)];
  await alice.db.atomically(() => tell(alice, user, [{ is: 'text', text: 'soon', when: 1 }]));
  const due = { id: `letters:${device}`, kind: 'letters', args: { device }, tries: 0, made: 0 } as const;

  // told between the moment the outbox saw the deed and the moment it is done
  await alice.db.atomically(async () => {
    const keys = await enqueue(alice, 'keys', { number: 1 }, { id: 'keys:friends' });
    await tell(alice, user, [{ is: 'text', text: 'after the key', when: 2 }], { after: [keys] });
  });
  expect(await performLetters(alice, due)).toMatchObject({ is: 'later' });
  expect(await alice.db.lettersOut.count()).toBe(0);
  expect(await alice.db.eventsOut.count()).toBe(2);

  await alice.db.deeds.delete('keys:friends');
  expect(await performLetters(alice, due)).toMatchObject({ is: 'done' });
  expect(await alice.db.lettersOut.count()).toBe(1);
  expect(await alice.db.eventsOut.count()).toBe(0);
});
