import type { NewsLine } from '../../db/queries/news.ts';

/** What a notification says after the name of whom it comes from. */
const WORDS: Readonly<Record<string, string>> = {
  comment: 'commented on your post.',
  reply: 'replied to your comment.',
  mention: 'mentioned you.',
  reaction: 'reacted to what you wrote.',
  request: 'wants to be your Friend.',
  accept: 'is your Friend now.',
  message: 'sent you a message.',
  post: 'posted.',
};

/** The words of a notification after its name; plain ones for a kind this version does not know. */
export function newsWords({ is }: Pick<NewsLine, 'is'>): string {
  return WORDS[is] ?? 'did something new.';
}

/** The place of Home a notification opens. */
export function newsRoute({ is, drop, user }: Pick<NewsLine, 'is' | 'drop' | 'user'>): string {
  if (is === 'request') return 'friends';
  if (drop !== undefined) return `post/${drop}`;
  return user === undefined ? 'notifications' : `person/${user}`;
}
