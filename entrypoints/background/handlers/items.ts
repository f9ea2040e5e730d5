import { chooseHint } from '../../../lib/actions/items/ad.ts';
import { loadBlob, loadText } from '../../../lib/actions/items/blobs.ts';
import { comment } from '../../../lib/actions/items/comment.ts';
import { edit } from '../../../lib/actions/items/edit.ts';
import { deleteThread } from '../../../lib/actions/items/erase.ts';
import { loadOlder } from '../../../lib/actions/items/older.ts';
import { post } from '../../../lib/actions/items/post.ts';
import { react } from '../../../lib/actions/items/react.ts';
import { readItem } from '../../../lib/actions/items/read.ts';
import { removeEntry } from '../../../lib/actions/items/remove.ts';
import { reportEntry } from '../../../lib/actions/items/report.ts';
import { markSeen, postSeen } from '../../../lib/actions/items/seen.ts';
import { giveUp, retry } from '../../../lib/actions/outbox/enqueue.ts';
import { AskError } from '../../../lib/messages/errors.ts';
import type * as items from '../../../lib/messages/requests/items.ts';
import type { HandlersOf } from '../background.ts';
import type { Asker } from '../senders.ts';

export const itemsHandlers: HandlersOf<typeof items> = {
  post: async ({ service, pictures }, { text, photos, audience, chosen, keywords }) =>
    await post(await service(), { text, photos: pictures.take(photos), audience, chosen, keywords }),
  comment: async ({ service }, { drop, text, re }, asker) => {
    own(asker, drop);
    return await comment(await service(), re === null ? { drop, text } : { drop, text, re });
  },
  react: async ({ service }, args, asker) => {
    own(asker, args.drop);
    await react(await service(), args);
    return {};
  },
  edit: async ({ service }, args, asker) => {
    own(asker, args.drop);
    await edit(await service(), args);
    return {};
  },
  remove: async ({ service }, args, asker) => {
    own(asker, args.drop);
    await removeEntry(await service(), args);
    return {};
  },
  deleteThread: async ({ service }, args, asker) => {
    own(asker, args.drop);
    await deleteThread(await service(), args);
    return {};
  },
  report: async ({ service }, { drop, entry, why }, asker) => {
    own(asker, drop);
    await reportEntry(await service(), { drop, entry, reason: why });
    return {};
  },
  read: async ({ service }, { drop }, asker) => {
    own(asker, drop);
    await readItem(await service(), drop);
    return {};
  },
  older: async ({ service }, args, asker) => {
    own(asker, args.drop);
    return await loadOlder(await service(), args);
  },
  blob: async ({ service }, args, asker) => {
    own(asker, args.drop);
    await loadBlob(await service(), args);
    return {};
  },
  longText: async ({ service }, args, asker) => {
    own(asker, args.drop);
    return { text: await loadText(await service(), args) };
  },
  seen: async ({ service }, { ids }) => {
    await markSeen(await service(), ids === undefined ? {} : { ids });
    return {};
  },
  postSeen: async ({ service }, { drop }, asker) => {
    own(asker, drop);
    await postSeen(await service(), { drop });
    return {};
  },
  keepDraft: async ({ db }, { place, text }) => {
    const key = `draft:${place}`;
    if (text === '') await db.settings.delete(key);
    else await db.settings.put({ key, value: text });
    return {};
  },
  retry: async ({ service }, args) => {
    await retry(await service(), args);
    return {};
  },
  giveUp: async ({ service }, args) => {
    await giveUp(await service(), args);
    return {};
  },
  chooseHint: async ({ service }, args) => {
    await chooseHint(await service(), args);
    return {};
  },
};

/** A post frame acts in the thread it shows, and in no other. */
function own({ frame }: Asker, drop: string): void {
  if (frame !== null && frame.drop !== drop) throw new AskError('not-allowed');
}
