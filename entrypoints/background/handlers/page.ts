import { homeFeed } from '../../../lib/db/queries/homefeed.ts';
import { AskError } from '../../../lib/messages/errors.ts';
import type * as page from '../../../lib/messages/requests/page.ts';
import type { HandlersOf } from '../background.ts';
import type { Asker } from '../senders.ts';
import { pageState } from '../settings.ts';

export const pageHandlers: HandlersOf<typeof page> = {
  hello: async ({ frames, db, visible, local }, _, asker) => {
    const [tab, document] = pageOf(asker);
    if (await frames.pageIs(tab, document)) {
      await visible.tabGone(tab);
      local.show(await visible.any());
    }
    return { state: await pageState(db) };
  },
  mount: async ({ frames, posts }, { kind, handle, notice, look }, asker) => {
    const [tab, document] = pageOf(asker);
    await frames.pageIs(tab, document);
    const drop = handle === undefined ? null : await posts.dropOf(tab, handle);
    if (kind === 'post' && handle !== undefined && drop === null) throw new AskError('gone');
    return await frames.mount({ tab, page: document, kind, drop, notice: notice ?? null, look });
  },
  unmount: async ({ frames, visible, local }, args, asker) => {
    const [tab] = pageOf(asker);
    await frames.unmount(tab, args.frame);
    await visible.set(tab, args.frame, false);
    local.show(await visible.any());
    return {};
  },
  show: async ({ frames, posts, pushes }, { frame: name, handle, look }, asker) => {
    const [tab] = pageOf(asker);
    const frame = await frames.named(tab, name);
    const drop = handle === undefined ? null : await posts.dropOf(tab, handle);
    if (frame === null || (handle !== undefined && drop === null)) throw new AskError('gone');
    if (drop !== null && frame.kind !== 'post') throw new AskError('not-allowed');
    const changed = await frames.change(frame, {
      ...(drop === null ? {} : { drop }),
      ...(look === undefined ? {} : { look }),
    });
    if (drop !== null) await pushes.toFrame(changed, { is: 'show', frame: name, drop });
    if (look !== undefined) await pushes.toFrame(changed, { is: 'look', frame: name, look });
    return {};
  },
  feed: async ({ db, posts }, { limit }, asker) => {
    const [tab] = pageOf(asker);
    const lines = await homeFeed(db, limit);
    const handles = await posts.give(
      tab,
      lines.map(({ drop }) => drop),
    );
    const seen = await db.settings.bulkGet(lines.map(({ drop }) => `seen:${drop}`));
    return { posts: handles.map((handle, i) => ({ handle, fresh: seen[i] === undefined })) };
  },
  health: async ({ health }, { surface, state }, asker) => {
    await health.set(pageOf(asker)[0], surface, state);
    return {};
  },
};

/** The tab and the document of Facebook's page that asks. */
function pageOf({ tab, document }: Asker): [number, string] {
  if (tab === null || document === null) throw new AskError('not-allowed');
  return [tab, document];
}
