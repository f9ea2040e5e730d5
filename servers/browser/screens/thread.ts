import type { Frame, Locator, Page } from 'playwright-core';
import { until } from '../until.ts';
import { press } from './press.ts';

/** Where a thread stands: in a frame on Facebook's page, or in Home. */
export type Place = Frame | Page;

export type Reaction = 'Like' | 'Love' | 'Haha' | 'Wow' | 'Sad' | 'Angry';

/** The post with these words. */
export function postWith(place: Place, words: string): Locator {
  return place.locator('article').filter({ hasText: words });
}

/** A comment with these words below a post. */
export function commentWith(post: Locator, words: string): Locator {
  return post.getByRole('region', { name: 'Comments' }).getByRole('article').filter({ hasText: words });
}

/** Writes a comment below a post. */
export async function comment(post: Locator, words: string): Promise<void> {
  const box = post.getByRole('textbox', { name: 'Write a comment' });
  await press(box);
  await box.pressSequentially(words);
  await press(post.getByRole('button', { name: 'Send comment' }));
  await commentWith(post, words).waitFor();
}

/** Answers a comment. */
export async function reply(post: Locator, to: string, words: string): Promise<void> {
  const box = post.getByRole('textbox', { name: /^Reply to / });
  // what arrives just now moves the comment away from under the pointer
  await until('the box for an answer', async () => {
    await press(commentWith(post, to).first().getByRole('button', { name: 'Reply' }));
    return box.waitFor({ timeout: 3000 }).then(() => true);
  });
  await box.pressSequentially(words);
  await press(post.getByRole('button', { name: 'Send reply' }));
  await commentWith(post, words).waitFor();
}

/** Reacts to a post by the keyboard: Enter opens the six. */
export async function react(post: Locator, reaction: Reaction): Promise<void> {
  await post.getByRole('button', { name: 'React', exact: true }).press('Enter');
  await press(post.getByRole('menuitemradio', { name: reaction, exact: true }));
}

/** Chooses from the menu of a post. */
export async function fromMenu(post: Locator, choice: string): Promise<void> {
  await press(post.getByRole('button', { name: 'More', exact: true }));
  await press(post.getByRole('menuitem', { name: choice, exact: true }));
}

/** Chooses from the menu of a comment. */
export async function fromCommentMenu(comment: Locator, choice: string): Promise<void> {
  await comment.hover();
  await press(comment.getByRole('button', { name: /^Options for / }));
  await press(comment.getByRole('menuitem', { name: choice, exact: true }));
}

/** Changes the text of the post with these words. */
export async function editPost(place: Place, words: string, text: string): Promise<void> {
  await fromMenu(postWith(place, words), 'Edit');
  // while it is edited its words stand in the box, not in the post
  const box = place.getByRole('textbox', { name: 'Edit your post' });
  await box.fill(text);
  await press(place.getByRole('button', { name: 'Save' }));
  await box.waitFor({ state: 'detached' });
}

/** Changes the text of a comment. */
export async function editComment(post: Locator, before: string, text: string): Promise<void> {
  await fromCommentMenu(commentWith(post, before), 'Edit');
  await post.getByRole('textbox', { name: 'Edit your comment' }).fill(text);
  await press(post.getByRole('button', { name: 'Save' }));
  await commentWith(post, text).waitFor();
}
