import { describe, expect, test } from 'vitest';
import type { Background } from '../../../entrypoints/background/background.ts';
import type { Frame } from '../../../entrypoints/background/frames.ts';
import { itemsHandlers } from '../../../entrypoints/background/handlers/items.ts';
import type { Asker } from '../../../entrypoints/background/senders.ts';

const SHOWN = 'aa'.repeat(32);
const OTHER = 'bb'.repeat(32);
const entry = 'cc'.repeat(32);

const frame: Frame = {
  frame: '0'.repeat(32),
  nonce: null,
  tab: 1,
  page: 'page',
  kind: 'post',
  drop: SHOWN,
  notice: null,
  look: {},
  document: 'frame',
  place: 7,
};
const inFrame: Asker = { surface: 'post', tab: 1, document: 'frame', frame };
const standingReady: Asker = { ...inFrame, frame: { ...frame, drop: null } };
const atHome: Asker = { surface: 'home', tab: 2, document: 'home', frame: null };

/** A background whose local service is never to be reached. */
const reached = new Error('reached the local service');
const background = {
  service: () => Promise.reject(reached),
  db: { settings: { put: () => Promise.reject(reached) } },
} as unknown as Background;

const { comment, react, edit, remove, deleteThread, report, read, older, blob, longText, postSeen } =
  itemsHandlers;
type Deed = (drop: string, asker: Asker) => Promise<unknown>;
const deeds: [string, Deed][] = [
  ['comment', (drop, asker) => comment(background, { drop, text: 'x', re: null }, asker)],
  ['react', (drop, asker) => react(background, { drop, entry, reaction: 'love' }, asker)],
  ['edit', (drop, asker) => edit(background, { drop, entry, text: 'x' }, asker)],
  ['remove', (drop, asker) => remove(background, { drop, entry }, asker)],
  ['delete', (drop, asker) => deleteThread(background, { drop }, asker)],
  ['report', (drop, asker) => report(background, { drop, entry, why: 'x' }, asker)],
  ['read', (drop, asker) => read(background, { drop }, asker)],
  ['older', (drop, asker) => older(background, { drop }, asker)],
  ['blob', (drop, asker) => blob(background, { drop, entry, hash: entry }, asker)],
  ['text', (drop, asker) => longText(background, { drop, entry }, asker)],
  ['seen', (drop, asker) => postSeen(background, { drop }, asker)],
];

describe('a post frame acts in the thread it shows, and in no other', () => {
  test.each(deeds)('%s', async (_, deed) => {
    await expect(deed(OTHER, inFrame)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(deed(SHOWN, inFrame)).rejects.toBe(reached);
    await expect(deed(SHOWN, standingReady)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(deed(OTHER, atHome)).rejects.toBe(reached);
  });
});
