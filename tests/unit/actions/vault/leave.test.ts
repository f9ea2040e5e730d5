import { expect, test } from 'vitest';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { leaveAll } from '../../../../lib/actions/vault/leave.ts';
import { watch } from '../../../../lib/db/live.ts';
import { leavingView } from '../../../../lib/db/queries/leaving.ts';
import { CommandError } from '../../../../lib/protocol/errors.ts';
import { Circle } from '../items/circle.ts';

test('leaving shows how far it is, lists what was not reached, goes on later, and leaves nothing here', async () => {
  const circle = new Circle();
  const [alice, bob] = [await circle.join('Alice'), await circle.join('Bob')];
  await circle.befriend(alice, bob);
  const { drop } = await post(alice.service, { text: 'mine', audience: 'me' });
  const his = await post(bob.service, { text: 'his', audience: 'friends' });
  await circle.settle();
  const { entry } = await comment(alice.service, { drop: his.drop, text: 'in his' });
  await circle.settle();
  let gave = 0;
  circle.id.set('id.leave', () => {
    gave++;
    return {};
  });

  const { db } = alice.service;
  const steps: string[] = [];
  const stop = watch(
    () => leavingView(db),
    (view) => view !== null && steps.push(`${view.step} ${view.done}/${view.all}`),
  );
  const answers = [circle.north, circle.south].map((server) => server.answer.bind(server));
  for (const server of [circle.north, circle.south])
    server.answer = () => {
      throw new CommandError('unavailable');
    };
  const first = await leaveAll(alice.service);
  expect(first.left.map(({ what }) => what)).toEqual(expect.arrayContaining(['thread', 'entry', 'vault']));
  expect(first.left).toContainEqual({ what: 'thread', id: drop });
  expect(first.left).toContainEqual({ what: 'entry', id: entry });
  expect(gave).toBe(0);
  // the thread, the comment, and our author’s card beside it
  expect(await leavingView(db)).toMatchObject({ step: 'stopped', all: 3, done: 0 });
  await expect.poll(() => steps.at(-1)).toBe('stopped 0/3');

  for (const [i, server] of [circle.north, circle.south].entries())
    server.answer = answers[i] ?? server.answer;
  circle.pass(3_600_000);
  const second = await leaveAll(alice.service);
  expect(new Set(second.left.map(({ what }) => what))).toEqual(new Set(['letters']));
  expect([gave, await db.profile.count()]).toEqual([0, 1]);
  await circle.deliver(alice, bob);
  expect(await leaveAll(alice.service)).toEqual({ left: [] });
  expect(gave).toBe(1);
  stop();
  for (const table of db.tables) expect(await table.count(), table.name).toBe(0);
  const texts = [...circle.north.items.values(), ...circle.south.items.values()];
  expect(texts.filter(({ gone }) => gone !== undefined).length).toBe(1);
});
