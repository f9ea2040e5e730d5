import type { OutboxLine } from '../../db/queries/outbox.ts';

const WORDS: Readonly<Record<string, string>> = {
  create: 'A post is on its way to its server',
  put: 'A post, comment or reaction is on its way',
  chunks: 'Photos are on their way',
  remove: 'A removal is on its way',
  delete: 'A deletion is on its way',
  change: 'A change of a post’s rights is on its way',
  report: 'A report is on its way',
  letters: 'A letter to a Friend is on its way',
  register: 'Your name is being registered',
  leave: 'Your name is being given up',
};

/** What waits, in plain words. */
export function deedWord({ kind }: Pick<OutboxLine, 'kind'>): string {
  return WORDS[kind] ?? 'Something is on its way';
}

const REFUSALS: Readonly<Record<string, string>> = {
  quota: 'its server has no room left for it',
  'credential-needed': 'your credentials of today are used up',
  closed: 'the post takes no comments any more',
  deleted: 'the post was deleted',
  forbidden: 'you have no right to it any more',
  blocked: 'you were stopped after a report',
  banned: 'the network does not take anything from you',
  'too-large': 'it is too large',
};

/** How it stands with a deed. `now` in ms. */
export function deedState({ state, code, why, tries, next }: OutboxLine, now: number): string {
  if (state === 'refused')
    return `Refused: ${REFUSALS[code ?? ''] ?? code ?? 'no reason given'}. What you made is kept.`;
  if (state === 'rekeyed') return 'Waits for a letter of the post’s owner.';
  const because = why === null ? '' : ` It waits because: ${why}.`;
  if (tries === 0) return because === '' ? 'Goes out now.' : because.trim();
  const seconds = Math.max(0, Math.round((next - now) / 1000));
  return `Tried ${tries === 1 ? 'once' : `${tries} times`}; ${seconds === 0 ? 'again now' : `again in ${seconds} s`}.${because}`;
}
