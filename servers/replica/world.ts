import { type Comment, commentsOf } from './comments.ts';
import { type Note, notesOn } from './notes.ts';
import { type Person, person } from './people.ts';
import { FEED_LENGTH, pfbid, type Story, storyAt } from './stories.ts';

/** What this Facebook remembers while the process lives: posts and comments made through its own editors. */
export interface World {
  /** @returns the units from `from` on, at most `count`, new posts first, and how many there are in all */
  feed(from: number, count: number): { readonly stories: readonly Story[]; readonly total: number };
  /** @returns undefined when no post has this id */
  story(id: string): Story | undefined;
  comments(id: string): readonly Comment[];
  notifications(): readonly Note[];
  post(author: string, text: string): Story;
  comment(id: string, author: string, text: string): Comment;
}

/** An empty world: the invented feed and nothing else. */
export function makeWorld(): World {
  const posted: (Story & { at: number })[] = [];
  const answers = new Map<string, Comment[]>();
  const made = Array.from({ length: FEED_LENGTH }, (_, i) => storyAt(i));
  const all = (): Story[] => [...posted.map((one) => ({ ...one, age: minutesSince(one.at) })), ...made];
  const find = (id: string): Story | undefined => all().find((one) => one.id === id);
  return {
    feed: (from, count) => ({ stories: all().slice(from, from + count), total: all().length }),
    story: find,
    comments(id) {
      const { comments = 0, age = 0 } = find(id) ?? {};
      return [...commentsOf(id, comments, age), ...(answers.get(id) ?? [])];
    },
    notifications: () => notesOn(made.slice(0, 60)),
    post(author, text) {
      const story = fresh(person(author), text, posted.length);
      posted.unshift({ ...story, at: Date.now() });
      return story;
    },
    comment(id, author, text) {
      const list = answers.get(id) ?? [];
      const comment = {
        id: String(300_000_000_000 + list.length),
        author: person(author),
        text,
        age: 0,
        replies: [],
      };
      answers.set(id, [...list, comment]);
      return comment;
    },
  };
}

function fresh(author: Person, text: string, number: number): Story {
  return {
    id: pfbid(10_000 + number),
    set: String(200_000_000_000 + number),
    kind: 'text',
    author,
    age: 0,
    audience: 'friends',
    text,
    photos: [],
    likes: 0,
    comments: 0,
    shares: 0,
  };
}

function minutesSince(at: number): number {
  return Math.floor((Date.now() - at) / 60_000);
}
