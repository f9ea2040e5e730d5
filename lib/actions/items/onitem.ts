import { hex } from '../../bytes.ts';
import { dropOf } from '../../crypto/outside.ts';
import type { ItemRow } from '../../db/items.ts';
import type { EventOf, Handler } from '../letters/handler.ts';
import type { Service } from '../service.ts';
import { hear } from './hear.ts';
import { feed } from './keep.ts';
import { addKey } from './onrekey.ts';
import { enqueueRead } from './reading.ts';
import { postNewsId } from './seen.ts';
import { showTold } from './told.ts';

/**
 * A Friend gives the key of an item of theirs away. Where the sealed post came along it is shown at once; its server is
 * asked a random moment later. An item we know as another's, or our own, is left alone.
 */
export const onItem: Handler<'item'> = async (service, sender, event) => {
  const { db, p } = service;
  if (event.kind !== 'thread') return;
  const drop = hex(dropOf(p, event.id));
  const known = await db.items.get(drop);
  if (known !== undefined && (known.mine || known.owner !== sender.user || known.state === 'deleted')) return;
  if (known === undefined) await db.items.add(rowOf(service, drop, sender.user, event));
  else {
    const moved = known.state === 'moved' && hex(known.server) !== hex(event.server);
    await db.items.update(drop, { server: event.server, state: moved ? 'there' : known.state });
    await addKey(service, drop, event.gen, event.itemKey);
  }
  if (event.standing !== undefined) await hear(service, drop, event.standing);
  const item = await db.items.get(drop);
  if (item !== undefined && event.entry !== undefined) {
    await showTold(service, item, sender, event.entry);
    await feed(service, item);
  }
  if (known === undefined && event.what === 'post') await tellOfPost(service, drop, sender.user);
  await enqueueRead(service, drop, true);
};

/** What a Friend posts now is news; what they show of their Wall is not. */
async function tellOfPost({ db, now }: Service, drop: string, user: string): Promise<void> {
  await db.notifications.put({ id: postNewsId(drop), is: 'post', when: now(), user, drop, seen: false });
}

function rowOf({ now }: Service, drop: string, owner: string, event: EventOf<'item'>): ItemRow {
  const { server, id, itemKey, gen, when } = event;
  return {
    drop,
    id,
    server,
    kind: 'thread',
    owner,
    mine: false,
    records: [],
    gen,
    itemKeys: [{ gen, key: itemKey }],
    rev: 0,
    root: new Uint8Array(32),
    heard: [],
    trail: { from: 0, roots: new Uint8Array(0) },
    older: null,
    olderReactions: null,
    audience: 'friends',
    readers: [],
    shared: false,
    when: Math.min(when, now()),
    state: 'there',
    news: [],
  };
}
