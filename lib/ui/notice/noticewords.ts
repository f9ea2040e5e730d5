/** What a notice says, its title first, and the place of Home that helps. */
export interface NoticeWords {
  title: string;
  says: string;
  route: string | null;
  button: string;
}

const WORDS: Readonly<Record<string, NoticeWords>> = {
  'facebook-changed': {
    title: 'Facebook changed',
    says: 'Peerwall does not find its places on this page any more, so it does not offer them here. Everything works in Home.',
    route: '',
    button: 'Open Home',
  },
  'to-facebook': {
    title: 'To Facebook, this once',
    says: 'Your next click on Facebook’s own box posts to Facebook. Peerwall does not see it.',
    route: null,
    button: '',
  },
};

/** The words of a notice; null for one this version does not know. */
export function noticeWords(notice: string | null): NoticeWords | null {
  return WORDS[notice ?? ''] ?? null;
}
