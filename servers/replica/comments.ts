import { PEOPLE, type Person } from './people.ts';
import { random } from './random.ts';

/** A comment as the page draws it: replies of every depth are flattened below the first level. */
export interface Comment {
  readonly id: string;
  readonly author: Person;
  readonly text: string;
  /** Age in minutes. */
  readonly age: number;
  readonly replies: readonly (Comment & { readonly to: string })[];
}

const TEXTS = [
  'Beautiful!',
  'Count me in 🙌',
  'I was there last year, it is worth the walk.',
  'Haha, exactly like my brother.',
  'Where is this?',
  'Congratulations to all of you!',
  'Saving this for later.',
  'Say hello to your grandmother from us.',
];

/**
 * The invented comments below a story.
 * @param seed any text, for instance its id
 * @param oldest how old one may be at most, in minutes
 */
export function commentsOf(seed: string, count: number, oldest: number): Comment[] {
  const next = random([...seed].reduce((sum, letter) => (sum * 33 + letter.charCodeAt(0)) >>> 0, 7));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const make = (i: number): Omit<Comment, 'replies'> => ({
    id: String(100_000_000_000 + Math.floor(next() * 900_000_000) + i),
    author: pick(PEOPLE),
    text: pick(TEXTS),
    age: Math.floor(next() * Math.min(900, oldest)),
  });
  return Array.from({ length: count }, (_, i) => {
    const comment = make(i);
    let to = comment.author.name;
    const replies = Array.from({ length: i % 3 === 0 ? 3 : 0 }, (_, j) => {
      const reply = { ...make(i * 10 + j), to, replies: [] };
      to = reply.author.name;
      return reply;
    });
    return { ...comment, replies };
  });
}
