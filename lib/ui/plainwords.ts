import { type AskCode, AskError } from '../messages/errors.ts';

/** What went wrong, and what to do, for each code a person can meet. */
const WORDS: Partial<Record<AskCode, string>> = {
  offline: 'Nobody on the way answered. It is kept here and tried again.',
  unavailable: 'The server cannot do this now. It is kept here and tried again.',
  behind: 'The server is behind. It is tried again.',
  'not-joined': 'Join a network first: open Peerwall.',
  'no-identity': 'Nobody is here yet: open Peerwall and create your identity.',
  'not-a-photo': 'This file is not a photo, or not one that can be read.',
  'photo-too-large': 'This photo is larger than 50 MB.',
  'too-many-pixels': 'This photo has more than 60 megapixels. Make it smaller and add it again.',
  'too-large': 'This is too long for one post.',
  full: 'The disk is full. Free some room and try again; what you wrote stays here.',
  'not-allowed': 'This cannot be done here. Open Home.',
  'not-seen': 'Something covered Peerwall when you clicked. Look again and repeat it.',
  declined: 'Not done: you said no.',
  gone: 'It is not here any more.',
  absent: 'It is not here any more.',
  deleted: 'Its author deleted it.',
  closed: 'No comments can be added to this post any more.',
  forbidden: 'You may not do this here.',
  stale: 'The clock of this machine is wrong. Set it and try again.',
  quota: 'This post is full.',
};

/** One plain sentence on what went wrong; what the background said besides is left to the status page. */
export function plainWord(error: unknown): string {
  if (error instanceof AskError) return codeWord(error.code);
  return 'Something went wrong in Peerwall. Nothing was lost.';
}

/** The same by the code alone, as a refused deed has it. */
export function codeWord(code: string): string {
  const known = Object.entries(WORDS).find(([one]) => one === code);
  return known?.[1] ?? `This was refused (${code}).`;
}
