import type { Frame, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { framesTitled, postFrame } from '../../servers/browser/frames.ts';
import type { Person } from '../../servers/browser/person.ts';
import { post } from '../../servers/browser/screens/composer.ts';
import { press, pressSurely } from '../../servers/browser/screens/press.ts';
import {
  comment,
  commentWith,
  editComment,
  editPost,
  fromCommentMenu,
  fromMenu,
  postWith,
  type Reaction,
  react,
  reply,
} from '../../servers/browser/screens/thread.ts';
import { until } from '../../servers/browser/until.ts';
import { expectFacebookKnowsNothing } from './world/facebook.ts';
import { photographFailures } from './world/failures.ts';
import { worldOfFriends } from './world/prepared.ts';
import type { World } from './world/world.ts';

const WORDS = 'Sorrel in the garden';

let world: World;
let alice: Person;
let bob: Person;
let atAlice: Page;
let atBob: Page;
let frameA: Frame;
let frameB: Frame;
let hers: Locator;
let his: Locator;

beforeAll(async () => {
  world = await worldOfFriends({ helpers: true });
  [alice, bob] = [world.person('Alice'), world.person('Bob')];
  [atAlice, atBob] = await Promise.all([alice.facebook(), bob.facebook()]);
  await post(atAlice, { text: WORDS });
  frameA = await postFrame(atAlice, WORDS);
  hers = postWith(frameA, 'Sorrel');
  frameB = await postFrame(atBob, WORDS, 60_000);
  his = postWith(frameB, 'Sorrel');
});
afterAll(() => world?.stop());
photographFailures(() => world);

describe('answering a post in its frame', () => {
  test('Bob’s comment reaches Alice; she answers it, and he sees the answer under it', async () => {
    await comment(his, 'Chervil too?');
    await commentWith(hers, 'Chervil too?').waitFor();
    await reply(hers, 'Chervil too?', 'Chervil in spring.');
    await commentWith(his, 'Chervil in spring.').waitFor();
  });

  test('each of the six reactions arrives, one in the place of the other; who reacted is told', async () => {
    const faces: [Reaction, string][] = [
      ['Like', '👍'],
      ['Love', '❤️'],
      ['Haha', '😆'],
      ['Wow', '😮'],
      ['Sad', '😢'],
      ['Angry', '😡'],
    ];
    for (const [reaction, face] of faces) {
      await react(his, reaction);
      const counts = hers.getByRole('button', { name: '1 reacted: see who' });
      await counts.filter({ hasText: face }).waitFor();
    }
    await press(hers.getByRole('button', { name: '1 reacted: see who' }));
    const who = frameA.getByRole('dialog');
    await who.getByText('Bob').waitFor();
    await press(who.getByRole('button', { name: 'Close' }));
  });

  test('Bob edits his comment; Alice sees it as edited, with what stood there before', async () => {
    await editComment(his, 'Chervil too?', 'Chervil as well?');
    const edited = commentWith(hers, 'Chervil as well?');
    await edited.waitFor();
    await press(edited.getByRole('button', { name: 'Edited' }));
    await frameA.getByRole('dialog').getByText('Chervil too?').waitFor();
    await press(frameA.getByRole('dialog').getByRole('button', { name: 'Close' }));
  });

  test('Alice edits her post; Bob sees the new words, marked as edited, and the earlier version', async () => {
    await editPost(frameA, WORDS, 'Sorrel and lovage in the garden');
    const frame = await postFrame(atBob, 'Sorrel and lovage');
    await postWith(frame, 'Sorrel and lovage')
      .locator('header')
      .getByRole('button', { name: 'Edited' })
      .waitFor();
    await fromMenu(postWith(frame, 'Sorrel and lovage'), 'Earlier versions');
    await frame.getByRole('dialog').getByText(WORDS).waitFor();
    await press(frame.getByRole('dialog').getByRole('button', { name: 'Close' }));
  });

  test('Bob deletes a comment, Alice removes another: both are gone at both', async () => {
    await comment(his, 'Tansy is mine');
    await comment(his, 'Rue is rude');
    await commentWith(hers, 'Rue is rude').waitFor();
    await fromCommentMenu(commentWith(his, 'Tansy is mine'), 'Delete');
    await confirmed(frameB, 'Delete');
    await commentWith(hers, 'Tansy is mine').waitFor({ state: 'detached' });
    await fromCommentMenu(commentWith(hers, 'Rue is rude'), 'Remove');
    await confirmed(frameA, 'Remove');
    await commentWith(his, 'Rue is rude').waitFor({ state: 'detached' });
  });

  test('Alice deletes her post: it leaves Bob’s feed too', async () => {
    await fromMenu(hers, 'Delete');
    await confirmed(frameA, 'Delete');
    for (const page of [atAlice, atBob]) await until('the post gone', () => isGone(page, 'Sorrel'));
  });

  test('Facebook got no word of it', async () => {
    const words = ['Sorrel', 'Chervil', 'lovage', 'Tansy', 'Rue is rude'];
    await expectFacebookKnowsNothing(world, atBob, words);
    expect((await framesTitled(atBob, 'Peerwall notifications')).length).toBe(1);
  });
});

/** Says yes in the dialog of our own frame. */
async function confirmed(frame: Frame, yes: string): Promise<void> {
  await pressSurely(frame, frame.getByRole('dialog').getByRole('button', { name: yes }));
}

async function isGone(page: Page, words: string): Promise<boolean> {
  for (const frame of await framesTitled(page, 'Peerwall post'))
    if ((await frame.getByText(words).count()) > 0) return false;
  return true;
}
