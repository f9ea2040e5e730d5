import { PEOPLE, type Person } from './people.ts';
import { random } from './random.ts';

/** What a unit of the feed is about. */
export type StoryKind =
  | 'text'
  | 'photo'
  | 'photos'
  | 'shared'
  | 'coloured'
  | 'link'
  | 'video'
  | 'sponsored'
  | 'people'
  | 'reels';

/** A picture of a story; sizes in pixels. */
export interface StoryPhoto {
  readonly id: number;
  readonly width: number;
  readonly height: number;
}

/** One unit of the feed as the data route gives it to the page. */
export interface Story {
  /** `pfbid...`, opaque. */
  readonly id: string;
  /** Number of its photo set. */
  readonly set: string;
  readonly kind: StoryKind;
  readonly author: Person;
  /** Age in minutes. */
  readonly age: number;
  readonly audience: 'friends' | 'public';
  readonly text: string;
  readonly photos: readonly StoryPhoto[];
  readonly likes: number;
  readonly comments: number;
  readonly shares: number;
  readonly from?: { readonly author: Person; readonly text: string };
}

/** How many units the home feed has. */
export const FEED_LENGTH = 200;

const TEXTS = [
  'The first frost this morning. The garden looks like somebody poured sugar over it. 🌿',
  'Does anyone still have the recipe for that lentil soup from last winter?',
  'Finally finished the bookshelf. It leans a little, and so do I after three evenings with a drill.',
  'Walked along the river to the old mill and back. Eleven kilometres, one heron, no phone. I can recommend it to everybody who has been staring at a screen for a week.\n\nOn the way back the light came through the poplars exactly as it did when we were children.\nThe ferry is closed until April, so take the bridge at the brickworks, and bring dry socks.\nWho comes along next Sunday? We start at nine at the station.\nThere is coffee at the end, and cake if Mona bakes one.',
  'Sold out in twenty minutes! Thank you all for coming to the school concert 🎶',
  'Looking for a second-hand cargo bike, ideally one that survives two children and a dog.',
  'New season, same muddy pitch. We won anyway.',
  'Trời hôm nay đẹp quá! Ai đi cà phê không? ☕',
  'My grandmother turned 93 today and beat all of us at cards. Twice.',
  'Quiet evening. Rain on the roof, tea, and the long version of that film.',
  'I have four tomato seedlings too many. Come by and take one. #garden',
  'We moved the meeting to Thursday, half past six, same place.',
];
const SHORT = [
  'Good morning! ☀️',
  'What a weekend.',
  'Back home 🏡',
  'Done. Finally.',
  'Happy birthday, dear Pia! 🎂',
];
const AD = 'Small leaves, slow mornings. Order before Sunday and the tin is on us.';
const KINDS: readonly StoryKind[] = [
  'photo',
  'text',
  'photos',
  'link',
  'sponsored',
  'coloured',
  'photo',
  'people',
  'shared',
  'photos',
  'video',
  'text',
  'reels',
  'photos',
];

/** The unit at a place of the feed, 0 up to FEED_LENGTH - 1: the same at every call. */
export function storyAt(index: number): Story {
  const next = random(index * 31 + 17);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const kind = KINDS[index % KINDS.length] as StoryKind;
  const author = PEOPLE[(index * 7) % PEOPLE.length] as Person;
  const text =
    kind === 'coloured' ? pick(SHORT) : kind === 'sponsored' ? AD : TEXTS[(index * 5 + 3) % TEXTS.length];
  const photos = photosOf(kind, index, next);
  return {
    id: pfbid(index),
    set: String(100_000_000_000 + index * 977),
    kind,
    author: kind === 'sponsored' ? { name: 'Brightleaf Teas', vanity: 'brightleafteas', face: 61 } : author,
    age: 3 + Math.floor(index * index * 1.7 + next() * 50),
    audience: next() > 0.4 ? 'friends' : 'public',
    text: text as string,
    photos,
    likes: Math.floor(next() * 180) + 1,
    comments: Math.floor(next() * 24),
    shares: next() > 0.7 ? Math.floor(next() * 9) + 1 : 0,
    ...(kind === 'shared' ? { from: { author: pick(PEOPLE), text: pick(TEXTS) } } : {}),
  };
}

function photosOf(kind: StoryKind, index: number, next: () => number): StoryPhoto[] {
  const count = {
    photo: 1,
    sponsored: 1,
    link: 1,
    video: 1,
    shared: 1,
    photos: 2 + (Math.floor(index / 2) % 5),
  };
  const number = kind in count ? count[kind as keyof typeof count] : 0;
  return Array.from({ length: number }, (_, i) => ({
    id: 1000 + index * 10 + i,
    width: 680,
    height: kind === 'photo' ? 450 + Math.floor(next() * 230) : kind === 'photos' ? 680 : 356,
  }));
}

/** An opaque post id; not stable across viewers on the real site, stable here. */
export function pfbid(index: number): string {
  const next = random(index + 4242);
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789';
  return `pfbid0${Array.from({ length: 44 }, () => letters[Math.floor(next() * letters.length)]).join('')}l`;
}
