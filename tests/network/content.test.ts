import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { checkStanding } from '../../lib/crypto/standing.ts';
import { append, create, read } from '../../lib/protocol/commands/content.ts';
import { TestAuthor, TestItem } from '../unit/servers/content/people.ts';
import { ContentWorld } from './contentworld.ts';

let world: ContentWorld;
const ROOM = 60_000;

beforeAll(async () => {
  world = await ContentWorld.open();
});
afterAll(() => world.close());

describe('items', () => {
  test('are made, added to and read', async () => {
    const [item, alice, bob] = [new TestItem(), new TestAuthor(), new TestAuthor()];
    const post = alice.entry(item);
    const made = await world.ask(create, item.creation([post]));
    expect(made.at).toBe(2);
    expect(checkStanding(p, world.server, item.drop, made.standing)).toBe(true);
    const comment = bob.entry(item);
    const added = await world.ask(append, item.appending([comment], { seen: 2 }));
    expect(added.at).toBe(3);
    const shown = await world.ask(read, { id: item.id, least: 3 }, ROOM);
    expect(shown.entries.map((one) => one.sealed)).toEqual([comment.sealed, post.sealed]);
    expect(shown.standing).toEqual(added.standing);
    expect(shown.records).toEqual([item.record]);
  });
});
