import { PEOPLE, type Person } from './people.ts';
import type { Story } from './stories.ts';

/** One line of Facebook's own bell. */
export interface Note {
  readonly author: Person;
  readonly words: string;
  readonly kind: 'comment' | 'like';
  /** Age in minutes. */
  readonly age: number;
  readonly unread: boolean;
  /** Post, comment and the bell's own parameters. */
  readonly href: string;
}

const COUNT = 24;

/** What the bell shows of some posts; the three newest are unread. */
export function notesOn(stories: readonly Story[]): Note[] {
  return stories
    .filter(({ kind }) => kind === 'photo' || kind === 'text' || kind === 'photos')
    .slice(0, COUNT)
    .map((story, i) => {
      const kind = i % 3 === 1 ? 'like' : 'comment';
      const comment = `comment_id=${400_000_000_000 + i}&notif_id=${1_790_000_000_000 + i}&notif_t=feed_comment&ref=notif`;
      return {
        author: PEOPLE[(i * 3 + 2) % PEOPLE.length] as Person,
        words: kind === 'like' ? 'likes a photo you are in.' : 'commented on a post that you are following.',
        kind,
        age: 14 + i * i * 37,
        unread: i < 3,
        href: `/${story.author.vanity}/posts/${story.id}?${kind === 'like' ? 'notif_t=like&ref=notif' : comment}`,
      };
    });
}
